import {
  bestOfAll,
  healthOf,
  issuesOf,
  type HealthSummary,
  type LabelIssues,
  type RankBy,
  type Steps,
} from '../../core/index.ts';
import type { Dataset, LabelsFile } from '../../dataset/index.ts';
import { plural } from '../../numbers/index.ts';
import { analyseArrays } from '../../arrays/index.ts';
import { cutByEstimate } from './trust/cut-by-estimate.ts';
import { describeIssues } from './label-issues.ts';
import { suggestClasses } from './suggest-classes.ts';
import { describeTrust, weakAsGiven, weakByAccuracy } from './trust/describe-trust.ts';
import { namingClasses, warningText } from '../wording/core-findings.ts';
import { cellsOfMatrix } from '../report/schema/count-cells.ts';
import { MOST_OVERLAPS } from '../report/schema/report-schema.ts';
import type { Probabilities } from './probabilities.ts';
import { REPORT_FOLDER } from '../report/report-folder.ts';
import { REVIEWS_FILE } from '../remediation/reviews-file.ts';
import { reviewContent, type Reviews } from '../remediation/reviews.ts';
import { SCHEMA_VERSION, type Audit, type AuditReport, type RepeatedPicture } from '../report/types.ts';
import type { AuditOptions } from '../options/audit-options.ts';
import { TFJS_VERSION, VERSION } from '../report/version.ts';

/**
 * Runs confident learning and puts what it finds into words. Labels that a review says are right are no issues. Timings
 * are the caller's to fill in.
 */
export async function buildReport(
  dataset: Dataset,
  probabilities: Probabilities,
  asked: AuditOptions,
  reviews: Reviews,
  signal?: AbortSignal,
): Promise<Audit> {
  const { predProbs, labels, exampleIndices, problems, crossValidation, chosen, trust } = probabilities;
  const options = { ...asked, rankBy: asked.rankBy ?? ownRank(probabilities, asked) ?? 'self_confidence' };
  const { classes, examples } = dataset;
  const { found, summary, best, thresholds } = await namingClasses(classes, findings(probabilities, options, signal));
  const suggested = suggestClasses(labels, predProbs, probabilities.suggested, best);
  const told = trust ? describeTrust(trust, crossValidation?.accuracy, labels) : probabilities.told;
  const weak =
    told !== undefined
      ? undefined
      : crossValidation
        ? weakByAccuracy(crossValidation.accuracy, labels)
        : weakAsGiven(labels, best);
  const isWeak = (told === undefined ? weak : told.weak) !== undefined;
  const { targetPrecision } = options;
  const cut =
    targetPrecision === undefined ? undefined : cutByEstimate(found.labelQuality, trust, told?.weak, targetPrecision);
  const listed = cut === undefined ? found : { ...cut, labelQuality: found.labelQuality };
  const { issues, reviewed, mask } = await describeIssues(dataset, probabilities, listed, suggested, reviews, signal);
  // Of two rounds, the last is what core has seen; the counts of what is predicted are the first's.
  const model = probabilities.suggested === undefined ? 'The model' : 'In its last round the model';
  const warnings = new Set(
    [...found.warnings, ...summary.warnings].map((warning) => warningText(warning, classes, model)),
  );
  const report: AuditReport = {
    schemaVersion: SCHEMA_VERSION,
    createdAt: new Date().toISOString(),
    dataset: describeDataset(dataset, exampleIndices),
    // What was found is what the labels are read by from now on, in the editor and by `fix`, whatever is typed there.
    options: withoutPlaces({ ...options, ...foundColumns(dataset) }),
    ...(probabilities.given ? { given: probabilities.given } : {}),
    environment: {
      version: VERSION,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      backend: probabilities.backend,
      ...(crossValidation ? { tfjs: TFJS_VERSION } : {}),
      seed: options.seed,
      ...(probabilities.jobs === undefined ? {} : { jobs: probabilities.jobs }),
    },
    ...(crossValidation ? { crossValidation } : {}),
    ...(chosen ? { chosen } : {}),
    ...(told ? { trust: told } : {}),
    ...(weak === undefined ? {} : { weak }),
    paths: Array.from(exampleIndices, (index) => examples[index].path),
    ...repeatedPictures(dataset, exampleIndices),
    contents: probabilities.contentHashes.map((hash) => (hash === undefined ? null : reviewContent(hash))),
    issues,
    ...(reviewed.length > 0 ? { reviewed } : {}),
    ...(probabilities.suggested === undefined ? {} : { firstRound: whereOther(probabilities.suggested, best) }),
    health: describeHealth(isWeak ? { ...summary, overallLabelHealthScore: null } : summary, classes, {
      labels,
      mask,
      predicted: probabilities.suggested ?? best,
      thresholds,
    }),
    confidentJoint: cellsOfMatrix(summary.confidentJoint),
    problems,
    warnings: [
      ...probabilities.warnings,
      ...warnings,
      ...(cut?.warnings ?? []),
      ...reviews.warnings,
      ...reviewedWarning(reviewed.length),
    ],
    timings: {},
  };
  return { report, predProbs, labels, labelQuality: found.labelQuality, suggested };
}

/** The score that ranks a model's labels best, where it goes with the other options. */
function ownRank({ rankBy }: Probabilities, { adjustPredProbs }: AuditOptions): RankBy | undefined {
  return adjustPredProbs && rankBy === 'confidence_weighted_entropy' ? undefined : rankBy;
}

interface Findings {
  readonly found: LabelIssues;
  readonly summary: HealthSummary;
  /** The most probable class, by row. */
  readonly best: ArrayLike<number>;
  /** Of each class, its mean probability over the rows that bear it. */
  readonly thresholds: Float64Array;
}

/** Confident learning alone, on threads where it is worth it. */
function findings(
  { labels, predProbs }: Probabilities,
  options: AuditOptions & { readonly rankBy: RankBy },
  signal?: AbortSignal,
): Promise<Findings> {
  return analyseArrays(
    { labels, source: { kind: 'memory', predProbs } },
    function* (analysis): Steps<Findings> {
      const found = yield* issuesOf(analysis, options);
      const summary = yield* healthOf(analysis);
      return { found, summary, best: bestOfAll(analysis.facts), thresholds: analysis.thresholds };
    },
    { signal },
  );
}

function reviewedWarning(count: number): string[] {
  if (count === 0) return [];
  const labels = plural(count, 'flagged label is', 'flagged labels are');
  return [
    `${labels} not listed, since a review in ${REPORT_FOLDER}/${REVIEWS_FILE} says that ${count === 1 ? 'it is' : 'they are'} right.`,
  ];
}

/** Where the first round took a picture for another class than the last. */
function whereOther(first: Int32Array, last: ArrayLike<number>): NonNullable<AuditReport['firstRound']> {
  const rows = Array.from(first.keys()).filter((row) => first[row] !== last[row]);
  return { rows, classes: rows.map((row) => first[row]) };
}

/** How labels are written where that is more than a word in a cell or under a key. */
function layoutName(files: readonly LabelsFile[]): string | undefined {
  if (files.some(({ classNames }) => classNames !== undefined)) return 'indices';
  const [{ layout }] = files;
  return layout === 'csv' || layout === 'jsonl' ? undefined : layout;
}

function describeDataset(dataset: Dataset, exampleIndices: Int32Array): AuditReport['dataset'] {
  const { root, labelsFile, labelsFiles, classes, examples } = dataset;
  const files = labelsFiles ?? (labelsFile?.imagePatterns === undefined ? [] : [labelsFile]);
  const splits = new Map<string, number>();
  for (const { split } of examples) if (split !== undefined) splits.set(split, (splits.get(split) ?? 0) + 1);
  return {
    root,
    kind: labelsFile ? 'csv' : 'folders',
    ...(labelsFile
      ? {
          labelsFile: labelsFile.name,
          labelsFileHash: labelsFile.hash,
          layout: layoutName(labelsFiles ?? [labelsFile]),
        }
      : {}),
    ...(files.length === 0
      ? {}
      : { labelsFiles: files.map(({ name, hash, imagePatterns }) => ({ name, hash, imagePatterns })) }),
    classes,
    examples: examples.length,
    audited: exampleIndices.length,
    // A split may have any name, `constructor` and `__proto__` too.
    splits: Object.fromEntries(splits),
  };
}

/** Which rows the pictures are that several rows of the labels file name. */
function repeatedPictures(
  { examples, repeatedPaths }: Dataset,
  exampleIndices: Int32Array,
): Pick<AuditReport, 'repeated'> {
  if (repeatedPaths === undefined || repeatedPaths.size === 0) return {};
  const repeated: RepeatedPicture[] = [];
  exampleIndices.forEach((example, index) => {
    const { path, place, split } = examples[example];
    if (place.kind !== 'csv' || !repeatedPaths.has(path)) return;
    repeated.push({ index, row: place.row, ...(split === undefined ? {} : { split }) });
  });
  return repeated.length === 0 ? {} : { repeated };
}

/** The split column, where it was found by what its cells say; of several labels files only where all have it. */
function foundColumns({ labelsFile, labelsFiles }: Dataset): Pick<AuditOptions, 'splitColumn'> {
  const splitColumn = labelsFile?.splitColumn;
  const isInAll = (labelsFiles ?? []).every((file) => file.splitColumn === splitColumn);
  return splitColumn === undefined || !isInAll ? {} : { splitColumn };
}

/** Where this machine keeps its files says nothing about the audit: JSON leaves out what is undefined. */
function withoutPlaces(options: AuditOptions): AuditReport['options'] {
  const kept = { ...options, out: undefined, cacheFolder: undefined, workerFile: undefined };
  return kept;
}

/** The audited rows, and what the model made of each. */
interface JudgedRows {
  readonly labels: Int32Array;
  /** 1 where it is an issue. */
  readonly mask: Uint8Array;
  /** The class that the model takes each for. */
  readonly predicted: ArrayLike<number>;
  readonly thresholds: Float64Array;
}

function describeHealth(
  summary: Omit<HealthSummary, 'overallLabelHealthScore'> & { readonly overallLabelHealthScore: number | null },
  classes: readonly string[],
  { labels, mask, predicted, thresholds }: JudgedRows,
): AuditReport['health'] {
  const examples = new Int32Array(classes.length);
  const flagged = new Int32Array(classes.length);
  const right = new Int32Array(classes.length);
  const taken = new Int32Array(classes.length);
  labels.forEach((label, i) => {
    examples[label] += 1;
    flagged[label] += mask[i];
    taken[predicted[i]] += 1;
    if (predicted[i] === label) right[label] += 1;
  });
  return {
    overallLabelHealthScore: summary.overallLabelHealthScore,
    numIssues: summary.numIssues,
    classes: summary.classesByLabelQuality.map(({ classIndex, ...quality }) => ({
      class: classes[classIndex],
      examples: examples[classIndex],
      flagged: flagged[classIndex],
      ...quality,
      right: right[classIndex],
      predicted: taken[classIndex],
      ...(examples[classIndex] === 0 ? {} : { usualProbability: Math.min(1, thresholds[classIndex]) }),
    })),
    // A thousand classes make half a million pairs; those that share nothing say nothing.
    overlaps: summary.overlappingClasses.shared(MOST_OVERLAPS).map(({ classIndexA, classIndexB, ...overlap }) => ({
      classA: classes[classIndexA],
      classB: classes[classIndexB],
      ...overlap,
    })),
  };
}
