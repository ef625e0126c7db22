import type { ComparedSideView, ComparisonView } from '../../../src/protocol/messages.ts';

/** Repeatable confusions: the share of a class's 60 predictions that are wrong, spread over its neighbours. */
function confusion(classes: readonly string[], wrong: number): ComparedSideView['confusion'] {
  return classes.flatMap((_, i) =>
    [0, 1].map((next) => {
      const off = Math.round(60 * wrong * (1 + (i % 3)) * 0.5);
      return [i, (i + next) % classes.length, next === 0 ? 60 - off : off] as const;
    }),
  );
}

function side(
  classes: readonly string[],
  { accuracy, wrong, trainPictures }: { accuracy: number; wrong: number; trainPictures: number },
): ComparedSideView {
  const runs = [accuracy - 0.021, accuracy + 0.004, accuracy + 0.017];
  return {
    ...{ trainPictures, runs, confusion: confusion(classes, wrong) },
    accuracy: { mean: accuracy, low: accuracy - 0.035, high: accuracy + 0.031 },
    curves: runs.map((heldOutAccuracy, fold) => ({
      ...{ fold: fold + 1, heldOutAccuracy },
      history: Array.from({ length: 20 }, (_, epoch) => ({
        ...{ epoch: epoch + 1, loss: 2 * Math.exp(-epoch / 5) },
        accuracy: accuracy + 0.05 - (0.7 - fold / 20) * Math.exp(-epoch / 4),
      })),
    })),
  };
}

/** A comparison in which the cleaned labels are better, but for one class. */
export function sampleComparison(classes: readonly string[]): ComparisonView {
  return {
    createdAt: '2025-03-01T11:00:00.000Z',
    classes: [...classes],
    testSplit: 'val',
    scored: 198,
    alsoInTraining: 2,
    cleaning: { kind: 'plan', action: 'prune', by: 'worst', share: 0.1 },
    changes: { removed: 14, relabelled: 0, added: 0 },
    model: { name: 'small-cnn', epochs: 20, repeats: 3, backend: 'wasm', seed: 0 },
    baseline: side(classes, { accuracy: 0.853, wrong: 0.2, trainPictures: 1980 }),
    cleaned: side(classes, { accuracy: 0.894, wrong: 0.12, trainPictures: 1966 }),
    difference: { mean: 0.041, low: 0.012, high: 0.071 },
    verdict: 'cleaned',
    perClass: classes.map((name, i) => ({
      ...{ class: name, testPictures: 18 + i },
      baseline: 0.8 + (i % 10) / 100,
      cleaned: 0.84 + ((i * 7) % 10) / 90 - (i === 9 ? 0.06 : 0),
    })),
    classesBetter: 8,
    classesWorse: 1,
    warnings: [
      'The audit that chose the labels has seen 198 of the test pictures too, so the comparison may flatter it.',
    ],
  };
}
