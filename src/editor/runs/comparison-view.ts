import { basename } from 'node:path';
import { cleaningName, trainingCurve, verdict, type ComparedSide, type Comparison } from '../../audit/light.ts';
import { plural } from '../../numbers/index.ts';
import type { ComparedSideView, ComparisonView } from '../../protocol/index.ts';

function sideView({ trainPictures, accuracy, runs, confusion }: ComparedSide): ComparedSideView {
  return {
    ...{ trainPictures, accuracy, confusion },
    runs: runs.map((run) => run.accuracy),
    curves: runs.map(({ accuracy: heldOutAccuracy, history }, i) => ({
      fold: i + 1,
      heldOutAccuracy,
      history: trainingCurve(history),
    })),
  };
}

function modelText({ settings, earlyStopping, repeats, environment }: Comparison): string {
  return [
    String(settings.model),
    ...(!('epochs' in settings)
      ? []
      : [earlyStopping ? `early stopping within ${settings.epochs} epochs` : `${settings.epochs} epochs`]),
    plural(repeats, 'repeat'),
    environment.backend,
    `seed ${environment.seed}`,
  ].join(', ');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** A comparison as the panel shows it. */
export function comparisonView(comparison: Comparison): ComparisonView {
  const { createdAt, dataset, split, test, changes, baseline, cleaned, difference, classes, warnings } = comparison;
  return {
    createdAt,
    classes: dataset.classes,
    testSplit: split.test,
    scored: test.scored,
    alsoInTraining: test.alsoInTraining,
    cleaning:
      comparison.cleaning.kind === 'file' ? basename(comparison.cleaning.file) : sentence(cleaningName(comparison)),
    changes,
    model: modelText(comparison),
    baseline: sideView(baseline),
    cleaned: sideView(cleaned),
    difference,
    verdict: `${sentence(verdict(difference))}.`,
    perClass: classes,
    classesBetter: comparison.classesBetter,
    classesWorse: comparison.classesWorse,
    warnings,
  };
}
