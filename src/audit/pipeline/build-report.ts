import {
  bestOfAll,
  healthOf,
  issuesOf,
  type HealthSummary,
  type LabelIssues,
  type RankBy,
  type Steps,
} from '../../core/index.ts';
import type { Dataset } from '../../dataset/index.ts';
import { analyseArrays } from '../../arrays/index.ts';
import { cutByEstimate } from './trust/cut-by-estimate.ts';
import { judgedAnnotators } from './annotators/judged-annotators.ts';
import {
  describeDataset,
  describeEnvironment,
  foundColumns,
  repeatedPictures,
  reviewedWarning,
  withoutPlaces,
} from './describe-audited.ts';
import { describeIssues } from './label-issues.ts';
import { suggestClasses } from './suggest-classes.ts';
import { describeTrust, weakAsGiven, weakByAccuracy } from './trust/describe-trust.ts';
import { coreWarning, namingClasses } from '../wording/core-findings.ts';
import { cellsOfMatrix } from '../report/schema/count-cells.ts';
import { MOST_OVERLAPS } from '../report/schema/report-schema.ts';
import type { Probabilities } from './probabilities.ts';
import { reviewContent, type Reviews } from '../remediation/reviews.ts';
import { SCHEMA_VERSION, type Audit, type AuditReport } from '../report/types.ts';
import type { AuditOptions } from '../options/audit-options.ts';
import { listWarnings } from '../wording/warnings.ts';

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
  const model = probabilities.suggested === undefined ? 'only' : 'last-round';
  const annotators = judgedAnnotators(dataset, probabilities);
  const report: AuditReport = {
    schemaVersion: SCHEMA_VERSION,
    createdAt: new Date().toISOString(),
    dataset: describeDataset(dataset, exampleIndices),
    // What was found is what the labels are read by from now on, in the editor and by `fix`, whatever is typed there.
    options: withoutPlaces({ ...options, ...foundColumns(dataset) }),
    ...(probabilities.given ? { given: probabilities.given } : {}),
    environment: describeEnvironment(probabilities, options),
    ...(crossValidation ? { crossValidation } : {}),
    ...(chosen ? { chosen } : {}),
    ...(told ? { trust: told } : {}),
    ...(weak === undefined ? {} : { weak }),
    ...(annotators === undefined ? {} : { annotators }),
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
    ...listWarnings([
      ...probabilities.warnings,
      ...[...found.warnings, ...summary.warnings].map((warning) => coreWarning(warning, classes, model)),
      ...(cut?.warnings ?? []),
      ...reviews.warnings,
      ...reviewedWarning(reviewed.length),
    ]),
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

/** Where the first round took a picture for another class than the last. */
function whereOther(first: Int32Array, last: ArrayLike<number>): NonNullable<AuditReport['firstRound']> {
  const rows = Array.from(first.keys()).filter((row) => first[row] !== last[row]);
  return { rows, classes: rows.map((row) => first[row]) };
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
