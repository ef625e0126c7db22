import { count, percent, plural, type AnnotatorsView } from '../../src/protocol/index.ts';

const pictures = (n: number) => plural(n, 'picture');

/** Texts of the Health tab. */
export const HEALTH_STRINGS = {
  health: {
    overall: 'Label health',
    overallHint: 'Share of the labels that are probably right',
    plantedHint: 'Share of the labels that are right, estimated from planted errors',
    weakHint: 'This audit can’t tell',
    notKnown: 'Not known',
    trust: 'How far to trust the list',
    jointHealth: 'By the joint',
    jointHealthHint: 'Label health by the confident joint, as cleanlab has it',
    accuracy: 'Accuracy',
    accuracyHint: 'Of the model on pictures it had not seen, against the given labels',
    audited: 'Audited',
    flagged: 'Flagged',
    classes: 'Classes',
    classTable: 'Classes, worst first',
    reachedTable: 'What the model reaches of each class',
    columns: {
      class: 'Class',
      examples: 'Pictures',
      flagged: 'Flagged',
      labelIssues: 'Label issues',
      inverseLabelIssues: 'Missed',
      labelNoise: 'Label noise',
      inverseLabelNoise: 'Inverse noise',
      labelQualityScore: 'Quality',
      right: 'Right',
      predicted: 'Predicted',
    },
    columnHints: {
      class: 'Name of the class',
      examples: 'Pictures that carry this label',
      flagged: 'Pictures of this label that are flagged for review',
      labelIssues: 'Estimated number of pictures that carry this label and should not',
      inverseLabelIssues: 'Estimated number of pictures that should carry this label and do not',
      labelNoise: 'Share of the pictures of this label that should carry another one',
      inverseLabelNoise: 'Share of the pictures truly of this class that carry another label',
      labelQualityScore: 'Share of the pictures of this label that carry it rightly',
      right: 'Pictures of this label that the model predicts so, without having seen them',
      predicted: 'Pictures that the model takes for this class, whatever their label',
    },
    browseClass: (label: string) => `Show all pictures labelled ${label}`,
    showClass: (label: string) => `Show the flagged pictures labelled ${label}`,
    annotators: 'Annotators',
    annotatorsHint: ({ pictures: n, several, disputed, other, consensusQuality }: AnnotatorsView) =>
      `${pictures(n)} labelled, ${count(several)} of them by several; on ${count(disputed)} they do not all agree. By annotators and model together (CROWDLAB) the consensus has a mean quality of ${percent(consensusQuality)}; for ${count(other)} it is another class than the label that was audited.`,
    annotatorTable: 'Annotators, worst first',
    annotatorColumns: {
      name: 'Annotator',
      labelled: 'Labels',
      quality: 'Quality',
      agreement: 'Agreement',
      worstClass: 'Weakest class',
    },
    annotatorHints: {
      name: 'Who gave the labels',
      labelled: 'Pictures that this annotator labelled',
      quality: 'How far its labels are to be trusted, by the model and by the others',
      agreement: 'Share of its labels that are the consensus',
      worstClass: 'The class of which its labels are the consensus most rarely',
    },
    overlaps: 'Classes that overlap',
    overlapsHint: 'Pairs that are confused with each other. If they mean the same, consider merging them.',
    overlapsNone: 'No two classes are confused with each other.',
    overlapPictures: 'Pictures',
    overlapShare: 'Share of all',
    showPair: (a: string, b: string) =>
      `Show all pictures of ${a} that the model takes for ${b}, and the other way round`,
    pair: 'Pair',
    joint: 'Confident joint',
    jointHint: 'Pictures counted by given label (rows) and the label that the model is confident of (columns).',
    jointLimited: (shown: number, all: number) => `Showing the ${count(shown)} of ${count(all)} classes confused most.`,
    jointTable: 'Given label by confident label',
    /** `flagged`: how many of them the list holds; undefined where that is not known yet. */
    cell: (given: string, suggested: string, n: number, flagged: number | undefined) => {
      if (given === suggested)
        return `${pictures(n)} labelled ${given}, rightly as it seems; show those that the model takes for ${given}`;
      const what = `${pictures(n)} labelled ${given} that look like ${suggested}, as the joint counts`;
      if (n === 0) return `No picture labelled ${given} looks like ${suggested}`;
      const flags = flagged === undefined ? '' : ` (${flagged === 0 ? 'none' : count(flagged)} flagged)`;
      return `${what}${flags}; show all that the model takes for ${suggested}`;
    },
    givenAxis: 'Given label',
    trueAxis: 'Confident label',
    curves: 'Learning curves',
    curvesNone: 'The audit used your own model’s predictions, so there is no training to show.',
    accuracyCurve: 'Training accuracy',
    lossCurve: 'Training loss',
    epoch: 'Epoch',
    fold: (fold: number) => `Fold ${fold}`,
    foldHeading: 'Fold',
    heldOut: 'Held-out accuracy',
    lastLoss: 'Last loss',
    lastAccuracy: 'Last accuracy',
    chart: (what: string, folds: number) => `${what} by epoch, ${folds} folds; the table below gives the last values`,
    warnings: 'Warnings',
    problems: 'Pictures with problems',
    row: (row: number) => `row ${row}`,
    more: (n: number) => `Show ${count(n)} more`,
  },
};
