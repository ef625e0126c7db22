// Every message between the panel's host (src/editor) and its front end (webview/). Plain data only: it is cloned
// across the boundary. Labels and paths are text; neither side ever makes HTML of them.
// Each message is described once, by a schema: the types are derived from it, and both sides read by it what arrives.
import {
  flag,
  list,
  object,
  oneOf,
  optional,
  orNull,
  real,
  refined,
  text,
  tuple,
  unit,
  variants,
  wholeNumber,
  type Infer,
} from '../schema/index.ts';
import { read, reader } from './read-message.ts';

const decision = oneOf('open', 'relabelled', 'kept', 'removed');

/** What became of a flagged picture. `open`: not decided yet. Derived from the labels as they are now, and reviews. */
export type Decision = Infer<typeof decision>;

const issueRow = object({
  /** Its place in the report's ranking, worst first; the same for as long as the report is shown. */
  id: wholeNumber,
  /** POSIX path relative to the data set's root. */
  path: text,
  split: optional(text),
  /** Label when it was audited. */
  given: text,
  suggested: text,
  /** In [0, 1] but for rounding; low is suspect. */
  quality: real,
  givenProbability: real,
  suggestedProbability: real,
  decision,
  /** Label as it is now; absent when the row or picture is gone. */
  current: optional(text),
});

/** One flagged picture. */
export type IssueRow = Infer<typeof issueRow>;

const issueUpdate = object({ id: wholeNumber, decision, current: optional(text) });
export type IssueUpdate = Infer<typeof issueUpdate>;

const classRow = object({
  class: text,
  examples: wholeNumber,
  flagged: wholeNumber,
  labelIssues: wholeNumber,
  inverseLabelIssues: wholeNumber,
  labelNoise: real,
  inverseLabelNoise: real,
  labelQualityScore: real,
  /** Number of its pictures whose label the model predicts, and of all that it takes for this class. */
  right: optional(wholeNumber),
  predicted: optional(wholeNumber),
});
export type ClassRow = Infer<typeof classRow>;

const overlapRow = object({ classA: text, classB: text, numOverlapping: wholeNumber, jointProbability: real });
export type OverlapRow = Infer<typeof overlapRow>;

const foldCurve = object({
  /** From 1. */
  fold: wholeNumber,
  /** Absent where nothing was held out. */
  heldOutAccuracy: optional(real),
  history: list(object({ epoch: wholeNumber, loss: real, accuracy: real })),
});
export type FoldCurve = Infer<typeof foldCurve>;

/** The cells of a K×K matrix of counts that are not 0, as `[row, column, count]`. */
const countCells = list(tuple(wholeNumber, wholeNumber, real));
export type CountCells = Infer<typeof countCells>;

/** More than any panel asks for at once. */
const MOST_IDS = 1_000_000;
const ids = list(wholeNumber, MOST_IDS);

/** More keys than a keyboard has. */
const MOST_KEYS = 100;
const classKeys = list(tuple(text, text), MOST_KEYS);

const auditView = object({
  /** Name of the data set, for headings. */
  name: text,
  kind: oneOf('csv', 'folders'),
  createdAt: text,
  audited: wholeNumber,
  classes: list(text),
  /** Keys that the user gave to classes, as `[class, key]`; the others have the next free ones. */
  classKeys: optional(classKeys),
  /** Ids of the open ones that the user put off. */
  unsure: optional(ids),
  splits: list(text),
  /** E.g. "small-cnn, 5 folds, 20 epochs, wasm, seed 0", or "your model's predictions". */
  model: text,
  accuracy: optional(real),
  overallLabelHealthScore: real,
  /** How far the list is to be trusted, where errors were planted; a weak model's health is not known. */
  trust: optional(object({ sentences: list(text), weak: flag, health: optional(real) })),
  issues: list(issueRow),
  /**
   * How many pictures are flagged in all, where `issues` holds only the first of the ranking: another state of the same
   * audit follows with all of them. Absent when `issues` holds them all.
   */
  issueCount: optional(wholeNumber),
  /** With `issueCount`: how many of the pictures that are not in `issues` are decided. */
  reviewedBeyond: optional(wholeNumber),
  classHealth: list(classRow),
  overlaps: list(overlapRow),
  /** Rows given label, columns (estimated) true label. */
  confidentJoint: countCells,
  folds: list(foldCurve),
  warnings: list(text),
  /** Pictures that were left out or contradict each other. */
  problems: list(object({ path: text, row: optional(wholeNumber), message: text })),
  /** The labels file has changed since the audit, by other hands than a review's. */
  stale: flag,
});

/** A finished audit, as the panel shows it. */
export type AuditView = Infer<typeof auditView>;

const progressView = object({
  /** E.g. "Training fold 2 of 5, epoch 7 of 20". */
  stage: text,
  /** In [0, 1], of the whole run. */
  share: real,
  secondsLeft: optional(real),
});

/** How far a running audit is. */
export type ProgressView = Infer<typeof progressView>;

const runView = variants('phase', {
  none: {},
  running: { progress: progressView },
  /** In plain words. */
  failed: { message: text },
});

/** Another audit of the data set that is shown. */
export type RunView = Infer<typeof runView>;

const panelState = variants('phase', {
  empty: {},
  running: { name: text, progress: progressView },
  failed: { name: text, message: text },
  cancelled: { name: text },
  ready: { audit: auditView },
});
export type PanelState = Infer<typeof panelState>;

const similarPicture = object({ path: text, label: text, uri: text });

/** A picture to compare with. */
export type SimilarPicture = Infer<typeof similarPicture>;

const issueDetail = object({
  id: wholeNumber,
  /** Webview URI of the picture, large. Absent when the file is gone. */
  uri: optional(text),
  /** Why it was flagged, in a sentence. */
  why: text,
  /** Every class with its probability, most probable first. */
  probabilities: list(object({ class: text, probability: real })),
  /** Nearest confidently labelled examples of the given and of the suggested class, up to three each. */
  similarGiven: list(similarPicture),
  similarSuggested: list(similarPicture),
});

/** Everything about one flagged picture that the grid does not hold. */
export type IssueDetail = Infer<typeof issueDetail>;

/** What a user may type or pick as a label: never nothing. */
const label = refined(text, (value) => value !== '', 'a label');
const decideAction = variants('kind', { accept: {}, relabel: { label }, keep: {}, remove: {} });

/** A user's decision on flagged pictures. */
export type DecideAction = Infer<typeof decideAction>;

/** More splits than any data set has. */
const MOST_SPLITS = 1000;

const fixChoice = object({
  action: oneOf('prune', 'relabel'),
  by: oneOf('all', 'worst', 'below', 'reviewed'),
  /** For `worst`: in (0, 1]. */
  share: refined(unit, (value) => value > 0, 'a share above 0'),
  /** For `below`: label quality, in [0, 1]. */
  threshold: unit,
  /** For `relabel`: least probability of the suggestion, in [0, 1]. */
  minConfidence: unit,
  /** No class is left with fewer pictures. */
  minExamplesPerClass: wholeNumber,
  /** Splits that may be changed; null: all but test splits. */
  splits: orNull(list(text, MOST_SPLITS)),
});

/** Which flagged labels Fix Labels takes, and what it does with them. */
export type FixChoice = Infer<typeof fixChoice>;

const fixPlanView = object({
  choice: fixChoice,
  /** Flagged (or reviewed) pictures in the splits, before the choice among them. */
  considered: wholeNumber,
  changes: wholeNumber,
  /** Pictures that would be taken but for this reason. */
  heldBack: list(object({ reason: text, pictures: wholeNumber })),
  /** By class: pictures now, those that go or get another label, those that come from other classes. */
  classes: list(object({ class: text, before: wholeNumber, out: wholeNumber, in: wholeNumber, after: wholeNumber })),
  /** Splits that may be changed. */
  splits: list(text),
});

/** What a choice would change, worked out by the host. */
export type FixPlanView = Infer<typeof fixPlanView>;

const interval = object({ mean: real, low: real, high: real });

/** A mean with its 95% interval. */
export type IntervalView = Infer<typeof interval>;

const comparedSide = object({
  trainPictures: wholeNumber,
  accuracy: interval,
  /** Accuracy of each repeat. */
  runs: list(real),
  /** Counts over all repeats: rows given label of the test pictures, columns predicted label. */
  confusion: countCells,
  /** One per repeat; `fold` is the repeat. */
  curves: list(foldCurve),
});

/** One side of a comparison. */
export type ComparedSideView = Infer<typeof comparedSide>;

const comparisonView = object({
  createdAt: text,
  classes: list(text),
  testSplit: text,
  scored: wholeNumber,
  /** Test pictures that stand in the training rows too, and are left out. */
  alsoInTraining: wholeNumber,
  /** Where the cleaned rows come from, in a few words. */
  cleaning: text,
  changes: object({ removed: wholeNumber, relabelled: wholeNumber, added: wholeNumber }),
  model: text,
  baseline: comparedSide,
  cleaned: comparedSide,
  /** Cleaned less baseline. */
  difference: interval,
  verdict: text,
  perClass: list(object({ class: text, testPictures: wholeNumber, baseline: orNull(real), cleaned: orNull(real) })),
  classesBetter: wholeNumber,
  classesWorse: wholeNumber,
  warnings: list(text),
});

/** The same model trained on the given and on the cleaned labels, tested on the same untouched pictures. */
export type ComparisonView = Infer<typeof comparisonView>;

const hostMessage = variants('type', {
  state: { state: panelState },
  progress: { progress: progressView },
  /** The audit that is shown is made again, and stays usable until then. */
  run: { run: runView },
  /** Some decisions or labels changed. */
  issues: { changes: list(issueUpdate), stale: flag },
  /** Thumbnails as webview URIs, in answer to `thumbnails`; null where a picture is gone or unreadable. */
  thumbnails: { uris: list(tuple(wholeNumber, orNull(text))) },
  detail: { detail: issueDetail },
  /** Select this picture (from a quick fix or command) and show it. */
  select: { id: wholeNumber },
  /** In answer to `plan`. */
  plan: { plan: fixPlanView },
  /** The last comparison of the data set that is shown; null where there is none. */
  comparison: { comparison: orNull(comparisonView), running: flag },
  /** Go to this tab. */
  show: { tab: oneOf('fix', 'compare') },
  /** Could not be done; in plain words, to be shown until dismissed. */
  error: { message: text },
});

/** From the host to the front end. */
export type HostMessage = Infer<typeof hostMessage>;

const panelMessage = variants('type', {
  /** The front end is up (again) and wants the state. */
  ready: {},
  thumbnails: { ids },
  detail: { id: wholeNumber },
  decide: { ids: refined(ids, ({ length }) => length > 0, 'a list of pictures'), action: decideAction },
  /** What this choice would change. */
  plan: { choice: fixChoice },
  /** Change it, after the user has confirmed each change in VS Code's refactor preview. */
  fix: { choice: fixChoice },
  /** Train on both and compare; with this choice, or where it is null with what the user then picks. */
  compare: { choice: orNull(fixChoice) },
  /** Put these off, or no longer. */
  unsure: { ids, isUnsure: flag },
  export: {},
  /** The user gave keys to classes: all that were chosen. */
  classKeys: { keys: classKeys },
  /** Takes back the last decision made in the panel. */
  undo: {},
  reveal: { id: wholeNumber },
  open: { id: wholeNumber },
  copyPath: { id: wholeNumber },
  audit: {},
  cancel: {},
  walkthrough: {},
});

/** From the front end to the host. */
export type PanelMessage = Infer<typeof panelMessage>;

/** What the host sends, rebuilt; undefined for anything else, which `complain` hears of once. */
export const hostMessageReader = (complain: (problem: string) => void): ((value: unknown) => HostMessage | undefined) =>
  reader(hostMessage, complain);

/**
 * What the front end asks for, rebuilt from what has arrived. The front end is ours too, but it shows other people's
 * pictures: nothing that comes from it is taken on trust.
 */
export const panelMessageReader = (
  complain: (problem: string) => void,
): ((value: unknown) => PanelMessage | undefined) => reader(panelMessage, complain);

/** A choice of Fix Labels, rebuilt from what was given to a command. */
export const readFixChoice = (value: unknown): FixChoice | undefined => read(fixChoice, value);
