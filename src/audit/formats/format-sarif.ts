import { isAbsolute, join, relative, sep } from 'node:path';
import { indexLabels, readLabelsFile, relabelEdits, type LabelsIndex } from '../../dataset/index.ts';
import { sha256 } from '../../files/index.ts';
import { finePercent } from '../../numbers/index.ts';
import { formatJson } from '../report/format-json.ts';
import { printable } from '../wording/printable.ts';
import type { AuditReport, LabelIssue } from '../report/types.ts';
import { whySentence } from '../report/why-words.ts';
import { VERSION } from '../report/version.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const RULE = 'label-issue';
const METHOD = 'https://doi.org/10.1613/jair.1.12125';

/** The labels file as it is now. */
interface LabelsSource {
  readonly text: string;
  readonly index: LabelsIndex;
  /** Offsets of the line starts. */
  readonly lines: readonly number[];
  readonly uri: string;
}

/**
 * The label issues as SARIF 2.1.0: one result for each flagged row, at its label cell, with the suggestion as a fix. Where
 * labels come from class folders the result is at the picture. What is wrong in the data set itself is told by
 * notifications of the run.
 *
 * @param labelsText the labels file as it is now; rows are found again by path. Absent for class folders.
 * @param base the folder that addresses are relative to, where the data set lies inside it; else they are relative to the
 *   data set's root
 */
export function formatSarif(
  report: AuditReport,
  { labelsText, base }: { readonly labelsText?: string; readonly base: string },
): string {
  const { root, labelsFile } = report.dataset;
  const address = addressIn(root, base);
  const why = whySentence(report, (label) => `"${plain(label)}"`);
  const source = labelsText === undefined ? undefined : sourceOf(labelsText, address(labelsFile ?? ''), report);
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Label Audit', semanticVersion: VERSION, informationUri: METHOD, rules: [rule()] } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            endTimeUtc: report.createdAt,
            toolExecutionNotifications: report.problems.map(({ path, message, kind }) => ({
              level: kind === 'conflicting-duplicates' ? 'error' : 'warning',
              descriptor: { id: kind },
              message: { text: plain(message) },
              locations: [{ physicalLocation: { artifactLocation: { uri: address(path) } } }],
            })),
          },
        ],
        results: report.issues.map((issue, rank) =>
          result(issue, why(issue), [rank, report.issues.length], source, address),
        ),
      },
    ],
  };
  return formatJson(log);
}

/** The SARIF log of a report, with the labels file read from disk. */
export async function sarifReport(report: AuditReport, base: string): Promise<string> {
  const { root, labelsFile } = report.dataset;
  const labelsText = labelsFile === undefined ? undefined : (await readLabelsFile(join(root, labelsFile))).text;
  return formatSarif(report, { labelsText, base });
}

/** Text of a data set in a message, where SARIF makes links of `[x](y)` and placeholders of `{0}` (sections 3.11.5, 3.11.6). */
function plain(text: string): string {
  // Escaped at its end, a link can't begin in another name either.
  return printable(text)
    .replaceAll('](', '\\](')
    .replace(/\{(\d+)\}/g, '{{$1}}');
}

function rule(): object {
  const text = 'A label that is probably wrong: a model that never saw the picture is sure of another class.';
  return {
    id: RULE,
    name: 'LabelIssue',
    shortDescription: { text: 'Probably wrong label' },
    fullDescription: { text },
    help: {
      text: `${text} Look at the picture, then accept the suggestion, choose another label, remove the row, or keep the label. Method: confident learning, ${METHOD}`,
    },
    helpUri: METHOD,
    defaultConfiguration: { level: 'warning' },
  };
}

function sourceOf(text: string, uri: string, { options }: AuditReport): LabelsSource | undefined {
  const { imageColumn, labelColumn, splitColumn } = options;
  const index = indexLabels(text, { imageColumn, labelColumn, splitColumn });
  if (!index.ok) return undefined;
  const lines = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.push(at + 1);
  return { text, index, lines, uri };
}

function result(
  issue: LabelIssue,
  why: string,
  [rank, total]: readonly [number, number],
  source: LabelsSource | undefined,
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
  } = issue;
  const [given, suggested] = [givenLabel, suggestedLabel].map(plain);
  const looks = givenLabel === suggestedLabel ? 'may be wrong' : `looks like "${suggested}"`;
  const percents = `model: ${finePercent(suggestedProbability)} ${suggested}, ${finePercent(givenProbability)} ${given}`;
  const reason = nearest.length === 0 ? '' : ` ${why}`;
  const row = source?.index.rowOf(path) ?? -1;
  const picture = { artifactLocation: { uri: address(path) } };
  return {
    ruleId: RULE,
    ruleIndex: 0,
    level: 'warning',
    message: { text: `${plain(path)}: "${given}" ${looks} (${percents}).${reason}` },
    rank: total < 2 ? 100 : Math.round((10_000 * (total - 1 - rank)) / (total - 1)) / 100,
    locations: [{ physicalLocation: source && row >= 0 ? cellLocation(source, row) : picture }],
    ...(source ? { relatedLocations: [{ id: 1, physicalLocation: picture, message: { text: 'The picture' } }] } : {}),
    partialFingerprints: { 'labelIssue/v1': fingerprint(path, givenLabel) },
    ...fixesOf(issue, source, row),
    properties: {
      ...{ labelQuality, givenLabel, suggestedLabel, givenProbability, suggestedProbability },
      ...(split === undefined ? {} : { split }),
    },
  };
}

function cellLocation({ uri, index, lines }: LabelsSource, row: number): object {
  const region = regionOf(lines, index.labelStarts[row], index.labelEnds[row]);
  return { artifactLocation: { uri }, region };
}

/** The change of the label cell alone; none where the label has become another, or is the suggested one. */
function fixesOf(issue: LabelIssue, source: LabelsSource | undefined, row: number): object {
  if (source === undefined || row < 0 || source.index.label(row) !== issue.givenLabel) return {};
  const { uri, text, index, lines } = source;
  const edits = relabelEdits(text, index, [row], issue.suggestedLabel);
  if (edits.length === 0) return {};
  const replacements = edits.map(({ start, end, text: inserted }) => ({
    deletedRegion: regionOf(lines, start, end),
    insertedContent: { text: inserted },
  }));
  const description = { text: `Change the label to "${plain(issue.suggestedLabel)}"` };
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
