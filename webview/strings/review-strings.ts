import { count, percent, plural, score } from '../../src/protocol/index.ts';
import type { BesideOf } from '../model/beside.ts';
import type { Standing } from '../model/rows/filters.ts';
import type { SortKey } from '../model/rows/sort-issues.ts';

const pictures = (n: number) => plural(n, 'picture');

const DECISIONS: Readonly<Record<Standing, string>> = {
  open: 'Open',
  unsure: 'Unsure',
  relabelled: 'Relabelled',
  kept: 'Kept',
  removed: 'Removed',
  gone: 'Not in the data set',
};

const SORTS: Readonly<Record<SortKey, string>> = {
  quality: 'Label quality',
  probability: 'Suggestion’s probability',
  given: 'Given label',
  suggested: 'Suggested label',
  name: 'File name',
};

/** Texts of the Review tab. */
export const REVIEW_STRINGS = {
  decision: (decision: Standing) => DECISIONS[decision],
  sort: (key: SortKey) => SORTS[key],
  /** The edge between the grid and the picture. */
  split: 'Room of the selected picture',
  splitHint: 'Drag to share the room; double-click for the usual share',
  cardSize: 'Size of the pictures',

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
    titleOfAll: 'No picture matches the filters',
    clear: 'Clear Filters',
  },

  filters: {
    region: 'Filters',
    search: 'Search by file name',
    searchHint: 'Search file names (/)',
    browse: 'Browse all',
    browseHint: 'Also show pictures that are not flagged',
    loading: ', more are coming…',
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
    probability: 'Suggestion',
    probabilityTitle: 'Least probability of the suggestion',
    probabilityLimit: (limit: number | null) => (limit === null ? 'All' : `≥ ${percent(limit)}`),
    more: (inForce: number) => (inForce === 0 ? 'Filters' : `Filters (${count(inForce)})`),
    acceptMany: 'Accept Many…',
    acceptManyHint: 'See all open pictures with a sure suggestion, and accept them together',
    clear: 'Clear Filters',
    shown: (visible: number, total: number) =>
      visible === total ? pictures(total) : `${count(visible)} of ${pictures(total)}`,
  },

  bulk: {
    region: 'Accept many suggestions',
    what: (n: number, pair: string, least: number | null) =>
      [
        `${count(n)} open ${n === 1 ? 'picture' : 'pictures'}${pair === '' ? '' : ` of ${pair}`}`,
        least === null ? '' : `whose suggestion is at least ${percent(least)} probable`,
      ]
        .filter(Boolean)
        .join(' '),
    pair: (given: string | null, suggested: string | null) =>
      given === null && suggested === null ? '' : `${given ?? 'any class'} → ${suggested ?? 'any class'}`,
    leftOut: (n: number) => (n === 0 ? '' : `${pictures(n)} of test splits left out.`),
    waiting: 'More pictures are coming…',
    accept: (n: number) => `Accept ${n === 1 ? 'the Suggestion' : `${count(n)} Suggestions`}`,
    cancel: 'Cancel',
    like: (n: number) => `All Like This (${count(n)})`,
    likeHint: (given: string, suggested: string) => `All open pictures labelled ${given} that look like ${suggested}`,
  },

  grid: {
    label: 'Flagged pictures',
    /** Where pictures that are not flagged are shown, too. */
    all: 'Pictures',
    flagged: 'flagged',
    agrees: 'the model agrees',
    /** Read out before the given and the suggested label, and the quality. */
    labelled: 'labelled',
    suggested: 'suggested',
    quality: 'label quality',
    missing: 'No picture',
  },

  loupe: {
    region: 'Enlarged picture',
    close: 'Back to the List',
    legend: 'Classes, most probable first',
    sideBySide: 'Show Similar Pictures Beside It',
    alone: 'Show the Picture Alone',
    beside: (of: BesideOf, label: string) =>
      ({ given: `Given: ${label}`, suggested: `Suggested: ${label}`, neighbours: `Nearest: ${label}` })[of],
    nextBeside: 'next similar picture',
    besideHint: (path: string) => `Compare with ${path}`,
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
    notFlagged: 'Not flagged.',
    split: 'Split',
    file: 'File',
    taken: 'Taken',
    camera: 'Camera',
    row: (csv: boolean): string => (csv ? 'Reveal Row' : 'Reveal in Explorer'),
    open: 'Open Picture',
    copy: 'Copy Path',
    accept: (label: string) => `Change to ${label}`,
    has: (label: string) => `The label is ${label}`,
    acceptAll: (n: number) => `Accept ${count(n)} Suggestions`,
    keep: 'Keep',
    keepAll: (n: number) => `Keep ${count(n)}`,
    remove: 'Remove',
    removeAll: (n: number) => `Remove ${count(n)}`,
    unsure: 'Unsure',
    unsureAll: (n: number) => `Unsure ${count(n)}`,
    enlarge: 'Enlarge (Space)',
    undo: 'Undo',
    said: 'Annotators',
    probabilities: 'What the model sees',
    confirm: (label: string, share: number) => `Keep the label ${label} (${percent(share)})`,
    pick: (label: string, share: number) => `Change the label to ${label} (${percent(share)})`,
    isGiven: 'given',
    isSuggested: 'suggested',
    showAll: (n: number) => `Show all ${count(n)} classes`,
    showFewer: 'Show fewer',
    similar: (label: string) => `Pictures that look like ${label}`,
    neighbours: 'Nearest, whatever their class',
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
    copied: 'Picture copied.',
    notCopied: (why: string) => `The picture could not be copied: ${why}`,
    undo: 'Undoing the last decision.',
    redo: 'Making the decision again that was taken back last.',
    notDecidable: 'A removed picture can only be brought back with Undo, and one that is gone can’t be decided.',
    noClass: (key: string) => `No class has the key ${key}.`,
    shown: (shown: string) => `Showing ${shown}.`,
    undone: (n: number) => `${pictures(n)} open again.`,
  },
};
