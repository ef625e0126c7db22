import { join } from 'node:path';
import { columnNamesOf, readDataset } from '../../dataset/index.ts';
import type { Evaluation, NetworkName } from '../../training/index.ts';
import { writeFileAtomic } from '../../files/index.ts';
import {
  COMPARISON_FILE,
  COMPARISON_SCHEMA_VERSION,
  type ComparedClass,
  type ComparedSide,
  type Comparison,
} from './comparison.ts';
import { comparedRows, type Cleaning, type ComparedRows } from './compared-rows.ts';
import { InputError } from '../../files/index.ts';
import { pairedBootstrap, type Interval } from './paired-bootstrap.ts';
import type { CountCells } from '../report/schema/count-cells.ts';
import { formatJson } from '../report/format-json.ts';
import { recordedEpochs } from '../report/training-curve.ts';
import { pictureFinder } from '../report/picture-keys.ts';
import { checkReportFolder, prepareReportFolder, REPORT_FOLDER } from '../report/report-folder.ts';
import { requireJudgeable } from '../pipeline/class-limit.ts';
import { chooseModel } from '../pipeline/probabilities/choose-model.ts';
import { modelOf } from '../pipeline/probabilities/picture-probabilities.ts';
import { requireOneLabel } from '../pipeline/sets/sets-of.ts';
import { stageClock, type StageClock } from '../pipeline/stage-clock.ts';
import { comparedPictures, type ComparedPictures } from './evaluate-sides.ts';
import type { AuditHooks } from '../report/types.ts';
import type { AuditOptions } from '../options/audit-options.ts';
import { TFJS_VERSION, VERSION } from '../report/version.ts';
import { listWarnings, type ToldWarning } from '../wording/warnings.ts';
import { adapterOf } from '../pipeline/describe-audited.ts';

export interface CompareOptions {
  /** The data set, the model, its settings, seed, backend and places; what finds label issues is not used. */
  readonly audit: AuditOptions;
  readonly cleaning: Cleaning;
  readonly testSplit: string;
  /** Default: the split `train`, or where there is none every picture that is not in the test split. */
  readonly trainSplit?: string;
  /** How often each side is trained. */
  readonly repeats: number;
  /** Instead of a fixed number of epochs. */
  readonly earlyStopping?: { readonly share: number; readonly patience: number };
}

/**
 * Trains the same model with the same settings and seeds on the given and on the cleaned training rows, and tests both on
 * the same untouched pictures. Writes `.label-audit/compare.json`, unless `audit.out` is null.
 *
 * @throws DatasetError, InputError where the input can't be compared; TrainingError where training fails; FileWriteError;
 *   the signal's reason where it is aborted
 */
export async function runCompare(options: CompareOptions, hooks: AuditHooks = {}): Promise<Comparison> {
  const { audit, earlyStopping } = options;
  const begun = performance.now();
  const clock = stageClock(hooks);
  const { target } = audit;
  const columns = columnNamesOf(audit);
  const rows = await clock.run('reading', async () => {
    const dataset = await readDataset(target, {
      ...columns,
      ...{ imageRoot: audit.imageRoot, imagePattern: audit.imagePattern },
      groupColumn: audit.groupColumn,
      classes: audit.classes,
      classFrom: audit.classFrom,
      signal: hooks.signal,
    });
    for (const note of dataset.notes ?? []) hooks.onNote?.(note);
    requireOneLabel(dataset, 'A comparison of models trained on labels before and after cleaning');
    const compared = await comparedRows(dataset, options.cleaning, options, columns);
    requireJudgeable(compared.dataset);
    return compared;
  });
  const out = audit.out === null ? null : (audit.out ?? join(rows.dataset.root, REPORT_FOLDER));
  if (out !== null) await checkReportFolder(out);
  const model = await comparedModel(rows, audit, clock, hooks);
  const images = await comparedPictures(rows.dataset, model, options, clock, hooks);
  hooks.onProblems?.(images.problems);
  const sides = sidesOf(rows, images);
  const { scored, alsoInTraining } = scoredPictures(rows, images, sides);
  const { evaluations, backend, forget } = await images.evaluate(scored, sides);
  const results = await clock.run('cleaning', () => judge(rows, images, scored, evaluations, sides, audit.seed));
  const { root, labelsFile, classes } = rows.dataset;
  const comparison: Comparison = {
    schemaVersion: COMPARISON_SCHEMA_VERSION,
    createdAt: new Date().toISOString(),
    dataset: { root, ...(labelsFile ? { labelsFile: labelsFile.file } : {}), classes },
    split: rows.split,
    test: { scored: scored.length, alsoInTraining },
    cleaning: rows.cleaning,
    changes: rows.changes,
    settings: images.settings,
    repeats: evaluations[0].runs.length,
    ...(earlyStopping ? { earlyStopping } : {}),
    environment: {
      ...{ version: VERSION, node: process.version, platform: `${process.platform}-${process.arch}` },
      ...{ backend, ...adapterOf(backend), tfjs: TFJS_VERSION, seed: audit.seed },
    },
    ...results,
    ...listWarnings(warningsOf(options, rows, images, model)),
    seconds: Math.round(performance.now() - begun) / 1000,
  };
  if (out !== null) {
    await prepareReportFolder(out);
    await writeFileAtomic(join(out, COMPARISON_FILE), formatJson(comparison));
  }
  await forget?.();
  return comparison;
}

/** The model that both sides are trained with; where it is to be chosen, on the training rows as they were given. */
async function comparedModel(
  { dataset, baseline }: ComparedRows,
  audit: AuditOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<NetworkName | 'features'> {
  const named = modelOf(audit);
  if (named !== 'auto') return named;
  const examples = dataset.examples.filter((_, i) => baseline[i] >= 0);
  return (await chooseModel({ ...dataset, examples }, audit, clock, hooks)).chosen.model;
}

type Sides = readonly [Side, Side];
interface Side {
  readonly name: string;
  readonly labels: Int32Array;
  readonly train: Int32Array;
}

function sidesOf(rows: ComparedRows, { n, exampleIndices }: ComparedPictures): Sides {
  const side = (name: string, ofExample: Int32Array): Side => {
    const labels = Int32Array.from(exampleIndices, (example) => ofExample[example]);
    const train = Int32Array.from({ length: n }, (_, i) => i).filter((picture) => labels[picture] >= 0);
    // What is not trained on needs some label: the data's shape is checked.
    return { name, train, labels: labels.map((label) => Math.max(0, label)) };
  };
  return [side('baseline', rows.baseline), side('cleaned', rows.cleaned)];
}

/** The test pictures that no side trains on, not even as a copy. */
function scoredPictures(
  { isTest, dataset, split }: ComparedRows,
  { n, exampleIndices, groups }: ComparedPictures,
  sides: Sides,
): { scored: Int32Array; alsoInTraining: number } {
  const trained = new Set(sides.flatMap(({ train }) => Array.from(train, (picture) => groups[picture])));
  const test = Int32Array.from({ length: n }, (_, i) => i).filter((picture) => isTest[exampleIndices[picture]]);
  const scored = test.filter((picture) => !trained.has(groups[picture]));
  if (scored.length === 0) {
    const why = test.length === 0 ? 'can be read' : 'is not among the training pictures too';
    throw new InputError(`${dataset.root}: no picture of the test split "${split.test}" ${why}.`);
  }
  return { scored, alsoInTraining: test.length - scored.length };
}

type Judged = Pick<
  Comparison,
  'baseline' | 'cleaned' | 'difference' | 'resamples' | 'classes' | 'classesBetter' | 'classesWorse'
>;

function judge(
  { dataset }: ComparedRows,
  { exampleIndices }: ComparedPictures,
  scored: Int32Array,
  evaluations: readonly Evaluation[],
  sides: Sides,
  seed: number,
): Judged {
  const { classes, examples } = dataset;
  const truth = Int32Array.from(scored, (picture) => examples[exampleIndices[picture]].label);
  const judged = evaluations.map(({ runs }) => judgeRuns(runs, truth, classes.length));
  const bootstrap = pairedBootstrap(judged[0].correct, judged[1].correct, {
    repeats: evaluations[0].runs.length,
    seed,
  });
  const testedOf = new Int32Array(classes.length);
  for (const label of truth) testedOf[label]++;
  const compared = classes.map((name, label): ComparedClass => {
    const testPictures = testedOf[label];
    const [baseline, cleaned] = judged.map(({ rightOf }) =>
      testPictures === 0 ? null : rightOf[label] / (testPictures * evaluations[0].runs.length),
    );
    return { class: name, testPictures, baseline, cleaned };
  });
  const gain = compared.map(({ baseline, cleaned }) => (cleaned ?? 0) - (baseline ?? 0));
  const side = (at: 0 | 1, accuracy: Interval): ComparedSide => ({
    trainPictures: sides[at].train.length,
    accuracy,
    spread: deviation(judged[at].accuracies),
    runs: evaluations[at].runs.map(({ seed: own, history, bestEpoch, seconds }, i) => ({
      ...{ seed: own, accuracy: judged[at].accuracies[i], history: recordedEpochs(history), seconds },
      ...(bestEpoch === undefined ? {} : { bestEpoch }),
    })),
    confusion: judged[at].confusion,
  });
  return {
    baseline: side(0, bootstrap.baseline),
    cleaned: side(1, bootstrap.cleaned),
    difference: bootstrap.difference,
    resamples: bootstrap.resamples,
    classes: compared,
    classesBetter: gain.filter((value) => value > 0).length,
    classesWorse: gain.filter((value) => value < 0).length,
  };
}

function judgeRuns(
  runs: Evaluation['runs'],
  truth: Int32Array,
  k: number,
): { correct: Uint8Array; accuracies: number[]; confusion: CountCells; rightOf: Int32Array } {
  const n = truth.length;
  const correct = new Uint8Array(runs.length * n);
  const counts = new Map<number, number>();
  const rightOf = new Int32Array(k);
  const accuracies = runs.map(({ probabilities }, run) => {
    let right = 0;
    for (let i = 0; i < n; i++) {
      let best = 0;
      for (let j = 1; j < k; j++) if (probabilities[i * k + j] > probabilities[i * k + best]) best = j;
      const cell = truth[i] * k + best;
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
      if (best !== truth[i]) continue;
      correct[run * n + i] = 1;
      rightOf[best]++;
      right++;
    }
    return right / n;
  });
  const cells = [...counts].sort(([a], [b]) => a - b);
  const confusion = cells.map(([cell, count]) => [Math.floor(cell / k), cell % k, count] as const);
  return { correct, accuracies, confusion, rightOf };
}

/** Sample standard deviation; 0 for a single value. */
function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

function warningsOf(
  { cleaning, repeats }: CompareOptions,
  { dataset, isTest, split }: ComparedRows,
  { problems }: ComparedPictures,
  model: string,
): ToldWarning[] {
  const warnings: ToldWarning[] = [];
  if (cleaning.kind !== 'file') {
    const auditedAt = pictureFinder(cleaning.report);
    const seen = dataset.examples.filter(
      ({ path, split: own }, i) => isTest[i] && auditedAt(path, own) !== undefined,
    ).length;
    if (seen > 0) {
      const text = `The audit that chose the labels has seen ${seen} of the test pictures too, so the comparison may flatter it. For a strict one audit the training rows alone first: Compare Baseline and Cleaned offers it in VS Code; on the command line it is label-audit audit ${dataset.root} --split ${split.train ?? '<training split>'}`;
      warnings.push({ text, kind: 'test-was-seen', numbers: [seen] });
    }
  }
  if (model === 'features') {
    const text = 'A head on features comes out the same with every seed: each side was trained once.';
    warnings.push({ text, kind: 'trained-once' });
  } else if (repeats < 3) {
    const text = 'Fewer than 3 repeats say little about how much the result depends on the seed.';
    warnings.push({ text, kind: 'few-repeats', numbers: [3] });
  }
  if (problems.length > 0) {
    const [{ path, message }] = problems;
    const text = `Pictures that could not be read, and are on neither side: ${problems.length}; the first: ${message}`;
    warnings.push({ text, kind: 'pictures-unread', names: [path], numbers: [problems.length] });
  }
  return warnings;
}
