import { findSetIssues, setHealth, type LabelSets, type PredProbs, type SetIssues } from '../../../core/index.ts';
import { joinSet, rowPlace } from '../../../dataset/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import { reviewContent, type Reviews } from '../../remediation/reviews.ts';
import { SET_SCHEMA_VERSION, type Audit, type AuditReport, type LabelIssue } from '../../report/types.ts';
import {
  describeDataset,
  describeEnvironment,
  foundColumns,
  repeatedPictures,
  reviewedWarning,
  withoutPlaces,
} from '../describe-audited.ts';
import { reviewedAmong } from '../label-issues.ts';
import type { Probabilities } from '../probabilities.ts';
import { setsOf, type SetDataset } from './sets-of.ts';
import { suggestSets, type SuggestedSet } from './suggest-sets.ts';
import { listWarnings, type ToldWarning } from '../../wording/warnings.ts';

/** More common issues are not listed: there are two for each class. */
const MOST_COMMON = 1000;

/**
 * Runs confident learning on sets of labels, each class by itself, and puts what it finds into words, as `buildReport` does
 * where each picture has one label. Timings are the caller's to fill in.
 */
export function buildSetReport(
  dataset: SetDataset,
  probabilities: Probabilities,
  asked: AuditOptions,
  reviews: Reviews,
): Audit {
  const { predProbs, labels, exampleIndices, problems, crossValidation, contentHashes } = probabilities;
  const { examples, multiLabel } = dataset;
  const { classes, separator, way } = multiLabel;
  const options = { ...asked, rankBy: asked.rankBy ?? 'self_confidence' };
  const sets = setsOf(dataset, exampleIndices);
  const known = withUnborneClasses(sets, predProbs.k);
  const { filterBy, rankBy, fracNoise, minExamplesPerClass } = options;
  const found = findSetIssues(known, predProbs, { filterBy, rankBy, fracNoise, minExamplesPerClass });
  const suggestions = suggestSets(known, predProbs, found, way === 'columns');
  const nameOf = (indices: readonly number[]): string =>
    joinSet(
      indices.map((c) => classes[c]),
      separator,
    );
  const all = Array.from(found.indices, (index): LabelIssue => {
    const { path, place, split, label } = examples[exampleIndices[index]];
    const { changes, classes: wanted } = suggestions.get(index)!;
    const least = changes.reduce((low, { probability }) => Math.min(low, probability), 1);
    const most = changes.reduce((high, { probability }) => Math.max(high, probability), 0);
    return {
      index,
      path,
      ...rowPlace(place),
      ...(split === undefined ? {} : { split }),
      givenLabel: dataset.classes[label],
      suggestedLabel: nameOf(wanted),
      labelQuality: within(found.quality[index]),
      givenProbability: within(1 - most),
      suggestedProbability: within(changes.length === 0 ? 0 : least),
      changes: changes.map(({ classIndex, isAdded, probability }) => ({
        ...{ class: classes[classIndex], add: isAdded, probability: within(probability) },
      })),
    };
  });
  const reviewed = reviewedAmong(all, reviews, contentHashes);
  const isReviewed = new Set(reviewed.map(({ index }) => index));
  const issues = all.filter(({ index }) => !isReviewed.has(index));
  const report: AuditReport = {
    schemaVersion: SET_SCHEMA_VERSION,
    createdAt: new Date().toISOString(),
    dataset: { ...describeDataset(dataset, exampleIndices), classes, multiLabel: { way, separator } },
    // What was found is what the labels are read by from now on, in the editor and by `fix`, whatever is typed there.
    options: withoutPlaces({ ...options, ...foundColumns(dataset), multiLabel: way }),
    ...(probabilities.given ? { given: probabilities.given } : {}),
    environment: describeEnvironment(probabilities, options),
    ...(crossValidation ? { crossValidation } : {}),
    paths: Array.from(exampleIndices, (index) => examples[index].path),
    ...repeatedPictures(dataset, exampleIndices),
    contents: contentHashes.map((hash) => (hash === undefined ? null : reviewContent(hash))),
    issues,
    ...(reviewed.length > 0 ? { reviewed } : {}),
    health: healthOfSets(known, predProbs, classes, issues, suggestions),
    confidentJoint: [],
    problems,
    ...listWarnings([
      ...probabilities.warnings,
      ...unjudgedWarning(known, classes, found),
      ...reviews.warnings,
      ...reviewedWarning(reviewed.length),
    ]),
    timings: {},
  };
  return { report, predProbs, labels, labelQuality: found.quality, sets: known };
}

const within = (value: number): number => Math.min(1, Math.max(0, value));

/** Columns may be of classes that no picture bears: they come last. */
function withUnborneClasses(sets: LabelSets, k: number): LabelSets {
  if (k === sets.k) return sets;
  const data = new Uint8Array(sets.n * k);
  for (let i = 0; i < sets.n; i++) data.set(sets.data.subarray(i * sets.k, (i + 1) * sets.k), i * k);
  return { data, n: sets.n, k };
}

function healthOfSets(
  sets: LabelSets,
  predProbs: PredProbs,
  classes: readonly string[],
  issues: readonly LabelIssue[],
  suggestions: ReadonlyMap<number, SuggestedSet>,
): AuditReport['health'] {
  const { data, n, k } = sets;
  const { overallHealthScore, commonIssues, classes: qualities } = setHealth(sets, predProbs);
  const given = new Int32Array(k);
  const predicted = new Int32Array(k);
  const right = new Int32Array(k);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < k; c++) {
      const isGiven = data[i * k + c] === 1;
      const isPredicted = predProbs.data[i * k + c] >= 0.5;
      if (isGiven) given[c]++;
      if (isPredicted) predicted[c]++;
      if (isGiven && isPredicted) right[c]++;
    }
  }
  const flagged = new Int32Array(k);
  for (const { index } of issues) for (const { classIndex } of suggestions.get(index)!.changes) flagged[classIndex]++;
  return {
    overallLabelHealthScore: within(overallHealthScore),
    numIssues: issues.length,
    classes: qualities.map(({ classIndex: c, ...quality }) => ({
      class: classes[c],
      examples: given[c],
      flagged: flagged[c],
      labelIssues: quality.labelIssues,
      inverseLabelIssues: quality.inverseLabelIssues,
      labelNoise: quality.labelNoise,
      inverseLabelNoise: quality.inverseLabelNoise,
      labelQualityScore: quality.labelQuality,
      right: right[c],
      predicted: predicted[c],
    })),
    overlaps: [],
    common: commonIssues
      .filter(({ examples }) => examples > 0)
      .slice(0, MOST_COMMON)
      .map(({ classIndex, isGiven, examples, share }) => ({
        ...{ class: classes[classIndex], add: !isGiven, examples, share },
      })),
  };
}

/** Classes that every picture has, or none: nothing can be found about them. */
function unjudgedWarning({ data, n, k }: LabelSets, classes: readonly string[], { byClass }: SetIssues): ToldWarning[] {
  const unjudged = classes.filter((_, c) => {
    if (byClass[c].length > 0) return false;
    let given = 0;
    for (let i = 0; i < n; i++) given += data[i * k + c];
    return given === 0 || given === n;
  });
  if (unjudged.length === 0) return [];
  const names = unjudged.slice(0, 10);
  const left = unjudged.length - names.length;
  const more = left > 0 ? ` and ${left} more` : '';
  const listed = names.map((name) => JSON.stringify(name)).join(', ');
  const text = `Nothing can be found about ${listed}${more}: every picture has the class, or none has.`;
  return [{ text, kind: 'classes-unjudged', names, numbers: [left] }];
}
