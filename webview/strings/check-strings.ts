import { count, finePercent, plural, score } from '../../src/protocol/index.ts';

const pictures = (n: number) => plural(n, 'picture');

/** Each check by its name in reports: as a heading, and what a picture is that it flags. */
const CHECKS: Readonly<Partial<Record<string, { readonly title: string; readonly meaning: string }>>> = {
  dark: { title: 'Dark', meaning: 'Hardly a pixel in a hundred is bright.' },
  light: { title: 'Light', meaning: 'Hardly a pixel in twenty is less than white.' },
  odd_aspect_ratio: { title: 'Odd aspect ratio', meaning: 'One side is much longer than the other.' },
  low_information: { title: 'Low information', meaning: 'The picture consists of few brightnesses.' },
  blurry: { title: 'Blurry', meaning: 'The picture has no sharp edges.' },
  grayscale: { title: 'Grayscale', meaning: 'The picture is grey, and most others have colour.' },
  odd_size: { title: 'Odd size', meaning: 'The picture’s size is far from that of the others.' },
  exact_duplicates: { title: 'Exact duplicates', meaning: 'Pictures with the same pixels.' },
  near_duplicates: { title: 'Near duplicates', meaning: 'Pictures that show the same.' },
  leaks: { title: 'Leaks', meaning: 'The same picture stands in several splits: what is tested on was trained on.' },
  outlier: { title: 'Outliers', meaning: 'The picture is unlike all others.' },
  non_iid: { title: 'Order', meaning: 'Pictures that stand together in the data set are alike.' },
  class_imbalance: { title: 'Class imbalance', meaning: 'A class hardly exists.' },
  underperforming_group: {
    title: 'Underperforming group',
    meaning: 'The model fails on a group of pictures that are alike.',
  },
  spurious_correlations: {
    title: 'Spurious correlations',
    meaning: 'A property of the pictures gives their class away.',
  },
  data_valuation: { title: 'Data value', meaning: 'The pictures around it would be judged better without it.' },
  null_features: { title: 'Null features', meaning: 'The picture’s features are not all numbers.' },
};

/** A finding of the data set as a whole. */
export interface Finding {
  readonly ofClass?: string;
  /** Title of a check of pictures. */
  readonly property?: string;
  readonly score: number;
  readonly pictures?: number;
}

/** Texts of what is found beside wrong labels. */
export const CHECK_STRINGS = {
  checks: {
    label: 'What is listed',
    labels: 'Labels',
    others: 'Nothing found',
    /** What a check of a later version is called, too. */
    title: (name: string) => CHECKS[name]?.title ?? name,
    meaning: (name: string) => CHECKS[name]?.meaning ?? '',
    tab: (title: string, n: number) => `${title}, ${count(n)}`,
    flagged: (n: number, threshold: number) => `${count(n)} flagged below ${score(threshold)}`,
    flaggedSets: (n: number, sets: number) => `${pictures(n)} in ${plural(sets, 'set')}`,
    share: (n: number, of: number) => `${finePercent(n / Math.max(1, of))} of ${pictures(of)}`,
    threshold: 'Threshold: pictures with a lower score are flagged',
    histogram: 'Scores, low is suspect',
    reset: 'Usual threshold',
    many: (n: number, of: number) =>
      `${pictures(n)} of ${count(of)} (${finePercent(n / Math.max(1, of))}) are flagged: that tells of the data set, not of single pictures, so none is listed. A lower threshold lists the worst.`,
    none: 'No picture is flagged.',
    whole: (value: number) => `Score of the whole data set: ${score(value)} (low is suspect).`,
    finding: ({ ofClass, property, score: value, pictures: n }: Finding) =>
      [
        [ofClass, property].filter((part) => part !== undefined).join(': ') || 'All pictures',
        ...(n === undefined ? [] : [pictures(n)]),
        `score ${score(value)}`,
      ].join(', '),
    showFinding: (name: string) => `Show the pictures of ${name}`,
    set: (n: number, of: number) => `Set ${count(n)} of ${count(of)}`,
    best: 'Best',
    bestHint: 'Proposed to stay: the largest, sharpest and best labelled of its set',
    by: { pixels: 'by pixels', features: 'by features' },
    elsewhere: (paths: readonly string[]) => `Also, not audited: ${paths.join(', ')}`,
    keep: 'Fine',
    keepAll: (n: number) => `Fine: ${count(n)}`,
    keepBest: 'Keep the best of the set',
    keepBestAll: (n: number) => `Keep the best of ${plural(n, 'set')}`,
    removeFromTrain: 'Remove from train',
    removeFromTrainAll: (n: number) => `Remove from train: ${plural(n, 'set')}`,
    leftOut: (n: number) => `${pictures(n)} of test splits ${n === 1 ? 'is' : 'are'} left: remove them by hand.`,
    notHere: 'Labels are decided among the labels: choose them above the list.',
    score: 'Score',
    loading: 'Looking up what was found…',
  },
};
