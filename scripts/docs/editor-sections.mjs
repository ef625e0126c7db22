// The tables of docs/editor.md: the commands and their keys, from package.json; the panel's keys, from its own dialog.
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { prose, table } from './markdown.mjs';
import { at, PANEL_STRINGS, ROOT } from './sources.mjs';

/** What each command does. A command without a line here is an error. */
const MEANINGS = {
  'labelAudit.audit': 'finds the data sets of the workspace and audits one',
  'labelAudit.auditWithPredictions': "takes your model's out-of-sample probabilities (`.npy`), and skips training",
  'labelAudit.auditOnCluster':
    'hands the audit to Slurm or Kubernetes, follows it (also after the window was closed) and opens its report, see [distributed.md](distributed.md)',
  'labelAudit.labelNext':
    'chooses which pictures without a label to label next (an empty cell, or a folder `unlabelled/` among class folders), shows them one by one with suggestions, and writes each label with one key, see [layouts.md](layouts.md#pictures-without-a-label)',
  'labelAudit.createLabelsFile': 'writes a labels file for one folder per class; the folders stay as they are',
  'labelAudit.mapPictures':
    'asks how the rows of a labels file name their pictures, with the number found in sight, and keeps the answer in the settings',
  'labelAudit.showPanel': 'opens the panel beside the code',
  'labelAudit.nextIssue': 'goes to the next flagged row of `labels.csv`',
  'labelAudit.previousIssue': 'goes to the one before',
  'labelAudit.clear': 'forgets the audit that is shown; its files stay',
  'labelAudit.openLastAudit':
    'opens the audit that stands in a folder of the workspace again, after it was cleared say',
  'labelAudit.openSample': 'copies 300 real handwritten digits, 18 of them with a wrong label, to where you choose',
  'labelAudit.installNative': 'makes training use native TensorFlow',
  'labelAudit.removeNative': 'goes back to WebAssembly, and takes away what was installed',
  'labelAudit.installGpu':
    'makes training use the graphics card, where that is right and faster, see [below](#gpu-training)',
  'labelAudit.removeGpu': 'trains without the graphics card again, and takes away what was installed',
  'labelAudit.fixLabels': "opens the panel's Fix tab, which prunes or relabels many at once",
  'labelAudit.compare': 'trains on both and tests them on the same untouched pictures, in the background',
  'labelAudit.copySummary':
    'copies what was decided since the audit, by whom and in which time, as Markdown for a pull request',
  'labelAudit.exportReport': 'writes the report for people or for other tools: see [formats.md](formats.md)',
};

const keyText = (key) =>
  key
    .split('+')
    .map((part) => part[0].toUpperCase() + part.slice(1))
    .join('+');

async function commandsTable() {
  const manifest = JSON.parse(await readFile(at('package.json'), 'utf8'));
  const words = JSON.parse(await readFile(at('package.nls.json'), 'utf8'));
  const { commands, keybindings, menus } = manifest.contributes;
  // Those of menus alone are no one's to look up.
  const hidden = new Set(menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command));
  const listed = commands.filter(({ command }) => !hidden.has(command));
  const rows = listed.map(({ command, title }) => {
    const meaning = MEANINGS[command];
    if (meaning === undefined) throw new Error(`Say in scripts/docs/editor-sections.mjs what ${command} does.`);
    const keys = keybindings.filter((binding) => binding.command === command);
    const shown = keys.map(({ key, mac }) => `${keyText(key)} (Mac: ${keyText(mac)})`);
    const name = words[title.slice(1, -1)];
    if (name === undefined) throw new Error(`Write the title ${title} of ${command} into package.nls.json.`);
    return [`**${name}**`, prose(meaning), shown.join(', ')];
  });
  return table(['Command', 'What it does', 'Key'], rows);
}

/** The keys as the panel's own dialog lists them. */
async function keysTable() {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [PANEL_STRINGS],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'warning',
  });
  const { STRINGS } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`
  );
  return table(
    ['Keys', 'What they do'],
    STRINGS.keys.rows.map(([keys, what]) => [keys.map((key) => `<kbd>${key}</kbd>`).join(' '), prose(what)]),
  );
}

/** @returns {Promise<Record<string, string>>} Markdown by section */
export async function editorSections() {
  return { commands: await commandsTable(), keys: await keysTable() };
}
