import { numbersIn } from '../../../src/protocol/index.ts';
import type { MODEL_STRINGS } from '../model-strings.ts';

const { count, finePercent, plural, score } = numbersIn('de');

export const GERMAN_MODEL: typeof MODEL_STRINGS = {
  modelText: (model) => {
    if (model === undefined) return 'Vorhersagen Ihres Modells';
    const { name, folds, epochs, isStoppedEarly, repeats, backend, seed } = model;
    return [
      name,
      ...(folds === undefined ? [] : [plural(folds, 'Fold', 'Folds')]),
      ...(epochs === undefined
        ? []
        : [
            isStoppedEarly ? `früher Halt innerhalb von ${count(epochs)} Epochen` : plural(epochs, 'Epoche', 'Epochen'),
          ]),
      ...(repeats === undefined ? [] : [plural(repeats, 'Wiederholung', 'Wiederholungen')]),
      backend,
      `Seed ${seed}`,
    ].join(', ');
  },
  cleaning: (cleaning) => {
    if (cleaning.kind === 'file') return cleaning.name;
    const { action, by, share = 0, threshold = 0, minConfidence } = cleaning;
    const which = {
      all: 'Alle auffälligen Labels',
      worst: `Die schlechtesten ${finePercent(share)} der auffälligen Labels`,
      below: `Die auffälligen Labels mit einer Qualität unter ${score(threshold)}`,
      reviewed: 'Die Labels, die die Durchsicht falsch fand,',
    }[by];
    const sure =
      minConfidence === undefined
        ? ''
        : ` (Vorschlag mit einer Wahrscheinlichkeit von mindestens ${score(minConfidence)})`;
    return `${which}${action === 'prune' ? ' entfernt' : ' geändert'}${sure}`;
  },
  verdicts: {
    cleaned: 'Die bereinigten Labels sind besser.',
    given: 'Die gegebenen Labels sind besser.',
    none: 'Mit diesen Testbildern und Wiederholungen ist kein Unterschied festzustellen.',
  },
};
