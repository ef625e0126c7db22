import { count, percent, plural, score } from '../src/protocol/index.ts';
import type { Standing } from './model/filters.ts';
import type { SortKey } from './model/sort-issues.ts';

const pictures = (n: number) => plural(n, 'picture');

function timeLeft(seconds: number): string {
  if (seconds < 60) return `about ${Math.max(1, Math.round(seconds))} s left`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `about ${minutes} min left` : `about ${(minutes / 60).toFixed(1)} h left`;
}

const DECISIONS: Readonly<Record<Standing, string>> = {
  open: 'Open',
  unsure: 'Unsure',
  relabelled: 'Relabelled',
  kept: 'Kept',
  removed: 'Removed',
};

const SORTS: Readonly<Record<SortKey, string>> = {
  quality: 'Label quality',
  given: 'Given label',
  suggested: 'Suggested label',
  name: 'File name',
};

/** Every text that the user sees, in one place, so that it can be translated. */
export const STRINGS = {
  panel: 'Label Audit',
  tabs: { review: 'Review', health: 'Health', fix: 'Fix', compare: 'Compare' },
  pictures,
  decision: (decision: Standing) => DECISIONS[decision],
  sort: (key: SortKey) => SORTS[key],
  timeLeft,

  header: {
    reviewed: (reviewed: number, total: number) => `${count(reviewed)} of ${count(total)} reviewed`,
    progress: 'Pictures reviewed',
    auditAgain: 'Audit Again',
    again: (progress: string) => `Auditing again: ${progress}. This result stays in use until then.`,
    againFailed: (message: string) => `The audit failed: ${message} This is the result of the one before.`,
    tryAgain: 'Try Again',
    export: 'Export Report…',
    keys: 'Show Keys',
    dismiss: 'Dismiss',
    stale: 'The labels have changed since this audit. Pictures may be missing here, or not be wrong any more.',
    warnings: (warnings: number, problems: number) =>
      [warnings > 0 ? plural(warnings, 'warning') : '', problems > 0 ? plural(problems, 'problem') : '']
        .filter(Boolean)
        .join(', '),
    detail: (audited: number, model: string, made: string) => `${pictures(audited)} · ${model} · ${made}`,
  },

  empty: {
    title: 'Find the wrong labels in your images',
    text: 'Label Audit trains a small model on this machine, compares its predictions with your labels, and shows you the pictures that look mislabelled. Nothing is uploaded.',
    needs: 'It needs a labels.csv beside your pictures, or one folder per class.',
    audit: 'Audit Labels',
    walkthrough: 'Get Started',
    waiting: 'Loading…',
  },
  running: {
    title: (name: string) => `Auditing ${name}`,
    progress: 'Progress of the audit',
    cancel: 'Cancel',
    hint: 'You can go on working; the results appear here.',
  },
  failed: {
    title: (name: string) => `The audit of ${name} failed`,
    again: 'Try Again',
    help: 'Get Started',
  },
  cancelled: {
    title: (name: string) => `The audit of ${name} was cancelled`,
    text: 'Your labels are as they were.',
    again: 'Audit Again',
  },
  clean: {
    title: 'No wrong labels found',
    text: (audited: number) => `The labels of all ${pictures(audited)} agree with the model.`,
    health: 'Show Health',
    weakTitle: 'No label was flagged',
  },
  done: {
    title: (total: number) => (total === 1 ? 'The flagged picture is reviewed' : `All ${count(total)} are reviewed`),
    text: 'Audit again: a model trained on the better labels finds what this one could not.',
  },
  nothingMatches: {
    title: 'No flagged picture matches the filters',
    clear: 'Clear Filters',
  },

  filters: {
    region: 'Filters',
    search: 'Search by file name',
    searchHint: 'Search file names (/)',
    given: 'Given',
    suggested: 'Suggested',
    eitherWay: 'Either way',
    eitherWayHint: 'Also pictures with the given and the suggested label exchanged',
    split: 'Split',
    decision: 'Decision',
    all: 'All',
    sort: 'Sort by',
    ascending: 'Ascending; click for descending',
    descending: 'Descending; click for ascending',
    quality: 'Highest label quality',
    qualityTitle: 'Quality',
    qualityLimit: (limit: number, all: boolean) => (all ? 'All' : `≤ ${score(limit)}`),
    qualityText: (limit: number, all: boolean) => (all ? 'No limit' : `At most ${score(limit)}`),
    clear: 'Clear Filters',
    shown: (visible: number, total: number) =>
      visible === total ? pictures(total) : `${count(visible)} of ${pictures(total)}`,
  },

  grid: {
    label: 'Flagged pictures',
    /** Read out before the given and the suggested label, and the quality. */
    labelled: 'labelled',
    suggested: 'suggested',
    quality: 'label quality',
    missing: 'No picture',
  },

  /** The edge between the grid and the picture. */
  split: 'Room of the selected picture',
  splitHint: 'Drag to share the room; double-click for the usual share',
  cardSize: 'Size of the pictures',

  loupe: {
    region: 'Enlarged picture',
    close: 'Back to the List',
    legend: 'Classes, most probable first',
    position: (at: number, of: number) => `${count(at)} of ${count(of)}`,
    size: (width: number, height: number, scale: number) => `${width} × ${height}, ${percent(scale)}`,
  },

  chooser: {
    title: (n: number) => (n === 1 ? 'Change the label to…' : `Change the labels of ${pictures(n)} to…`),
    typed: 'Class',
    list: 'Classes',
    none: 'No class of this data set has such a name.',
  },

  detail: {
    region: 'Selected picture',
    none: 'Select a picture to see its details.',
    several: (n: number) => `${pictures(n)} selected`,
    severalHint: 'A decision applies to all of them. The one shown here has the focus.',
    given: 'Given label',
    now: 'Label now',
    suggested: 'Suggested',
    quality: 'Label quality',
    why: 'Why:',
    split: 'Split',
    row: (csv: boolean) => (csv ? 'Reveal Row' : 'Reveal in Explorer'),
    open: 'Open Picture',
    copy: 'Copy Path',
    accept: (label: string) => `Change to ${label}`,
    acceptAll: (n: number) => `Accept ${count(n)} Suggestions`,
    keep: 'Keep',
    keepAll: (n: number) => `Keep ${count(n)}`,
    remove: 'Remove',
    removeAll: (n: number) => `Remove ${count(n)}`,
    unsure: 'Unsure',
    unsureAll: (n: number) => `Unsure ${count(n)}`,
    enlarge: 'Enlarge (Space)',
    undo: 'Undo',
    probabilities: 'What the model sees',
    pick: (label: string, share: number) => `Change the label to ${label} (${percent(share)})`,
    isGiven: 'given',
    isSuggested: 'suggested',
    showAll: (n: number) => `Show all ${count(n)} classes`,
    showFewer: 'Show fewer',
    similar: (label: string) => `Pictures that look like ${label}`,
    similarNone: 'No confidently labelled picture of this class.',
    gone: 'The picture is gone or unreadable.',
    loading: 'Loading details…',
    picture: (path: string) => `Picture ${path}`,
    example: (path: string, label: string) => `${path}, confidently labelled ${label}`,
    keyOf: { accept: 'Enter', keep: 'K', remove: 'Del', unsure: 'S', undo: 'U' },
  },

  announce: {
    decided: (ids: number, what: string, reviewed: string) => `${pictures(ids)}: ${what}. ${reviewed}.`,
    relabel: (label: string) => `label changed to ${label}`,
    accepted: 'suggestion accepted',
    kept: 'label kept',
    removed: 'removed',
    notOpen: 'What is decided can only be taken back with Undo.',
    unsure: (n: number, isUnsure: boolean) => `${pictures(n)}: ${isUnsure ? 'put off' : 'no longer put off'}.`,
    undo: 'Undoing the last decision.',
    notDecidable: 'A removed picture can only be brought back with Undo.',
    noClass: (key: string) => `No class has the key ${key}.`,
    shown: (shown: string) => `Showing ${shown}.`,
    undone: (n: number) => `${pictures(n)} open again.`,
  },

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
    showClass: (label: string) => `Show the flagged pictures labelled ${label}`,
    overlaps: 'Classes that overlap',
    overlapsHint: 'Pairs that are confused with each other. If they mean the same, consider merging them.',
    overlapsNone: 'No two classes are confused with each other.',
    overlapPictures: 'Pictures',
    overlapShare: 'Share of all',
    showPair: (a: string, b: string) => `Show the flagged pictures of ${a} and ${b}`,
    pair: 'Pair',
    joint: 'Confident joint',
    jointHint: 'Pictures counted by given label (rows) and the label that the model is confident of (columns).',
    jointLimited: (shown: number, all: number) => `Showing the ${count(shown)} of ${count(all)} classes confused most.`,
    jointTable: 'Given label by confident label',
    /** `flagged`: how many of them the list holds; undefined where that is not known yet. */
    cell: (given: string, suggested: string, n: number, flagged: number | undefined) => {
      if (given === suggested) return `${pictures(n)} labelled ${given}, rightly as it seems`;
      const what = `${pictures(n)} labelled ${given} that look like ${suggested}`;
      if (n === 0 || flagged === undefined) return what;
      return flagged === 0
        ? `${what}; none of them is flagged`
        : `${what}; show the ${count(flagged)} that are flagged`;
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

  keys: {
    title: 'Keys',
    close: 'Close',
    classes: 'Keys of the classes',
    classesHint: 'The same on every picture. Choose a class, then press the key that it should have.',
    assign: (name: string, key: string | undefined) => `${key ?? '–'} ${name}: choose another key`,
    rows: [
      [['←', '→', '↑', '↓'], 'Move to another picture'],
      [['Home', 'End', 'Page Up', 'Page Down'], 'Move further'],
      [['Enter'], 'Accept the suggested label'],
      [['1', '…', '9', 'a', '…'], 'Change to the class with that key'],
      [['C'], 'Change to a class by its name'],
      [['Space'], 'Enlarge the picture, and back; then + − 0 and Alt with an arrow zoom and move it'],
      [['K'], 'Keep the label'],
      [['Delete'], 'Remove the picture from the data set'],
      [['S'], 'Unsure: put the picture off, or take it back; what was put off comes last'],
      [['U'], 'Undo the last decision'],
      [['Shift', '←→↑↓'], 'Select several, to decide them together'],
      [['Ctrl', 'Click'], 'Add a picture to the selection, or take it out'],
      [['Ctrl', 'A'], 'Select all that are shown'],
      [['Esc'], 'Select only one again'],
      [['/'], 'Search file names'],
      [['?'], 'Show this list'],
    ] as readonly (readonly [readonly string[], string])[],
  },
};
