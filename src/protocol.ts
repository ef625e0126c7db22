// Every message between the panel's host (src/editor) and its front end (webview/). Plain data only: it is cloned
// across the boundary. Labels and paths are text; neither side ever makes HTML of them.

/** What became of a flagged picture. `open`: not decided yet. Derived from the labels as they are now, and reviews. */
export type Decision = 'open' | 'relabelled' | 'kept' | 'removed';

/** One flagged picture. */
export interface IssueRow {
  /** Its place in the report's ranking, worst first; the same for as long as the report is shown. */
  readonly id: number;
  /** POSIX path relative to the data set's root. */
  readonly path: string;
  readonly split?: string;
  /** Label when it was audited. */
  readonly given: string;
  readonly suggested: string;
  /** In [0, 1]; low is suspect. */
  readonly quality: number;
  readonly givenProbability: number;
  readonly suggestedProbability: number;
  readonly decision: Decision;
  /** Label as it is now; absent when the row or picture is gone. */
  readonly current?: string;
}

export interface IssueUpdate {
  readonly id: number;
  readonly decision: Decision;
  readonly current?: string;
}

export interface ClassRow {
  readonly class: string;
  readonly examples: number;
  readonly flagged: number;
  readonly labelIssues: number;
  readonly inverseLabelIssues: number;
  readonly labelNoise: number;
  readonly inverseLabelNoise: number;
  readonly labelQualityScore: number;
}

export interface OverlapRow {
  readonly classA: string;
  readonly classB: string;
  readonly numOverlapping: number;
  readonly jointProbability: number;
}

export interface FoldCurve {
  readonly fold: number;
  readonly heldOutAccuracy: number;
  readonly history: readonly { readonly epoch: number; readonly loss: number; readonly accuracy: number }[];
}

/** A finished audit, as the panel shows it. */
export interface AuditView {
  /** Name of the data set, for headings. */
  readonly name: string;
  readonly kind: 'csv' | 'folders';
  readonly createdAt: string;
  readonly audited: number;
  readonly classes: readonly string[];
  readonly splits: readonly string[];
  /** E.g. "small-cnn, 5 folds, 20 epochs, wasm, seed 0", or "your model's predictions". */
  readonly model: string;
  readonly accuracy?: number;
  readonly overallLabelHealthScore: number;
  readonly issues: readonly IssueRow[];
  /**
   * How many pictures are flagged in all, where `issues` holds only the first of the ranking: another state of the same
   * audit follows with all of them. Absent when `issues` holds them all.
   */
  readonly issueCount?: number;
  /** With `issueCount`: how many of the pictures that are not in `issues` are decided. */
  readonly reviewedBeyond?: number;
  readonly classHealth: readonly ClassRow[];
  readonly overlaps: readonly OverlapRow[];
  /** K×K: rows given label, columns (estimated) true label. */
  readonly confidentJoint: readonly (readonly number[])[];
  readonly folds: readonly FoldCurve[];
  readonly warnings: readonly string[];
  /** Pictures that were left out or contradict each other. */
  readonly problems: readonly { readonly path: string; readonly row?: number; readonly message: string }[];
  /** The labels file has changed since the audit, by other hands than a review's. */
  readonly stale: boolean;
}

/** How far a running audit is. */
export interface ProgressView {
  /** E.g. "Training fold 2 of 5, epoch 7 of 20". */
  readonly stage: string;
  /** In [0, 1], of the whole run. */
  readonly share: number;
  readonly secondsLeft?: number;
}

export type PanelState =
  | { readonly phase: 'empty' }
  | { readonly phase: 'running'; readonly name: string; readonly progress: ProgressView }
  | { readonly phase: 'failed'; readonly name: string; readonly message: string }
  | { readonly phase: 'cancelled'; readonly name: string }
  | { readonly phase: 'ready'; readonly audit: AuditView };

/** A picture to compare with. */
export interface SimilarPicture {
  readonly path: string;
  readonly label: string;
  readonly uri: string;
}

/** Everything about one flagged picture that the grid does not hold. */
export interface IssueDetail {
  readonly id: number;
  /** Webview URI of the picture, large. Absent when the file is gone. */
  readonly uri?: string;
  /** Every class with its probability, most probable first. */
  readonly probabilities: readonly { readonly class: string; readonly probability: number }[];
  /** Nearest confidently labelled examples of the given and of the suggested class, up to three each. */
  readonly similarGiven: readonly SimilarPicture[];
  readonly similarSuggested: readonly SimilarPicture[];
}

/** A user's decision on flagged pictures. */
export type DecideAction =
  | { readonly kind: 'accept' }
  | { readonly kind: 'relabel'; readonly label: string }
  | { readonly kind: 'keep' }
  | { readonly kind: 'remove' };

/** Which flagged labels Fix Labels takes, and what it does with them. */
export interface FixChoice {
  readonly action: 'prune' | 'relabel';
  readonly by: 'all' | 'worst' | 'below' | 'reviewed';
  /** For `worst`: in (0, 1]. */
  readonly share: number;
  /** For `below`: label quality, in [0, 1]. */
  readonly threshold: number;
  /** For `relabel`: least probability of the suggestion, in [0, 1]. */
  readonly minConfidence: number;
  /** No class is left with fewer pictures. */
  readonly minExamplesPerClass: number;
  /** Splits that may be changed; null: all but test splits. */
  readonly splits: readonly string[] | null;
}

/** What a choice would change, worked out by the host. */
export interface FixPlanView {
  readonly choice: FixChoice;
  /** Flagged (or reviewed) pictures in the splits, before the choice among them. */
  readonly considered: number;
  readonly changes: number;
  /** Pictures that would be taken but for this reason. */
  readonly heldBack: readonly { readonly reason: string; readonly pictures: number }[];
  /** By class: pictures now, those that go or get another label, those that come from other classes. */
  readonly classes: readonly {
    readonly class: string;
    readonly before: number;
    readonly out: number;
    readonly in: number;
    readonly after: number;
  }[];
  /** Splits that may be changed. */
  readonly splits: readonly string[];
}

/** A mean with its 95% interval. */
export interface IntervalView {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** One side of a comparison. */
export interface ComparedSideView {
  readonly trainPictures: number;
  readonly accuracy: IntervalView;
  /** Accuracy of each repeat. */
  readonly runs: readonly number[];
  /** K×K counts over all repeats: rows given label of the test pictures, columns predicted label. */
  readonly confusion: readonly (readonly number[])[];
  /** One per repeat; `fold` is the repeat. */
  readonly curves: readonly FoldCurve[];
}

/** The same model trained on the given and on the cleaned labels, tested on the same untouched pictures. */
export interface ComparisonView {
  readonly createdAt: string;
  readonly classes: readonly string[];
  readonly testSplit: string;
  readonly scored: number;
  /** Test pictures that stand in the training rows too, and are left out. */
  readonly alsoInTraining: number;
  /** Where the cleaned rows come from, in a few words. */
  readonly cleaning: string;
  readonly changes: { readonly removed: number; readonly relabelled: number; readonly added: number };
  readonly model: string;
  readonly baseline: ComparedSideView;
  readonly cleaned: ComparedSideView;
  /** Cleaned less baseline. */
  readonly difference: IntervalView;
  readonly verdict: string;
  readonly perClass: readonly {
    readonly class: string;
    readonly testPictures: number;
    readonly baseline: number | null;
    readonly cleaned: number | null;
  }[];
  readonly classesBetter: number;
  readonly classesWorse: number;
  readonly warnings: readonly string[];
}

/** From the host to the front end. */
export type HostMessage =
  | { readonly type: 'state'; readonly state: PanelState }
  | { readonly type: 'progress'; readonly progress: ProgressView }
  /** Some decisions or labels changed. */
  | { readonly type: 'issues'; readonly changes: readonly IssueUpdate[]; readonly stale: boolean }
  /** Thumbnails as webview URIs, in answer to `thumbnails`; null where a picture is gone or unreadable. */
  | { readonly type: 'thumbnails'; readonly uris: readonly (readonly [id: number, uri: string | null])[] }
  | { readonly type: 'detail'; readonly detail: IssueDetail }
  /** Select this picture (from a quick fix or command) and show it. */
  | { readonly type: 'select'; readonly id: number }
  /** In answer to `plan`. */
  | { readonly type: 'plan'; readonly plan: FixPlanView }
  /** The last comparison of the data set that is shown; null where there is none. */
  | { readonly type: 'comparison'; readonly comparison: ComparisonView | null; readonly running: boolean }
  /** Go to this tab. */
  | { readonly type: 'show'; readonly tab: 'fix' | 'compare' }
  /** Could not be done; in plain words, to be shown until dismissed. */
  | { readonly type: 'error'; readonly message: string };

/** From the front end to the host. */
export type PanelMessage =
  /** The front end is up (again) and wants the state. */
  | { readonly type: 'ready' }
  | { readonly type: 'thumbnails'; readonly ids: readonly number[] }
  | { readonly type: 'detail'; readonly id: number }
  | { readonly type: 'decide'; readonly ids: readonly number[]; readonly action: DecideAction }
  /** What this choice would change. */
  | { readonly type: 'plan'; readonly choice: FixChoice }
  /** Change it, after the user has confirmed each change in VS Code's refactor preview. */
  | { readonly type: 'fix'; readonly choice: FixChoice }
  /** Train on both and compare; with this choice, or where it is null with what the user then picks. */
  | { readonly type: 'compare'; readonly choice: FixChoice | null }
  | { readonly type: 'export' }
  /** Takes back the last decision made in the panel. */
  | { readonly type: 'undo' }
  | { readonly type: 'reveal'; readonly id: number }
  | { readonly type: 'open'; readonly id: number }
  | { readonly type: 'copyPath'; readonly id: number }
  | { readonly type: 'audit' }
  | { readonly type: 'cancel' }
  | { readonly type: 'walkthrough' };
