import { count, finePercent, percent, plural, points } from '../../src/protocol/index.ts';

const pictures = (n: number) => plural(n, 'picture');

/** The texts of the tabs Fix and Compare. */
export const REMEDIATION_STRINGS = {
  fix: {
    title: 'Fix many labels at once',
    hint: 'Plans what to change, shows each change in VS Code’s refactor preview, and makes those that you confirm as one edit that Undo takes back.',
    action: 'What to do',
    actions: {
      prune: ['Remove the pictures', 'Their rows (or files) leave the data set'],
      relabel: ['Change the labels', 'To the class that the model, or a reviewer, gives them'],
    },
    by: 'Which labels',
    ways: {
      all: ['All flagged', 'Everything that the audit found'],
      worst: ['The worst share', 'Of the flagged, by label quality'],
      below: ['Below a quality', 'Flagged labels of a lower quality'],
      reviewed: ['As reviewed', 'The decisions in .label-audit/reviews.csv'],
    },
    share: 'Share of the flagged',
    threshold: 'Label quality below',
    minConfidence: 'Suggestion at least',
    minExamples: 'Leave each class at least',
    minExamplesUnit: (n: number): string => (n === 1 ? 'picture' : 'pictures'),
    pictures,
    whichPictures: 'Pictures that it changes',
    morePictures: (n: number) => `and ${count(n)} more, which the preview lists`,
    showPicture: (path: string) => `Show ${path} in the review`,
    removed: 'removed',
    splits: 'In these splits',
    allSplits: 'Pictures without a split, and test splits, stay as they are when splits are chosen.',
    testSplits: 'Test splits are never changed.',
    result: (changes: number, action: 'prune' | 'relabel') =>
      action === 'prune' ? `${pictures(changes)} would be removed` : `${pictures(changes)} would get another label`,
    of: (considered: number) => `of ${count(considered)} considered`,
    heldBack: (n: number, reason: string) => `${count(n)} left alone: ${reason}`,
    preview: 'Preview…',
    compare: 'Compare This…',
    compareHint: 'Train on both and test on a split that is not touched; your labels stay as they are',
    previewHint: 'Tick the file in the preview, then Apply.',
    classes: 'Pictures of each class',
    columns: ['Class', 'Now', 'Out', 'In', 'After'],
    working: 'Working it out…',
  },
  compare: {
    none: 'Is the cleaned data better?',
    noneHint:
      'Trains the same model with the same seeds on the given and on the cleaned labels, and tests both on the same pictures, which the cleaning does not touch.',
    run: 'Compare…',
    again: 'Compare Again…',
    running: 'Comparing: the notification shows how far it is, and cancels it.',
    baseline: 'Given labels',
    cleaned: 'Cleaned labels',
    difference: 'Difference',
    trained: (n: number) => `trained on ${pictures(n)}`,
    interval: (low: string, high: string) => `95%: ${low} to ${high}`,
    points,
    pointsUnit: 'points',
    test: (scored: number, split: string) => `Tested on ${pictures(scored)} of the split “${split}”.`,
    alsoInTraining: (n: number) => `${pictures(n)} of the split are in the training rows too, and were left out.`,
    changes: (removed: number, relabelled: number, added: number) =>
      [
        `${count(removed)} removed`,
        `${count(relabelled)} relabelled`,
        ...(added > 0 ? [`${count(added)} added`] : []),
      ].join(', '),
    axis: 'Accuracy with its 95% interval, and each repeat as a dot',
    better: (better: number, worse: number, all: number) =>
      `${count(better)} of ${count(all)} classes are better, ${count(worse)} worse.`,
    perClass: 'Accuracy of each class',
    columns: ['Class', 'Test pictures', 'Given', 'Cleaned', 'Change'],
    confusion: 'Confusion matrices',
    confusionHint:
      'Given label of the test pictures (rows) by predicted class (columns), over all repeats, on one scale.',
    limited: (shown: number, all: number) => `Showing the ${count(shown)} of ${count(all)} classes confused most.`,
    cell: (given: string, predicted: string, n: number) => `${pictures(n)} labelled ${given}, predicted ${predicted}`,
    curves: 'Learning curves',
    curve: (side: string, repeats: number) => `Training accuracy by epoch, ${side}, ${plural(repeats, 'repeat')}`,
    epoch: 'Epoch',
    share: finePercent,
    percent,
    warnings: 'Warnings',
  },
};
