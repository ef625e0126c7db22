import { count, finePercent, plural, type CleaningView, type ModelView } from '../../src/protocol/index.ts';

/** What made the predictions, what cleaned labels come from, and which of two sides is better. */
export const MODEL_STRINGS = {
  /** E.g. `small-cnn, 5 folds, 20 epochs, wasm, seed 0`. */
  modelText: (model: ModelView | undefined): string => {
    if (model === undefined) return "your model's predictions";
    const { name, folds, epochs, isStoppedEarly, repeats, backend, seed } = model;
    return [
      name,
      ...(folds === undefined ? [] : [plural(folds, 'fold')]),
      ...(epochs === undefined
        ? []
        : [isStoppedEarly ? `early stopping within ${count(epochs)} epochs` : plural(epochs, 'epoch')]),
      ...(repeats === undefined ? [] : [plural(repeats, 'repeat')]),
      backend,
      `seed ${seed}`,
    ].join(', ');
  },
  cleaning: (cleaning: CleaningView): string => {
    if (cleaning.kind === 'file') return cleaning.name;
    const { action, by, share = 0, threshold = 0, minConfidence } = cleaning;
    const which = {
      all: 'all flagged labels',
      worst: `the worst ${finePercent(share)} of the flagged labels`,
      below: `the flagged labels of a quality below ${threshold}`,
      reviewed: 'the labels that reviews found wrong',
    }[by];
    const sure =
      minConfidence === undefined ? '' : `, where the suggestion has a probability of at least ${minConfidence}`;
    return `${action === 'prune' ? 'Prune' : 'Relabel'} ${which}${sure}`;
  },
  verdicts: {
    cleaned: 'The cleaned labels are better.',
    given: 'The given labels are better.',
    none: 'No difference can be told from these test pictures and repeats.',
  },
};
