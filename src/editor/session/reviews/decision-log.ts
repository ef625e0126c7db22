import { reviewKey, type Review } from '../../../audit/light.ts';

/** One decision on one row, on its label or on what a check found: a picture, and its split where it stands in several. */
export type LoggedDecision = Pick<Review, 'path' | 'split' | 'type' | 'label' | 'decision'>;

export interface DecisionLogOptions {
  /** Labels of the rows that a decision is about, as they stand now. */
  readonly labelsAt: (note: LoggedDecision) => readonly string[];
  /** What reviews.csv says of a row. */
  readonly reviewOf: (note: LoggedDecision) => Review | undefined;
  /** Writes reviews.csv; false where it can't be written. */
  readonly write: (
    set: readonly LoggedDecision[],
    restore: readonly Review[],
    remove: readonly string[],
  ) => Promise<boolean>;
}

/** Puts decisions down in reviews.csv for as long as they stand. */
export interface DecisionLog {
  /** Notes decisions that were just carried out; `sync` writes them. */
  add(notes: readonly LoggedDecision[]): void;
  /** Whether the labels of this row were changed by a decision made here, or taken back since. */
  has(place: Pick<Review, 'path' | 'split'>): boolean;
  /** Whether a decision made here took this row out; it may have been taken back since. */
  hasRemoved(place: Pick<Review, 'path' | 'split'>): boolean;
  /**
   * Brings reviews.csv in line with the labels: what was undone, by whatever means, is taken out again. What could not be
   * written is tried again the next time.
   */
  sync(): Promise<void>;
}

/** What was decided on one row, in order, and what reviews.csv said before. */
interface Noted {
  readonly notes: LoggedDecision[];
  readonly before: Review | undefined;
  /** The one that is written down now. */
  written: LoggedDecision | undefined;
}

/**
 * Creates the notes of a session. A decision to relabel stands while a row bears the new label, one to remove while none
 * bears the old one (where a row had a twin that stays, nothing is said of the label); of several decisions on a picture
 * the last that stands is written.
 */
export function createDecisionLog({ labelsAt, reviewOf, write }: DecisionLogOptions): DecisionLog {
  const noted = new Map<string, Noted>();
  /** By `reviewKey` without the check. */
  const places = new Map<string, Noted[]>();

  const stands = (note: LoggedDecision): boolean =>
    labelsAt(note).includes(note.label) === (note.decision === 'relabelled');

  const bringInLine = async (): Promise<void> => {
    const set: LoggedDecision[] = [];
    const restore: Review[] = [];
    const remove: string[] = [];
    const changed = new Map<Noted, LoggedDecision | undefined>();
    for (const [key, entry] of noted) {
      const wanted = entry.notes.findLast(stands);
      const { written } = entry;
      if (wanted === written) continue;
      changed.set(entry, wanted);
      if (wanted) {
        set.push(wanted);
        continue;
      }
      // Somebody may have decided otherwise since: only what we wrote is taken back.
      const now = reviewOf(entry.notes[0]);
      if (now?.decision !== written?.decision || now?.label !== written?.label) continue;
      if (entry.before) restore.push(entry.before);
      else remove.push(key);
    }
    const isDone = set.length + restore.length + remove.length === 0 || (await write(set, restore, remove));
    if (isDone) for (const [entry, wanted] of changed) entry.written = wanted;
  };
  let syncing = Promise.resolve();

  return {
    add(notes) {
      for (const note of notes) {
        const known = noted.get(reviewKey(note));
        if (known) {
          known.notes.push(note);
          continue;
        }
        const fresh: Noted = { notes: [note], before: reviewOf(note), written: undefined };
        noted.set(reviewKey(note), fresh);
        const place = reviewKey({ path: note.path, split: note.split });
        places.set(place, [...(places.get(place) ?? []), fresh]);
      }
    },
    has: (place) => places.has(reviewKey(place)),
    hasRemoved: (place) =>
      places.get(reviewKey(place))?.some(({ notes }) => notes.some(({ decision }) => decision === 'removed')) ?? false,
    sync() {
      // One after the other: each sees what the one before has written.
      syncing = syncing.then(bringInLine, bringInLine);
      return syncing;
    },
  };
}
