// What the panel shows of decisions beside their pictures: plain data, each described once, by a schema.
import { flag, list, object, oneOf, optional, refined, text, wholeNumber, type Infer } from '../schema/index.ts';
import { PICTURE_ITEMS } from './picture-items.ts';

/** The longest note, in characters. */
export const LONGEST_NOTE = 500;

/** One line: `reviews.csv` is merged line by line. */
export const noteText = refined(
  text,
  (value) => value.length <= LONGEST_NOTE && !/[\r\n]/.test(value),
  `a line of at most ${LONGEST_NOTE} characters`,
);

export const reviewView = object({
  id: wholeNumber,
  /** Otherwise a note waits for the decision. */
  decided: flag,
  /** When, where that is written down. */
  date: optional(text),
  note: optional(text),
  /** Who decided, where that is written down. */
  reviewer: optional(text),
});

/** What `reviews.csv` says of a picture beside the decision. */
export type ReviewView = Infer<typeof reviewView>;

/** The most decisions of the history that are sent. */
const MOST_ENTRIES = 1000;

const historyEntry = object({
  /** From 1, in the order in which they were made. */
  number: wholeNumber,
  kind: oneOf('accept', 'relabel', 'keep', 'remove', 'respell', 'plan'),
  /** The new label, where it is one for all. */
  to: optional(text),
  /** Number of pictures, where it is known. */
  pictures: optional(wholeNumber),
  /** Id of the first of them. */
  first: optional(wholeNumber),
  at: text,
  /** It was taken back, and can be made again. */
  undone: flag,
});

/** A decision made since the audit was opened. */
export type HistoryEntry = Infer<typeof historyEntry>;

export const history = list(historyEntry, MOST_ENTRIES);

export const pictureItem = oneOf(...PICTURE_ITEMS);
