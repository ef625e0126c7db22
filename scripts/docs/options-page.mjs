// docs/options.md: the options of the command line, from commander, and the settings of VS Code, from package.json.
import { readFile } from 'node:fs/promises';
import { loadCommandLine } from './command-line.mjs';
import { code, prose, sentenceList, table } from './markdown.mjs';
import { at } from './sources.mjs';

/** Options that so many commands share, or more, are told once. */
const SHARED = 4;

/** Titles of those sections, by an option in them: the commands that share them change. */
const SHARED_TITLES = {
  '--preset': 'How a data set is read and its pictures are seen',
  '--model': 'How a model is trained',
  '--calibrate': 'How label issues are found',
  '--filter-by': 'How label issues are chosen and ranked',
  '--prune': 'Which labels to change',
  '--labels': 'Arrays',
};

/** What the tables do not say of a command. */
const NOTES = {
  audit: `Decoded pictures and finished folds are kept in the [cache](files.md#the-cache): a second audit decodes what has changed, and
one that was stopped goes on with the folds that it had finished, to the same result.`,
  fix: `Say \`--prune\` or \`--relabel\`, and which rows: \`--all\`, \`--worst\`, \`--below\` or \`--reviewed\`. With \`--reviewed\`, first \`--relabel\`
and then \`--prune\` do what people decided in \`reviews.csv\`. Splits named test are never changed, and labels that a review keeps
are not either. Changes made in place are noted in \`reviews.csv\`; both files are written, or neither. Class folders get a
\`labels.csv\`; no picture is moved or removed.`,
  compare: `Trains the same model with the same settings and seeds on the given and on the cleaned training rows, and tests both on the same
rows. It prints both accuracies, their difference with a 95% interval (a paired bootstrap over test pictures and repeats), the
accuracy of each class, both confusion matrices and how many classes got better, and writes \`compare.json\`. Settings are the last
audit's unless the command line says others. \`--early-stopping 0.15 --patience 5\` stops both sides by held-out training rows
instead of after a fixed number of epochs.`,
  features: `float32, one row per picture that can be read, in the order of the data set; what can't be read is named. Given back with \`--features\`, to an audit with the
same preset, they lead to the very same list. Where a picture stands in several splits, \`F.paths.csv\` names the split of each row, too. A file that is there is not written over.`,
  plan: `Reads the data set and writes a folder that the tasks share: [distributed.md](distributed.md) tells what lies in it, and how tasks are run. The plan's id is a
hash of settings, seed, data, versions and tasks; the same plan again changes nothing, and goes on with what is done. With \`--model auto\` the first task chooses, and tasks of a
network do nothing where features are chosen.`,
  task: `Does a task once: where it is done, nothing happens. Exit code 3 means that it would fail again (bad input, another version of Node, a damaged plan); after any
other it may be started again.`,
  merge: `What follows training is the audit of one machine, so that report and arrays are the same as there. Results that are missing, damaged or of another plan are named.`,
  status: `Needs nothing but the folder: whoever started the run may be gone.`,
  check: `Uses the last audit's probabilities where pictures and settings are unchanged, even where labels have changed since, and trains anew
otherwise. A job for GitHub Actions is in [continuous-integration.md](continuous-integration.md).`,
};

/** An option as it is told: [flags, meaning, default]. */
function optionRow({ flags, description, argChoices, defaultValue, mandatory }) {
  const said = / \(default: (.+)\)$/.exec(description);
  const meaning = said ? description.slice(0, said.index) : description;
  const choices = argChoices ? ` (${argChoices.map(code).join(', ')})` : '';
  const isFlag = typeof defaultValue === 'boolean';
  const fallback = mandatory
    ? 'required'
    : (said?.[1] ?? (defaultValue === undefined || isFlag ? '' : code(String(defaultValue))));
  return [code(flags), prose(`${meaning}${choices}`), prose(fallback)];
}

const optionsTable = (options) => table(['Option', 'Meaning', 'Default'], options.map(optionRow));

/** A heading's address as GitHub makes it. */
const anchor = (title) =>
  title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

/** The title of a group of options, where one of them has one. */
function titled(group) {
  const option = [...group.values()].find(({ long }) => long in SHARED_TITLES);
  return option && SHARED_TITLES[option.long];
}

function commandSections(commands) {
  const users = new Map();
  for (const command of commands) {
    for (const option of command.options) {
      const key = JSON.stringify(optionRow(option));
      users.set(key, [...(users.get(key) ?? []), command.name()]);
    }
  }
  const usersOf = (option) =>
    users
      .get(JSON.stringify(optionRow(option)))
      .toSorted()
      .join(' ');
  const groups = new Map();
  for (const option of commands.flatMap((command) => command.options)) {
    const names = usersOf(option);
    const group = groups.get(names) ?? new Map();
    groups.set(names, group.set(JSON.stringify(optionRow(option)), option));
  }
  const shared = [...groups].filter(([names, group]) => names.includes(' ') && group.size >= SHARED);
  const titleOf = (names) => titled(groups.get(names)) ?? `Shared by ${sentenceList(names.split(' '))}`;
  const isShared = (option) => shared.some(([names]) => names === usersOf(option));

  const own = commands.map((command) => {
    const operands = command.registeredArguments;
    const usage = `label-audit ${command.name()}${operands.map(({ _name, required }) => (required ? ` <${_name}>` : ` [${_name}]`)).join('')}`;
    const also = shared.filter(([names]) => names.split(' ').includes(command.name()));
    const links = also.map(([names]) => `[${titleOf(names)}](#${anchor(titleOf(names))})`);
    const rest = command.options.filter((option) => !isShared(option));
    return `### label-audit ${command.name()}

    ${usage} [options]

${prose(command.description())}

${operands.map(({ _name, description }) => `\`<${_name}>\` is ${prose(description)}.`).join('\n')}

${NOTES[command.name()] ?? ''}

${rest.length > 0 ? optionsTable(rest) : ''}

${links.length > 0 ? `Also: ${sentenceList(links)}.` : ''}`;
  });
  const common = shared.map(
    ([names, group]) => `### ${titleOf(names)}

Options of ${sentenceList(
      commands
        .map((command) => command.name())
        .filter((name) => names.split(' ').includes(name))
        .map(code),
    )}.

${optionsTable([...group.values()])}`,
  );
  return [...own, ...common].join('\n\n');
}

/** What a setting may be, in words. */
function values({ type, enum: choices, enumDescriptions, minimum, exclusiveMinimum, maximum }, text) {
  if (choices) {
    const each = choices.map((choice, i) => `  - ${code(choice)}: ${prose(text(enumDescriptions[i]))}`);
    return `One of\n${each.join('\n')}`;
  }
  const types = [type].flat();
  if (types.includes('boolean')) return '`true` or `false`.';
  if (types.includes('string')) return 'Text.';
  if (types.includes('array')) return 'A list of texts.';
  const from = exclusiveMinimum === undefined ? `from ${minimum}` : `above ${exclusiveMinimum}`;
  return `A ${types.includes('integer') ? 'whole number' : 'number'} ${from} to ${maximum}.`;
}

/** `labelAudit.imageSize` as a flag, where a command has it. */
function flagOf(name, commands) {
  const wanted = `--${name.split('.')[1].replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const known = commands.flatMap((command) => command.options).some((option) => option.long === wanted);
  return known ? wanted : undefined;
}

/** A list rather than a table: what a setting means takes a sentence or three. */
function settingsList(manifest, words, commands) {
  const text = (key) => words[/^%(.+)%$/.exec(key)?.[1]] ?? key;
  const settings = Object.entries(manifest.contributes.configuration.properties).sort(
    ([, a], [, b]) => a.order - b.order,
  );
  const restricted = new Set(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations);
  const lines = settings.map(([name, setting]) => {
    const empty = (setting.default ?? '') === '';
    const flag = flagOf(name, commands);
    const facts = [
      `Default ${empty ? 'empty' : code(String(setting.default))}`,
      ...(flag ? [`on the command line ${code(flag)}`] : []),
    ];
    return `- **${code(name)}**${restricted.has(name) ? ' †' : ''}: ${prose(text(setting.markdownDescription))} ${facts.join('; ')}. ${values(setting, text)}`;
  });
  return lines.join('\n');
}

/** The page, as it should be now. */
export async function optionsPage() {
  const manifest = JSON.parse(await readFile(at('package.json'), 'utf8'));
  const words = JSON.parse(await readFile(at('package.nls.json'), 'utf8'));
  const { commands } = await loadCommandLine();
  return `# Options and settings

Made by \`npm run docs\` from the command line's own help and from package.json; do not edit. A test fails while it is out of date.

## Command line

The examples say \`label-audit\` for \`node dist/cli.mjs\`; \`npm link\` makes that name a command. \`label-audit --help\` and
\`label-audit <command> --help\` print what stands here. What the exit codes mean, and what goes to stdout, is in
[formats.md](formats.md).

${commandSections(commands)}

## Settings in VS Code

Settings marked † are not taken from a workspace that you don't trust.

${settingsList(manifest, words, commands)}
`;
}
