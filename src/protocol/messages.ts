// Every message between the panel's host (src/editor) and its front end (webview/). Plain data only: it is cloned
// across the boundary. Labels and paths are text; neither side ever makes HTML of them.
// Each message is described once, by a schema: the types are derived from it, and both sides read by it what arrives.
import {
  flag,
  list,
  oneOf,
  optional,
  orNull,
  real,
  refined,
  text,
  tuple,
  variants,
  wholeNumber,
  type Infer,
} from '../schema/index.ts';
import {
  browsedRows,
  classKeys,
  datasets,
  ids,
  issueDetail,
  issueUpdate,
  panelState,
  progressView,
  runView,
  similarPictures,
} from './audit-view.ts';
import { checkPage, checkSummaries, findingAction } from './check-views.ts';
import { history, noteText, pictureItem, reviewView } from './decision-views.ts';
import { mapLayout, mapView } from './map-view.ts';
import { queueAsk, queueNews, queueView } from './queue-views.ts';
import { read, reader } from './read-message.ts';
import { comparisonView, fixChoice, fixPlanView, type FixChoice } from './remediation-views.ts';

export type * from './audit-view.ts';
export type * from './check-views.ts';
export type * from './decision-views.ts';
export type * from './map-view.ts';
export type * from './queue-views.ts';
export type * from './remediation-views.ts';

/** What a user may type or pick as a label: never nothing. */
const label = refined(text, (value) => value !== '', 'a label');
const decideAction = variants('kind', { accept: {}, relabel: { label }, keep: {}, remove: {} });

/** A user's decision on pictures. */
export type DecideAction = Infer<typeof decideAction>;

const hostMessage = variants('type', {
  state: { state: panelState },
  progress: { progress: progressView },
  /** The audit that is shown is made again, and stays usable until then. */
  run: { run: runView },
  /** Some decisions or labels changed. */
  issues: { changes: list(issueUpdate), stale: flag },
  /** What is noted on decisions: all of it after a state, then what has changed; of a check: on what it found. */
  reviews: { check: optional(text), reviews: list(reviewView) },
  /** The decisions made here, oldest first. */
  history: { entries: history },
  /** The user chose this in the menu of a picture. */
  picture: { item: pictureItem, id: wholeNumber },
  /** In answer to `summary`. */
  summary: { text },
  /** What the checks of pictures and of the data set found: after a state, and when a threshold was chosen. */
  checks: { checks: checkSummaries },
  /** In answer to `check`. */
  check: { page: checkPage },
  /** What became of pictures that a check flags. */
  checked: { name: text, changes: list(issueUpdate) },
  /** In answer to `browse`. */
  browsed: { page: browsedRows },
  /** In answer to `map`. */
  map: { map: mapView },
  /** How much of the layout by neighbours is done, in [0, 1]; null: none is being made. */
  mapping: { share: orNull(real) },
  /** Thumbnails as webview URIs, in answer to `thumbnails`; null where a picture is gone or unreadable. */
  thumbnails: { uris: list(tuple(wholeNumber, orNull(text))) },
  detail: { detail: issueDetail },
  /** In answer to `similar`. */
  similar: { pictures: similarPictures },
  /** Select this picture (from a quick fix or command) and show it. */
  select: { id: wholeNumber },
  /** Show all open pictures of this pair, to be accepted together. */
  like: { given: text, suggested: text },
  /** In answer to `plan`. */
  plan: { plan: fixPlanView },
  /** The last comparison of the data set that is shown; null where there is none. */
  comparison: { comparison: orNull(comparisonView), running: flag },
  /** The audited data sets of the workspace, and which of them is shown; null where none is. */
  datasets: { shown: orNull(text), datasets },
  /** Go to this tab. */
  show: { tab: oneOf('fix', 'compare') },
  /** The queue of pictures to label next is shown in place of an audit; null: no longer. */
  queue: { queue: orNull(queueView) },
  queueNews: { news: queueNews },
  /** Why nothing can be decided, in plain words, until null says that it can again. */
  blocked: { message: orNull(text) },
  /** Could not be done; in plain words, to be shown until dismissed. */
  error: { message: text },
});

/** From the host to the front end. */
export type HostMessage = Infer<typeof hostMessage>;

const panelMessage = variants('type', {
  /** The front end is up (again) and wants the state. */
  ready: {},
  /** About so many pictures that are not flagged, from this place in the data set on. */
  browse: { from: wholeNumber, count: wholeNumber },
  /** The pictures as points. By neighbours they are laid out first, where that has not been done yet. */
  map: { layout: mapLayout },
  /** The layout by neighbours is no longer wanted. */
  stopMap: {},
  /** The pictures that a check flags by this threshold (null: the audit's), from this place among them on. */
  check: { name: text, below: orNull(real), from: wholeNumber },
  /** The user has chosen this threshold for a check; null: the audit's again. */
  checkThreshold: { name: text, below: orNull(real) },
  /** Decide on what a check found in these pictures, or in the sets that they are of. */
  finding: {
    check: text,
    ids: refined(ids, ({ length }) => length > 0, 'a list of pictures'),
    action: findingAction,
  },
  thumbnails: { ids },
  detail: { id: wholeNumber },
  /** The nearest pictures to this one, in full size. */
  similar: { id: wholeNumber },
  decide: { ids: refined(ids, ({ length }) => length > 0, 'a list of pictures'), action: decideAction },
  /** What this choice would change. */
  plan: { choice: fixChoice },
  /** Change it, after the user has confirmed each change in VS Code's refactor preview. */
  fix: { choice: fixChoice },
  /** Train on both and compare; with this choice, or where it is null with what the user then picks. */
  compare: { choice: orNull(fixChoice) },
  /** Put these off, or no longer; with a check: what it found in them. */
  unsure: { ids, isUnsure: flag, check: optional(text) },
  /**
   * Note this on the decisions on these pictures, made or to be made; with a check: on what it found. '' takes a note
   * back.
   */
  note: {
    ids: refined(ids, ({ length }) => length > 0, 'a list of pictures'),
    note: noteText,
    check: optional(text),
  },
  export: {},
  /** Show the audit of this data set: one of those that were told. */
  dataset: { key: text },
  /** The user gave keys to classes: all that were chosen. */
  classKeys: { keys: classKeys },
  /** About the queue that is shown, by the number of its choice: what was asked of another is not done. */
  queue: { batch: wholeNumber, ask: queueAsk },
  /** Takes back the last decision made in the panel. */
  undo: {},
  redo: {},
  /** Take decisions back, or make them again, until the one of this number is the last; 0: until none is made. */
  goTo: { number: wholeNumber },
  /** What was decided, in Markdown; also to the clipboard. */
  summary: { copy: flag },
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
