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

\`activate\` of the extension returns a \`LabelAuditApi\`:

${fence(`const labelAudit = vscode.extensions.getExtension<LabelAuditApi>('label-audit.label-audit');
const { store, restored } = await labelAudit.activate();
await restored;
for (const { root, issues } of store.sessions) console.log(root.fsPath, issues.length);`)}

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
