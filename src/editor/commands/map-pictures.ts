import { basename } from 'node:path';
import * as vscode from 'vscode';
import {
  mayHaveColumns,
  openPictureMapper,
  type MappingChoice,
  type MappingCount,
  type PictureMapper,
} from '../../dataset/index.ts';
import { count } from '../host/local-numbers.ts';
import { sayInformation } from '../host/notify.ts';
import { labelText, lineOf, nameOf } from '../host/plain-text.ts';
import { SECTION } from '../host/settings/settings.ts';
import { askStep, pickStep, type StepItem } from './dialog-steps.ts';

/** So many folders are offered, those with the most pictures. */
const MOST_FOLDERS = 20;
/** So many different labels are named. */
const LABELS_SHOWN = 4;
const STEPS = 4;

/** What the user has chosen; the names are those of the settings. */
interface Mapping {
  readonly imageColumn: string;
  readonly labelColumn: string;
  readonly imageRoot?: string;
  readonly imagePattern?: string;
}

/**
 * Asks how the rows of a labels file name their pictures, with the number of pictures that each answer finds in sight, and
 * writes the answer to the settings.
 * @returns the labels file; undefined where the user gave up
 */
export async function mapPictures(given: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const uri = given ?? (await chooseLabelsFile());
  if (uri === undefined) return undefined;
  const location = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Listing pictures') };
  const mapper = await vscode.window.withProgress(location, () => openPictureMapper(uri.fsPath));
  const name = basename(uri.path);
  const mapping = await askForMapping(mapper, name);
  if (mapping === undefined) return undefined;
  const { found, named } = await mapper.count(mapping);
  await writeSettings(uri, mapping);
  const audit = vscode.l10n.t('Audit Labels');
  const message = vscode.l10n.t(
    '{0}: {1}. This is kept in the settings of the workspace.',
    nameOf(name),
    foundText({ found, named }),
  );
  void sayInformation(message, audit).then((answer) => {
    if (answer === audit) void vscode.commands.executeCommand('labelAudit.audit', uri);
  });
  return uri;
}

/** The labels file in the active editor, or one that is picked. */
async function chooseLabelsFile(): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active?.scheme === 'file' && mayHaveColumns(active.fsPath)) return active;
  const found = await vscode.workspace.findFiles(
    '**/*.{csv,tsv,jsonl,ndjson}',
    '**/{node_modules,.label-audit}/**',
    500,
  );
  const items = found
    .map((uri) => ({ uri, label: labelText(vscode.workspace.asRelativePath(uri)) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  if (items.length === 0) throw new Error(vscode.l10n.t('There is no labels file (.csv, .tsv or .jsonl) here.'));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Which labels file?') });
  return picked?.uri;
}

async function askForMapping(mapper: PictureMapper, name: string): Promise<Mapping | undefined> {
  const title = vscode.l10n.t('Locate the Pictures of {0}', nameOf(name));
  const imageColumn = await pickStep({
    ...{ title, step: 1, steps: STEPS, placeholder: vscode.l10n.t('Which column names the picture?') },
    items: mapper.columns.map((column) => ({ value: column, label: labelText(column) })),
    describe: async ({ value }, signal) => countText(await mapper.count({ imageColumn: value }, signal)),
  });
  if (imageColumn === undefined) return undefined;
  const labelColumn = await pickStep({
    ...{ title, step: 2, steps: STEPS, placeholder: vscode.l10n.t('Which column holds the label?') },
    items: mapper.columns
      .filter((column) => column !== imageColumn)
      .map((column) => ({ value: column, label: labelText(column) })),
    describe: async ({ value }) => labelsText(await mapper.values(value)),
  });
  if (labelColumn === undefined) return undefined;
  const place = await askForPlace(mapper, title, imageColumn);
  return place && { imageColumn, labelColumn, ...place };
}

type Place = Pick<MappingChoice, 'imageRoot' | 'imagePattern'>;

/** Where the pictures lie: as it was found, in a folder, or by a pattern. */
async function askForPlace(mapper: PictureMapper, title: string, imageColumn: string): Promise<Place | undefined> {
  const byItself = await mapper.count({ imageColumn });
  const [pattern = '{id}'] = byItself.patterns;
  const folders = mapper.folders
    .filter(({ path }) => path !== '.')
    .sort((a, b) => b.pictures - a.pictures)
    .slice(0, MOST_FOLDERS);
  const found: StepItem<Place> = {
    value: {},
    label: vscode.l10n.t('$(check) As found: {0}', labelText(pattern)),
    description: countText(byItself),
  };
  const typed: StepItem<Place | undefined> = { value: undefined, label: vscode.l10n.t('$(edit) Type a pattern…') };
  const picked = await pickStep<{ readonly place: Place | undefined }>({
    ...{ title, step: 3, steps: STEPS, placeholder: vscode.l10n.t('Where do the pictures lie?') },
    items: [
      ...(byItself.found > 0 ? [{ ...found, value: { place: found.value } }] : []),
      ...folders.map(({ path }) => ({ value: { place: { imageRoot: path } }, label: `$(folder) ${labelText(path)}` })),
      { ...typed, value: { place: undefined } },
    ],
    describe: async ({ value: { place } }, signal) =>
      place && countText(await mapper.count({ imageColumn, ...place }, signal)),
  });
  if (picked === undefined) return undefined;
  const { place } = picked;
  if (place !== undefined) {
    const { found: there, named } = await mapper.count({ imageColumn, ...place });
    if (there === named || place.imageRoot === undefined) return place;
  }
  const imagePattern = await askStep({
    ...{ title, step: 4, steps: STEPS },
    prompt:
      place === undefined
        ? vscode.l10n.t('Where a picture lies; {id} stands for what the row writes, e.g. images/{id}.jpg')
        : vscode.l10n.t('Where a picture lies below {0}; {id} stands for what the row writes', place.imageRoot ?? ''),
    value: place === undefined ? pattern : '{id}.jpg',
    judge: async (value, signal) => {
      const counted = await mapper.count({ imageColumn, ...place, imagePattern: value }, signal);
      return { message: countText(counted), isGood: counted.found > 0 };
    },
  });
  return imagePattern === undefined ? undefined : { ...place, imagePattern };
}

function foundText({ found, named }: Pick<MappingCount, 'found' | 'named'>): string {
  return vscode.l10n.t('{0} of {1} found', count(found), count(named));
}

/** E.g. `5,403 of 5,403 found; "1" is images/1.jpg`. */
function countText(counted: MappingCount): string {
  const { example, missing } = counted;
  const found = foundText(counted);
  if (example !== undefined && missing === undefined) {
    return vscode.l10n.t('{0}; "{1}" is {2}', found, nameOf(example.written), nameOf(example.path));
  }
  return missing === undefined ? found : vscode.l10n.t('{0}; "{1}" is not there', found, nameOf(missing));
}

/** E.g. `3 labels: cat (120), dog (80), bird (2)`. */
function labelsText(values: ReadonlyMap<string, number>): string {
  const most = [...values].sort(([, a], [, b]) => b - a).slice(0, LABELS_SHOWN);
  const listed = most.map(([label, rows]) => `${nameOf(label)} (${count(rows)})`).join(', ');
  const more = values.size > most.length ? ', …' : '';
  return lineOf(vscode.l10n.t('{0} labels: {1}', count(values.size), listed + more));
}

/** @throws Error where the labels file lies in no folder that is open: settings for all folders would be wrong there */
async function writeSettings(uri: vscode.Uri, mapping: Mapping): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder === undefined) {
    throw new Error(
      vscode.l10n.t('{0} lies in no folder that is open. Open its folder, then try again.', basename(uri.path)),
    );
  }
  const isOneOfSeveral = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  const target = isOneOfSeveral ? vscode.ConfigurationTarget.WorkspaceFolder : vscode.ConfigurationTarget.Workspace;
  const settings = vscode.workspace.getConfiguration(SECTION, uri);
  const { imageColumn, labelColumn, imageRoot, imagePattern } = mapping;
  for (const [name, value] of Object.entries({ imageColumn, labelColumn, imageRoot, imagePattern })) {
    const { defaultValue } = settings.inspect(name) ?? {};
    const now = settings.get(name);
    if ((value ?? defaultValue) !== now) await settings.update(name, value, target);
  }
}
