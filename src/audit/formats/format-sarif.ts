import { isAbsolute, join, relative, sep } from 'node:path';
import { columnNamesOf, readLabels, splitOfFile } from '../../dataset/index.ts';
import { sha256 } from '../../files/index.ts';
import { finePercent } from '../../numbers/index.ts';
import { formatJson } from '../report/format-json.ts';
import { pictureKey } from '../report/picture-keys.ts';
import { rowPathFinders } from '../report/row-paths.ts';
import { printable } from '../wording/printable.ts';
import type { AuditReport, LabelIssue } from '../report/types.ts';
import { weaknessSentences } from '../report/words/weak-words.ts';
import { checkLines, setWords } from '../report/words/check-words.ts';
import { changesText } from '../report/words/set-words.ts';
import { whySentence } from '../report/words/why-words.ts';
import { VERSION } from '../report/version.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const RULE = 'label-issue';
/** Of the notification that says that the model is too weak to judge. */
const WEAK = 'weak-model';
/** The pictures of a check that a notification points at. */
const MOST_LOCATIONS = 100;
const METHOD = 'https://doi.org/10.1613/jair.1.12125';

/** A labels file as it is now. */
export type SarifLabels = Pick<Awaited<ReturnType<typeof readLabels>>, 'rows' | 'text'> & {
  /** Its name, in the data set's root. */
  readonly name: string;
};

/** A row of a labels file. */
interface RowPlace {
  readonly labels: SarifLabels;
  readonly row: number;
  /** Offsets of the file's line starts. */
  readonly lines: readonly number[];
  readonly uri: string;
}

/**
 * The label issues as SARIF 2.1.0: one result for each flagged row, at its label cell, with the suggestion as a fix. Where
 * labels come from class folders the result is at the picture. What is wrong in the data set itself is told by
 * notifications of the run.
 *
 * @param labels the labels files as they are now; rows are found again by picture and split. Empty for class folders.
 * @param base the folder that addresses are relative to, where the data set lies inside it; else they are relative to the
 *   data set's root
 */
export function formatSarif(
  report: AuditReport,
  { labels = [], base }: { readonly labels?: readonly SarifLabels[]; readonly base: string },
): string {
  const { root } = report.dataset;
  const address = addressIn(root, base);
  const named = (label: string): string => `"${plain(label)}"`;
  const why = whySentence(report, named);
  const weakness = weaknessSentences(report, named);
  const level = weakness.length > 0 ? 'note' : 'warning';
  const placeOf = rowPlaces(report, labels, address);
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'Label Audit', semanticVersion: VERSION, informationUri: METHOD, rules: [rule(level)] },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            endTimeUtc: report.createdAt,
            toolExecutionNotifications: [
              ...(weakness.length > 0
                ? [{ level: 'warning', descriptor: { id: WEAK }, message: { text: weakness.join(' ') } }]
                : []),
              ...report.problems.map(({ path, message, kind }) => ({
                level: kind === 'conflicting-duplicates' ? 'error' : 'warning',
                descriptor: { id: kind },
                message: { text: plain(message) },
                locations: [{ physicalLocation: { artifactLocation: { uri: address(path) } } }],
              })),
              ...checkLines(report).map(({ name, level, text, pictures, sets, findings }) => ({
                level,
                descriptor: { id: name },
                message: {
                  text: plain(
                    [
                      `${text}.`,
                      ...findings,
                      ...sets.slice(0, MOST_SETS).map((set) => setWords(set, MOST_MEMBERS)),
                    ].join(' '),
                  ),
                },
                locations: [...pictures, ...sets.flatMap(({ members }) => members)]
                  .slice(0, MOST_LOCATIONS)
                  .map(({ path }) => ({ physicalLocation: { artifactLocation: { uri: address(path) } } })),
              })),
            ],
          },
        ],
        results: report.issues.map((issue, rank) =>
          result(issue, { why: why(issue), level }, [rank, report.issues.length], placeOf, address),
        ),
      },
    ],
  };
  return formatJson(log);
}

/** The SARIF log of a report, with the labels files read from disk. */
export async function sarifReport(report: AuditReport, base: string): Promise<string> {
  const {
    root,
    layout,
    labelsFile,
    labelsFiles = labelsFile === undefined ? [] : [{ name: labelsFile }],
  } = report.dataset;
  const columns = columnNamesOf(report.options);
  const labels: SarifLabels[] = [];
  // Parquet has no lines that could be pointed at: results are at the pictures.
  for (const { name } of layout === 'parquet' ? [] : labelsFiles) {
    labels.push({
      name,
      ...(await readLabels(join(root, name), columns)),
    });
  }
  return formatSarif(report, { labels, base });
}

/** Sets that a message tells of. */
const MOST_SETS = 20;

/** Pictures of a set that it names. */
const MOST_MEMBERS = 6;

/** Text of a data set in a message, where SARIF makes links of `[x](y)` and placeholders of `{0}` (sections 3.11.5, 3.11.6). */
function plain(text: string): string {
  // Escaped at its end, a link can't begin in another name either.
  return printable(text)
    .replaceAll('](', '\\](')
    .replace(/\{(\d+)\}/g, '{{$1}}');
}

/** How results are levelled: what a model that is too weak to judge disagrees with is no warning. */
type Level = 'warning' | 'note';

function rule(level: Level): object {
  const text =
    level === 'warning'
      ? 'A label that is probably wrong: a model that never saw the picture is sure of another class.'
      : 'A label that a model disagrees with which is too weak to judge labels: either may be wrong.';
  return {
    id: RULE,
    name: 'LabelIssue',
    shortDescription: { text: level === 'warning' ? 'Probably wrong label' : 'Label that a weak model disagrees with' },
    fullDescription: { text },
    help: {
      text: `${text} Look at the picture, then accept the suggestion, choose another label, remove the row, or keep the label. Method: confident learning, ${METHOD}`,
    },
    helpUri: METHOD,
    defaultConfiguration: { level },
  };
}

/** Finds the row that a flagged picture stands in now: in its split, where it stands in several. */
function rowPlaces(
  report: AuditReport,
  labels: readonly SarifLabels[],
  address: (path: string) => string,
): (issue: LabelIssue) => RowPlace | undefined {
  if (labels.length === 0) return () => undefined;
  const known = new Set(report.paths);
  const finders = rowPathFinders(report, known);
  const repeated = new Set((report.repeated ?? []).map(({ index }) => report.paths[index]));
  const places = new Map<string, readonly [file: number, row: number]>();
  labels.forEach(({ rows, name }, file) => {
    const fileSplit = rows.columnNames.split === undefined ? (splitOfFile(name) ?? '') : '';
    for (let row = 0; row < rows.count; row++) {
      const split = rows.split(row) || fileSplit;
      const path = rows.label(row) === '' ? undefined : finders[file](rows.written(row), split);
      if (path === undefined || !known.has(path)) continue;
      const key = repeated.has(path) ? pictureKey(path, split) : path;
      if (!places.has(key)) places.set(key, [file, row]);
    }
  });
  const lines = labels.map(({ text }) => lineStarts(text));
  return ({ path, split }) => {
    const found = places.get(repeated.has(path) ? pictureKey(path, split) : path);
    if (found === undefined) return undefined;
    const [file, row] = found;
    return { labels: labels[file], row, lines: lines[file], uri: address(labels[file].name) };
  };
}

function lineStarts(text: string): number[] {
  const lines = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.push(at + 1);
  return lines;
}

function result(
  issue: LabelIssue,
  { why, level }: { readonly why: string; readonly level: Level },
  [rank, total]: readonly [number, number],
  placeOf: (issue: LabelIssue) => RowPlace | undefined,
  address: (path: string) => string,
): object {
  const {
    path,
    givenLabel,
    suggestedLabel,
    suggestedProbability,
    givenProbability,
    labelQuality,
    split,
    nearest = [],
    changes,
  } = issue;
  const [given, suggested] = [givenLabel, suggestedLabel].map(plain);
  const doubt =
    givenLabel === suggestedLabel
      ? `"${given}" may be wrong`
      : level === 'warning'
        ? `"${given}" looks like "${suggested}"`
        : `the model takes "${given}" for "${suggested}"`;
  const percents = `model: ${finePercent(suggestedProbability)} ${suggested}, ${finePercent(givenProbability)} ${given}`;
  const reason = nearest.length === 0 ? '' : ` ${why}`;
  const said =
    changes === undefined
      ? `${doubt} (${percents}).${reason}`
      : `"${given}": ${changesText(changes, (label) => `"${plain(label)}"`)}.`;
  const place = placeOf(issue);
  const picture = { artifactLocation: { uri: address(path) } };
  return {
    ruleId: RULE,
    ruleIndex: 0,
    level,
    message: { text: `${plain(path)}: ${said}` },
    rank: total < 2 ? 100 : Math.round((10_000 * (total - 1 - rank)) / (total - 1)) / 100,
    locations: [{ physicalLocation: place ? cellLocation(place) : picture }],
    ...(place ? { relatedLocations: [{ id: 1, physicalLocation: picture, message: { text: 'The picture' } }] } : {}),
    partialFingerprints: { 'labelIssue/v1': fingerprint(path, givenLabel) },
    ...fixesOf(issue, place),
    properties: {
      ...{ labelQuality, givenLabel, suggestedLabel, givenProbability, suggestedProbability },
      ...(split === undefined ? {} : { split }),
    },
  };
}

/** The label's cell, or the row where no place of its own can be told. */
function cellLocation({ uri, labels: { rows }, row, lines }: RowPlace): object {
  const { start, end } = rows.labelSpan?.(row) ?? { start: rows.rowStarts[row], end: rows.rowEnds[row] };
  return { artifactLocation: { uri }, region: regionOf(lines, start, end) };
}

/** The change of the label cell alone; none where the label has become another, or is the suggested one. */
function fixesOf(issue: LabelIssue, place: RowPlace | undefined): object {
  if (place === undefined || place.labels.rows.label(place.row) !== issue.givenLabel) return {};
  const { uri, labels, row, lines } = place;
  const edits = labels.rows.edits?.(new Map([[row, issue.suggestedLabel]])) ?? [];
  if (edits.length === 0) return {};
  const replacements = edits.map(({ start, end, text: inserted }) => ({
    deletedRegion: regionOf(lines, start, end),
    insertedContent: { text: inserted },
  }));
  const what = issue.changes === undefined ? 'label' : 'labels';
  const description = { text: `Change the ${what} to "${plain(issue.suggestedLabel)}"` };
  return { fixes: [{ description, artifactChanges: [{ artifactLocation: { uri }, replacements }] }] };
}

/** 1-based lines and columns, in UTF-16 units; the end is just after the last character. */
function regionOf(lines: readonly number[], start: number, end: number): object {
  const [startLine, startColumn] = position(lines, start);
  const [endLine, endColumn] = position(lines, end);
  return { startLine, startColumn, endLine, endColumn };
}

function position(lines: readonly number[], offset: number): [number, number] {
  let low = 0;
  for (let high = lines.length - 1; low < high;) {
    const middle = (low + high + 1) >>> 1;
    if (lines[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return [low + 1, offset - lines[low] + 1];
}

/** The same issue in another commit has the same fingerprint, even if its row has moved. */
function fingerprint(path: string, label: string): string {
  return sha256(`${path}\0${label}`).slice(0, 32);
}

/** Addresses relative to the base, where the data set lies inside it; else relative to the data set. */
function addressIn(root: string, base: string): (path: string) => string {
  const inside = relative(base, root);
  const apart = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  const prefix = apart || inside === '' ? [] : inside.split(sep);
  // A relative address must not begin with something that looks like a scheme: `a:b.png`.
  const encoded = (name: string): string => encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd'));
  return (path) => [...prefix, ...path.split('/')].map(encoded).join('/');
}
