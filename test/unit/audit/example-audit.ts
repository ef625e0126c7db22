import { SCHEMA_VERSION, type Audit } from '../../../src/audit/report/types.ts';

/** A small audit, whole, as `runAudit` hands it back: three pictures, two classes, one issue. */
export function exampleAudit(): Audit {
  return {
    report: {
      schemaVersion: SCHEMA_VERSION,
      createdAt: '2026-01-02T03:04:05.678Z',
      dataset: {
        root: '/data/pets',
        kind: 'csv',
        labelsFile: 'labels.csv',
        labelsFileHash: 'a'.repeat(64),
        classes: ['cat', 'dog, "big"'],
        examples: 4,
        audited: 3,
        splits: { train: 3, val: 1 },
      },
      options: {
        ...{ target: '/data/pets', model: 'small-cnn', channels: 'auto', trim: false, folds: 3, seed: 7 },
        ...{ backend: 'auto', filterBy: 'both', rankBy: 'self_confidence', adjustPredProbs: false },
        ...{ fracNoise: 1, minExamplesPerClass: 1 },
      },
      environment: {
        version: '0.1.0',
        node: 'v20.0.0',
        platform: 'linux-x64',
        backend: 'wasm',
        tfjs: '4.22.0',
        seed: 7,
      },
      crossValidation: {
        accuracy: 2 / 3,
        folds: [{ fold: 1, trainSize: 2, testSize: 1, heldOutAccuracy: 1, history: [], seconds: 1.5 }],
        settings: { model: 'small-cnn', epochs: 20 },
      },
      paths: ['a.png', 'b, c.png', 'd"e".png'],
      issues: [
        {
          ...{ index: 1, path: 'b, c.png', row: 2, split: 'train', givenLabel: 'cat', suggestedLabel: 'dog, "big"' },
          ...{ labelQuality: 0.00001, givenProbability: 0.00001, suggestedProbability: 0.99999 },
        },
      ],
      health: {
        overallLabelHealthScore: 2 / 3,
        numIssues: 1,
        classes: [
          {
            ...{ class: 'cat', examples: 2, flagged: 1, labelIssues: 1, inverseLabelIssues: 0 },
            ...{ labelNoise: 0.5, inverseLabelNoise: 0, labelQualityScore: 0.5 },
          },
          {
            ...{ class: 'dog, "big"', examples: 1, flagged: 0, labelIssues: 0, inverseLabelIssues: 1 },
            ...{ labelNoise: 0, inverseLabelNoise: 0.5, labelQualityScore: 1 },
          },
        ],
        overlaps: [{ classA: 'cat', classB: 'dog, "big"', numOverlapping: 1, jointProbability: 1 / 3 }],
      },
      confidentJoint: [
        [0, 0, 1],
        [0, 1, 1],
        [1, 1, 1],
      ],
      problems: [{ kind: 'missing-image', path: 'gone.png', row: 4, message: 'gone.png (row 4) does not exist.' }],
      warnings: ['Something to know.'],
      timings: { reading: 0.01, training: 3.2 },
    },
    predProbs: { data: Float64Array.of(0.75, 0.25, 0.00001, 0.99999, 0.125, 0.875), n: 3, k: 2 },
    labels: Int32Array.of(0, 0, 1),
    labelQuality: Float64Array.of(0.75, 0.00001, 0.875),
  };
}
