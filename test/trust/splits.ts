import fc from 'fast-check';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { comparedRows } from '../../src/audit/compare/compared-rows.ts';
import { prepareFix } from '../../src/audit/remediation/fix-dataset.ts';
import { writeFix } from '../../src/audit/remediation/write-fix.ts';
import { planRemediation } from '../../src/audit/remediation/plan-remediation.ts';
import type { RemediationOptions, RowChange } from '../../src/audit/remediation/plan.ts';
import { parseReviews } from '../../src/audit/remediation/reviews.ts';
import type { AuditReport } from '../../src/audit/report/types.ts';
import { DatasetError } from '../../src/dataset/dataset-error.ts';
import { readDataset } from '../../src/dataset/read-dataset.ts';
import { rowPathFinders } from '../../src/audit/report/row-paths.ts';
import { readLiveRows, type LiveRows } from '../../src/editor/labels/live-rows.ts';
import { changesByRow, indexRows } from '../../src/editor/labels/plan-rows.ts';
import { readLabelsHeader } from '../../src/editor/labels/row-layout.ts';
import type { ScannedRow } from '../../src/editor/labels/scan-row.ts';
import { trackPictures } from '../../src/editor/labels/tracked-pictures.ts';
import { InputError } from '../../src/files/input-error.ts';
import { isOneClearLine, runCommand } from './cli-run.ts';
import {
  auditData,
  LABELS,
  splitData,
  TEST_SPLITS,
  textOf,
  textsOnDisk,
  type SplitData,
  type SplitFile,
  type SplitRow,
} from './splits-data.ts';
import { tryCases } from './tries.ts';
import type { TrustContext, TrustRow, TrustSuite } from './types.ts';

/** A row of another split was touched, or a decision by hand changed more than its own row. */
class SplitFailure extends Error {
  readonly bytesLost: number;
  constructor(what: string, bytesLost = 0) {
    super(what);
    this.bytesLost = bytesLost;
  }
}

type Plan = Pick<RemediationOptions, 'by' | 'action' | 'splits'> & { readonly share: number };

const plan: fc.Arbitrary<Plan> = fc.record({
  by: fc.constantFrom('all', 'worst', 'below'),
  action: fc.constantFrom('prune', 'relabel'),
  splits: fc.option(fc.subarray(['train', 'val'], { minLength: 1 }), { nil: undefined }),
  share: fc.constantFrom(0.3, 1),
});

/** A person's decision on the picture of a row, with or without its split, as reviews.csv may have it. */
interface Decided {
  readonly row: number;
  readonly decision: 'kept' | 'relabelled' | 'removed';
  readonly label: string;
  readonly withSplit: boolean;
}
const decided: fc.Arbitrary<Decided> = fc.record({
  row: fc.nat(30),
  decision: fc.constantFrom('kept', 'relabelled', 'removed'),
  label: fc.constantFrom(...LABELS),
  withSplit: fc.boolean(),
});

function reviewsText({ rows }: SplitData, decisions: readonly Decided[]): string {
  const lines = decisions.map(({ row, decision, label, withSplit }) => {
    const { path, label: own, split } = rows[row % rows.length];
    return `${path},${decision === 'relabelled' ? label : own},${decision},2026-01-01,${withSplit ? split : ''}`;
  });
  return `path,label,decision,date,split\n${lines.join('\n')}\n`;
}

function optionsOf({ by, action, splits, share }: Plan, reviews?: string): RemediationOptions {
  return {
    ...{ by, action, splits, minExamplesPerClass: 0, minConfidence: 0 },
    ...(by === 'worst' ? { share } : by === 'below' ? { threshold: 0.5 } : {}),
    ...(reviews === undefined ? {} : { reviews: parseReviews(reviews) }),
  };
}

/** The same plan of the splits that there are: of another, `fix` refuses. */
function ofSplitsThere(plan: Plan, { rows }: SplitData): Plan {
  const present = new Set(rows.map(({ split }) => split));
  const splits = plan.splits?.filter((name) => present.has(name));
  return { ...plan, splits: splits?.length === 0 ? undefined : splits };
}

/** Whether a plan may change a row at all. */
function mayChange({ split }: SplitRow, { splits }: Pick<RemediationOptions, 'splits'>): boolean {
  return splits === undefined ? !TEST_SPLITS.has(split) : splits.includes(split);
}

const idOf = (line: string): string | undefined => /row-\d+/.exec(line)?.[0];

/** The rows that are not byte for byte as they were; all that may not change must be. */
function changedRows(data: SplitData, after: readonly string[], may: (row: SplitRow) => boolean): SplitRow[] {
  return data.files.flatMap((file, i) => {
    const lines = after[i].split(file.end);
    if ((file.header !== undefined && lines.shift() !== file.header) || lines.pop() !== '') {
      throw new SplitFailure(`the header or the end of ${file.name} was changed`);
    }
    const byId = new Map(lines.map((line) => [idOf(line), line]));
    const order = lines.map(idOf);
    const stayed = file.rows.map(({ id }) => id).filter((id) => byId.has(id));
    if (order.join() !== stayed.join()) throw new SplitFailure(`the rows are others: ${order.join()}`);
    const changed = file.rows.filter(({ id, line }) => byId.get(id) !== line);
    const touched = changed.find((row) => !may(row));
    if (touched) throw new SplitFailure(`a row was touched that may not be: ${touched.line}`, touched.line.length);
    return changed;
  });
}

/** Where a row stands, such as `train.csv 3`. */
function placeOf({ files }: SplitData, row: SplitRow): string {
  const file = files.find(({ rows }) => rows.includes(row))!;
  return `${file.name} ${file.rows.indexOf(row) + 1}`;
}

/** Where the rows of a change stand. */
function placesOf({ files }: SplitData, { file = files[0].name, rows = [] }: RowChange): string[] {
  return rows.map((row) => `${file} ${row}`);
}

interface PlanCase {
  readonly data: SplitData;
  readonly plan: Plan;
  readonly decisions: readonly Decided[];
}
const planCase: fc.Arbitrary<PlanCase> = fc.record({
  data: splitData,
  plan,
  decisions: fc.array(decided, { maxLength: 4 }),
});

/** A split that was audited is the only one that an audit's plan may change, and never a test split. */
function mayPlan(data: SplitData, options: RemediationOptions): (row: SplitRow) => boolean {
  return (row) => mayChange(row, options) && (data.audited === undefined || data.audited.includes(row.split));
}

async function checkFix(root: string, { data, plan: wanted, decisions }: PlanCase): Promise<void> {
  const report = await auditData(root, data);
  if (report === undefined) return;
  const options = optionsOf(ofSplitsThere(wanted, data), reviewsText(data, decisions));
  const fix = await prepareFix(root, report, options);
  await writeFix(fix);
  const changed = changedRows(data, await textsOnDisk(root, data), mayPlan(data, options));
  // What was planned was done, and every row of a change says the same of the same picture in the same split.
  const planned = fix.plan.changes.flatMap((change) => placesOf(data, change));
  const rows = new Set(changed.map((row) => placeOf(data, row)));
  const strange = changed.find((row) => !planned.includes(placeOf(data, row)));
  if (strange || planned.length !== rows.size)
    throw new SplitFailure(`planned ${planned.join()}, changed ${[...rows].join()}`);
  for (const { path, split = '', from, file, rows: own = [] } of fix.plan.changes) {
    const inFile = data.files.find(({ name }) => name === file)?.rows ?? data.rows;
    const all = inFile.filter((row) => row.path === path && row.split === split && row.label === from);
    if (all.length !== own.length)
      throw new SplitFailure(`${path}: ${own.length} of ${all.length} equal rows are changed`);
  }
}

/** `--reviewed`: a decision changes one row at most, of the picture and split that it names. */
async function checkReviewed(root: string, { data, plan: wanted, decisions }: PlanCase): Promise<void> {
  const report = await auditData(root, data);
  if (report === undefined) return;
  const text = reviewsText(data, decisions);
  const options = optionsOf({ ...ofSplitsThere(wanted, data), by: 'reviewed' }, text);
  await writeFix(await prepareFix(root, report, options));
  const after = await textsOnDisk(root, data);
  const changed = changedRows(data, after, (row) => mayChange(row, options));
  const left = [...parseReviews(text).byRow.values()].filter(({ decision }) => decision !== 'kept');
  // A change is put down to the decision that says most of its row.
  left.sort((a, b) => Number(a.split === undefined) - Number(b.split === undefined));
  for (const row of changed) {
    const at = left.findIndex(
      ({ path, split, decision, label }) =>
        path === row.path &&
        (split === undefined || split === row.split) &&
        (decision === 'relabelled' || label === row.label),
    );
    if (at < 0) throw new SplitFailure(`no decision is about ${row.line}`);
    const [review] = left.splice(at, 1);
    const others = data.rows.filter(({ path }) => path === row.path);
    if (
      review.split === undefined &&
      others.some(({ split }) => split !== row.split) &&
      review.decision === 'relabelled'
    ) {
      throw new SplitFailure(`a decision that names no split was guessed to be about ${row.line}`);
    }
  }
  // Once done it is done, unless two decisions on one picture were about different rows of it: what the one leaves may be
  // what the other meant. A data set that was left with one class is refused.
  const pictures = decisions.map(({ row }) => data.rows[row % data.rows.length].path);
  if (new Set(pictures).size < pictures.length) return;
  const again = await prepareFix(root, report, options).catch((error: unknown) => {
    if (!(error instanceof DatasetError)) throw error;
    return undefined;
  });
  if (again !== undefined) await writeFix(again);
  const last = await textsOnDisk(root, data);
  if (last.some((text, i) => text !== after[i])) throw new SplitFailure('a second run changed more');
}

const noPause = (): Promise<void> => Promise.resolve();

/** The labels files as the editor holds them: their rows, and which of them the report speaks of. */
async function openInEditor(files: readonly SplitFile[], report: AuditReport) {
  const { splits } = report.options;
  const pictures = await trackPictures({
    ...{ report, splits, pause: noPause },
    pathsOf: (known) => {
      const finders = rowPathFinders(report, known);
      return ({ image, split, file }) => finders[file](image, split);
    },
  });
  const live: LiveRows[] = [];
  for (const [file, one] of files.entries()) {
    const lines = textOf(one).split(/\r\n|\n/);
    const source = { lineCount: lines.length, line: (i: number) => lines[i] };
    const audited = { name: one.name, file, splits: Object.keys(report.dataset.splits) };
    const header = readLabelsHeader(source, report.options, audited)!;
    live.push(await readLiveRows(source, header.layout, header.bodyLine, pictures, noPause));
  }
  const names = files.length > 1 ? files.map(({ name }) => name) : undefined;
  const pathOf = (row: ScannedRow): string | undefined => pictures.pathOf(row);
  return { pictures, live, ofFiles: { rows: live.map(({ rows }) => rows), ...(names ? { names } : {}), pathOf } };
}

/** In the editor: a plan touches the same rows as on the command line, a decision on an issue its own row. */
async function checkEditor(root: string, { data, plan: wanted, decisions }: PlanCase): Promise<void> {
  const report = await auditData(root, data);
  if (report === undefined) return;
  const options = optionsOf(ofSplitsThere(wanted, data), reviewsText(data, decisions));
  const { pictures, live, ofFiles } = await openInEditor(data.files, report);
  const planned = planRemediation(report, await indexRows(ofFiles, noPause), options);
  const changeOf = changesByRow(planned, ofFiles);
  const rows = data.files.flatMap(({ rows: own }, file) => own.filter((_, i) => changeOf(live[file].rows[i])));
  const touched = rows.find((row) => !mayPlan(data, options)(row));
  if (touched !== undefined) throw new SplitFailure(`the plan touches ${touched.line}`);
  const { plan: onDisk } = await prepareFix(root, report, options);
  const expected = onDisk.changes.flatMap((change) => placesOf(data, change)).sort();
  const found = rows.map((row) => placeOf(data, row)).sort();
  if (found.join() !== expected.join()) throw new SplitFailure(`rows ${found.join()}, on disk ${expected.join()}`);
  report.issues.forEach(({ path, split = '', row, file = data.files[0].name }, id) => {
    const shown = pictures.flagged[id].rows.at(0);
    if (!shown) throw new SplitFailure(`${path} (${split}) is not found`);
    const at = `${data.files[shown.file].name} ${live[shown.file].indexOf(shown) + 1}`;
    if (at !== `${file} ${row}`) throw new SplitFailure(`the issue of ${file} ${row} is shown in ${at}`);
    if (pictures.auditedOf(shown) !== pictures.flagged[id]) throw new SplitFailure(`row ${row} is not its own`);
  });
  if (pictures.foreignChanges) throw new SplitFailure('labels that nobody has touched count as changed');
}

/** After rows have come and gone, an issue still stands in a row of its own split, or in none. */
async function checkEdited(root: string, { data, decisions }: PlanCase): Promise<void> {
  const report = await auditData(root, data);
  if (report === undefined) return;
  const gone = new Set(decisions.map(({ row }) => data.rows[row % data.rows.length]));
  const files = data.files.map((file) => ({ ...file, rows: file.rows.filter((row) => !gone.has(row)) }));
  // Of JSON lines none must be left without any: then there are no keys.
  if (files.some(({ header, rows }) => header === undefined && rows.length === 0)) return;
  const rows = files.flatMap((file) => file.rows);
  const { pictures, live } = await openInEditor(files, report);
  report.issues.forEach(({ path, split = '' }, id) => {
    const found = pictures.flagged[id].rows.at(0);
    const own = found && files[found.file].rows[live[found.file].indexOf(found)];
    if (own && (own.path !== path || own.split !== split)) throw new SplitFailure(`${path} (${split}) in ${own.line}`);
    const isThere = rows.some((row) => row.path === path && row.split === split);
    if (isThere && !own) throw new SplitFailure(`${path} (${split}) is not found any more`);
  });
}

/** A comparison trains on no test row, and cleans the training rows alone. */
async function checkCompare(root: string, { data, plan: wanted }: PlanCase): Promise<void> {
  const report = await auditData(root, data);
  const splits = new Set(data.rows.map(({ split }) => split));
  if (report === undefined || !splits.has('test') || !splits.has('train')) return;
  const dataset = await readDataset(root);
  const options = optionsOf({ ...wanted, splits: undefined });
  try {
    const split = { testSplit: 'test', trainSplit: 'train' };
    const rows = await comparedRows(dataset, { kind: 'plan', report, options }, split, {});
    rows.dataset.examples.forEach((example, i) => {
      const sides = [rows.baseline[i], rows.cleaned[i]];
      const isTest = example.split === 'test';
      if (isTest !== rows.isTest[i]) throw new SplitFailure(`${example.path} is taken for another split`);
      if (isTest && sides.some((label) => label >= 0))
        throw new SplitFailure(`a test row of ${example.path} is trained on`);
      if (!isTest && example.split !== 'train')
        throw new SplitFailure(`${example.path} is of ${String(example.split)}`);
      if (!isTest && sides[0] !== example.label)
        throw new SplitFailure(`${example.path} has another label as it was given`);
    });
  } catch (error) {
    // Nothing to compare.
    if (!(error instanceof InputError)) throw error;
  }
}

/** The command itself. */
async function checkCommand(
  { dist, folder }: TrustContext,
  { data, plan: wanted, decisions }: PlanCase,
): Promise<void> {
  const root = join(folder, 'command');
  const report = await auditData(root, data);
  if (report === undefined) return;
  await writeFile(join(root, '.label-audit', 'reviews.csv'), reviewsText(data, decisions));
  const by =
    wanted.by === 'worst' ? ['--worst', String(wanted.share)] : wanted.by === 'below' ? ['--reviewed'] : ['--all'];
  const { splits } = ofSplitsThere(wanted, data);
  const only = splits ? ['--split', splits.join(',')] : [];
  const args = ['fix', root, `--${wanted.action}`, ...by, ...only, '--keep-per-class', '0'];
  const { code, stdout, stderr } = await runCommand(dist, args);
  if (code !== 0 && !isOneClearLine(stderr)) throw new SplitFailure(`ended with ${code}: ${stderr}`);
  const after = await textsOnDisk(root, data);
  const options = { splits };
  const changed = changedRows(data, after, (row) => mayChange(row, options));
  const isElsewhere = changed.some((row) =>
    data.rows.some(({ path, split, label }) => path === row.path && (split !== row.split || label !== row.label)),
  );
  if (isElsewhere && !stdout.includes('Also elsewhere'))
    throw new SplitFailure('it does not say where else they stand');
}

export const suite: TrustSuite = {
  name: 'splits',
  async run(context): Promise<TrustRow[]> {
    const { long, folder } = context;
    const root = join(folder, 'data');
    const many = (short: number): number => (long ? short * 20 : short);
    const row = (what: string, count: number, check: (one: PlanCase) => Promise<void>): Promise<TrustRow> =>
      tryCases(context, { fault: `split never touched: ${what}`, count: many(count) }, planCase, check);
    return [
      await row('fix by plan, pictures in several rows and splits', 60, (one) => checkFix(root, one)),
      await row('fix --reviewed changes a decision’s own row alone', 120, (one) => checkReviewed(root, one)),
      await row('plans and issues in the editor', 60, (one) => checkEditor(root, one)),
      await row('issues in the editor after rows came and went', 60, (one) => checkEdited(root, one)),
      await row('compare', 60, (one) => checkCompare(root, one)),
      await row('the fix command', 6, (one) => checkCommand(context, one)),
    ];
  },
};
