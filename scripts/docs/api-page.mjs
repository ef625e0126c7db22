// docs/api.md: what other extensions may call, and the functions of the core, with their docstrings.
import { sources } from './exported-names.mjs';
import { formatted } from './markdown.mjs';
import { at, CORE, EDITOR, EXTENSION_API } from './sources.mjs';

const fence = (text) => `\`\`\`ts\n${text}\n\`\`\``;

function entry({ name, declaration, doc, tags, members }) {
  const notes = tags
    .filter(({ name: tag }) => ['param', 'returns', 'throws', 'see'].includes(tag))
    .map(({ name: tag, text }) => `- **${tag}** ${text.replaceAll(/\s*\n\s*/g, ' ')}`);
  const parts = members
    .filter((member) => member.doc !== '')
    .map((member) => `- \`${member.name}\`: ${member.doc.replaceAll(/\s*\n\s*/g, ' ')}`);
  return [`### ${name}`, doc, fence(declaration), parts.join('\n'), notes.join('\n')].filter(Boolean).join('\n\n');
}

/** The page, as it should be now. */
export async function apiPage() {
  const { exportsOf, typesFrom } = sources();
  const editor = typesFrom(EXTENSION_API, 'LabelAuditApi', EDITOR);
  const all = exportsOf(CORE);
  const undocumented = [...editor, ...all.filter(({ kind }) => kind === 'function')].filter(({ doc }) => doc === '');
  if (undocumented.length > 0)
    throw new Error(`A docstring is missing for ${undocumented.map(({ name }) => name).join(', ')}.`);
  const functions = all.filter(({ kind }) => kind === 'function' || kind === 'class');
  const types = all.filter(({ kind }) => kind !== 'function' && kind !== 'class');
  return formatted(
    `# For authors of other extensions, and users of the core

Made by \`npm run docs\` from the docstrings; do not edit. A test fails while it is out of date.

## In VS Code

Name \`label-audit.label-audit\` in your manifest's \`extensionDependencies\`. Its \`activate\` returns a \`LabelAuditApi\`:

${fence(`const labelAudit = await vscode.extensions.getExtension('label-audit.label-audit').activate();
if (labelAudit.version !== 1) throw new Error('This extension knows version 1 of Label Audit only.');

// Hear of audits and decisions.
context.subscriptions.push(
  labelAudit.onDidFinishAudit(({ root, issues }) => console.log(root.fsPath, issues.length)),
  labelAudit.onDidDecide(({ what, decision }) => console.log(what, decision.kind, decision.pictures)),
);
// Read the audit that is there, or run one; the token cancels it.
const session = await labelAudit.read(folder);
const fresh = await labelAudit.run(folder, { preset: 'fast' }, token);
// Decide: the labels are edited, and the decision can be taken back.
await labelAudit.decisions.decide(session, [0], { kind: 'accept' });`)}

\`test/fixtures/second-extension\` is an extension that does all of this; the tests run it in a real VS Code. \`run\` and
\`read\` load what they need with their first call: an extension that subscribes does not slow the start of VS Code.

${editor.map(entry).join('\n\n')}

\`AuditReport\` is described in [formats.md](formats.md#reportjson).

## The core

\`${CORE}\`: confident learning over typed arrays. It reads no file and imports neither Node nor the DOM.

${functions.map(entry).join('\n\n')}

## Types of the core

${types.map(entry).join('\n\n')}
`,
    at('docs/api.md'),
  );
}
