// What the panel shows of decisions beside their pictures: plain data, each described once, by a schema.
import { flag, object, optional, refined, text, wholeNumber, type Infer } from '../schema/index.ts';

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
