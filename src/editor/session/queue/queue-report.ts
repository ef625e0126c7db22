import type { AuditReport, LabelIssue, NextQueue, OpenedReport } from '../../../audit/light.ts';

/**
 * A queue as a session knows a data set: by a report whose issues are the pictures of the queue, each with what stands where its
 * label will. Of other pictures of their names there are the paths alone, and nothing of health: that is an audit's to say.
 */
export function queueReport({ dataset, options, pictures, namesakes }: NextQueue): AuditReport {
  return {
    schemaVersion: 2,
    createdAt: new Date().toISOString(),
    dataset: { ...dataset, audited: pictures.length },
    options,
    environment: {
      version: '',
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      backend: 'provided',
      seed: options.seed,
    },
    paths: [...pictures.map(({ path }) => path), ...namesakes],
    issues: pictures.map(({ path, row, file, split, written, suggested, probability, score }, index): LabelIssue => ({
      ...{ index, path, row, file, split },
      givenLabel: written,
      suggestedLabel: suggested,
      labelQuality: score,
      givenProbability: 0,
      suggestedProbability: probability,
    })),
    health: { overallLabelHealthScore: null, numIssues: pictures.length, classes: [], overlaps: [] },
    confidentJoint: [],
    problems: [],
    warnings: [],
    timings: {},
  };
}

/** The queue's report, as one is opened whose arrays are gone. */
export function openedQueue(queue: NextQueue, folder: string): OpenedReport {
  const none = async (): Promise<never> => {
    await Promise.resolve();
    throw new Error('A queue has no arrays.');
  };
  return {
    ...{ folder, report: queueReport(queue), labels: none, labelSets: none, labelTexts: none, predProbs: none },
    pictureScores: () => Promise.resolve(undefined),
    map: () => Promise.resolve(undefined),
    mapLayout: () => Promise.resolve(undefined),
  };
}
