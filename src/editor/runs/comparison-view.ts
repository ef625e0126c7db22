import { basename } from 'node:path';
import { trainingCurve, verdictOf, type ComparedSide, type Comparison } from '../../audit/light.ts';
import type { CleaningView, ComparedSideView, ComparisonView, ModelView } from '../../protocol/index.ts';
import { warningTexts } from '../host/warning-text.ts';

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

function modelView({ settings, earlyStopping, repeats, environment }: Comparison): ModelView {
  const { backend, seed } = environment;
  return {
    name: String(settings.model),
    ...('epochs' in settings ? { epochs: Number(settings.epochs) } : {}),
    ...(earlyStopping ? { isStoppedEarly: true } : {}),
    ...{ repeats, backend, seed },
  };
}

function cleaningView({ cleaning }: Comparison): CleaningView {
  if (cleaning.kind === 'file') return { kind: 'file', name: basename(cleaning.file) };
  const { action, by, share, threshold, minConfidence } = cleaning.plan;
  return {
    ...{ kind: 'plan', action, by },
    ...(share === undefined ? {} : { share }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(minConfidence === undefined ? {} : { minConfidence }),
  };
}

/** A comparison as the panel shows it. */
export function comparisonView(comparison: Comparison): ComparisonView {
  const { createdAt, dataset, split, test, changes, baseline, cleaned, difference, classes } = comparison;
  return {
    createdAt,
    classes: dataset.classes,
    testSplit: split.test,
    scored: test.scored,
    alsoInTraining: test.alsoInTraining,
    cleaning: cleaningView(comparison),
    changes,
    model: modelView(comparison),
    baseline: sideView(baseline),
    cleaned: sideView(cleaned),
    difference,
    verdict: verdictOf(difference),
    perClass: classes,
    classesBetter: comparison.classesBetter,
    classesWorse: comparison.classesWorse,
    warnings: warningTexts(comparison),
  };
}
