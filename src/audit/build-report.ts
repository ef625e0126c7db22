import { basename } from 'node:path';
import { findLabelIssues, healthSummary, suggestLabels, type HealthSummary, type SquareMatrix } from '../core/index.ts';
import type { Dataset } from '../dataset/index.ts';
import { nameClasses } from './name-classes.ts';
import type { Probabilities } from './probabilities.ts';
import { SCHEMA_VERSION, type Audit, type AuditOptions, type AuditReport, type LabelIssue } from './types.ts';
import { TFJS_VERSION, VERSION } from './version.ts';

/** Runs confident learning and puts what it finds into words. Timings are the caller's to fill in. */
export function buildReport(dataset: Dataset, probabilities: Probabilities, options: AuditOptions): Audit {
  const { predProbs, labels, exampleIndices, problems, crossValidation } = probabilities;
  const { classes, examples } = dataset;
  const { filterBy, rankBy, adjustPredProbs, fracNoise, minExamplesPerClass } = options;
  const found = findLabelIssues(labels, predProbs, {
    filterBy,
    rankBy,
    adjustPredProbs,
    fracNoise,
    minExamplesPerClass,
  });
  const summary = healthSummary(labels, predProbs);
  const suggested = suggestLabels(predProbs);
  const issues = Array.from(found.indices, (index): LabelIssue => {
    const { path, place, split } = examples[exampleIndices[index]];
    return {
      index,
      path,
      ...(place.kind === 'csv' ? { row: place.row } : {}),
      ...(split === undefined ? {} : { split }),
      givenLabel: classes[labels[index]],
      suggestedLabel: classes[suggested.labels[index]],
      labelQuality: found.labelQuality[index],
      givenProbability: predProbs.data[index * predProbs.k + labels[index]],
      suggestedProbability: suggested.probabilities[index],
    };
  });
  const warnings = new Set([...found.warnings, ...summary.warnings].map((warning) => nameClasses(warning, classes)));
  const report: AuditReport = {
    schemaVersion: SCHEMA_VERSION,
    createdAt: new Date().toISOString(),
    dataset: describeDataset(dataset, exampleIndices),
    options: withoutPlaces(options),
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
    paths: Array.from(exampleIndices, (index) => examples[index].path),
    issues,
    health: describeHealth(summary, classes, labels, found.mask),
    confidentJoint: rowsOf(summary.confidentJoint),
    problems,
    warnings: [...probabilities.warnings, ...warnings],
    timings: {},
  };
  return { report, predProbs, labels, labelQuality: found.labelQuality };
}

function describeDataset(dataset: Dataset, exampleIndices: Int32Array): AuditReport['dataset'] {
  const { root, labelsFile, classes, examples } = dataset;
  const splits: Record<string, number> = {};
  for (const { split } of examples) if (split !== undefined) splits[split] = (splits[split] ?? 0) + 1;
  return {
    root,
    kind: labelsFile ? 'csv' : 'folders',
    ...(labelsFile ? { labelsFile: basename(labelsFile.file), labelsFileHash: labelsFile.hash } : {}),
    classes,
    examples: examples.length,
    audited: exampleIndices.length,
    splits,
  };
}

/** Where this machine keeps its files says nothing about the audit: JSON leaves out what is undefined. */
function withoutPlaces(options: AuditOptions): AuditReport['options'] {
  const kept = { ...options, out: undefined, cacheFolder: undefined, workerFile: undefined };
  return kept;
}

function describeHealth(
  summary: HealthSummary,
  classes: readonly string[],
  labels: Int32Array,
  mask: Uint8Array,
): AuditReport['health'] {
  const examples = new Int32Array(classes.length);
  const flagged = new Int32Array(classes.length);
  labels.forEach((label, i) => {
    examples[label] += 1;
    flagged[label] += mask[i];
  });
  return {
    overallLabelHealthScore: summary.overallLabelHealthScore,
    numIssues: summary.numIssues,
    classes: summary.classesByLabelQuality.map(({ classIndex, ...quality }) => ({
      class: classes[classIndex],
      examples: examples[classIndex],
      flagged: flagged[classIndex],
      ...quality,
    })),
    // A thousand classes make half a million pairs; those that share nothing say nothing.
    overlaps: summary.overlappingClasses
      .filter(({ jointProbability }) => jointProbability > 0)
      .map(({ classIndexA, classIndexB, ...overlap }) => ({
        classA: classes[classIndexA],
        classB: classes[classIndexB],
        ...overlap,
      })),
  };
}

/** A matrix as nested rows, as JSON holds it. */
export function rowsOf({ data, k }: SquareMatrix): number[][] {
  return Array.from({ length: k }, (_, i) => Array.from(data.subarray(i * k, (i + 1) * k)));
}
