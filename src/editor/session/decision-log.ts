import type { Review } from '../../audit/light.ts';

/** One decision on one picture. */
export type Note = Pick<Review, 'path' | 'label' | 'decision'>;

export interface ReviewNotesOptions {
  /** A picture's label as it stands now; undefined where no row names the picture. */
  readonly labelNow: (path: string) => string | undefined;
  /** What reviews.csv says of a picture. */
  readonly reviewOf: (path: string) => Review | undefined;
  /** Writes reviews.csv; false where it can't be written. */
  readonly write: (set: readonly Note[], restore: readonly Review[], remove: readonly string[]) => Promise<boolean>;
}

/** Puts decisions down in reviews.csv for as long as they stand. */
export interface ReviewNotes {
  /** Notes decisions that were just carried out; `sync` writes them. */
  add(notes: readonly Note[]): void;
  /**
   * Brings reviews.csv in line with the labels: what was undone, by whatever means, is taken out again. What could not be
   * written is tried again the next time.
   */
  sync(): Promise<void>;
}

/** What was decided on one picture, in order, and what reviews.csv said before. */
interface Noted {
  readonly notes: Note[];
  readonly before: Review | undefined;
  /** The one that is written down now. */
  written: Note | undefined;
}

/**
 * Creates the notes of a session. A relabelled picture stands while it bears the new label, a removed one while no row
 * names it; of several decisions on a picture the last that stands is written.
 */
export function createReviewNotes({ labelNow, reviewOf, write }: ReviewNotesOptions): ReviewNotes {
  const noted = new Map<string, Noted>();

  const stands = ({ path, label, decision }: Note): boolean => {
    const now = labelNow(path);
    return decision === 'removed' ? now === undefined : now === label;
  };

  const bringInLine = async (): Promise<void> => {
    const set: Note[] = [];
    const restore: Review[] = [];
    const remove: string[] = [];
    const changed = new Map<Noted, Note | undefined>();
    for (const [path, entry] of noted) {
      const wanted = entry.notes.findLast(stands);
      const { written } = entry;
      if (wanted === written) continue;
      changed.set(entry, wanted);
      if (wanted) {
        set.push(wanted);
        continue;
      }
      // Somebody may have decided otherwise since: only what we wrote is taken back.
      const now = reviewOf(path);
      if (now?.decision !== written?.decision || now?.label !== written?.label) continue;
      if (entry.before) restore.push(entry.before);
      else remove.push(path);
    }
    const isDone = set.length + restore.length + remove.length === 0 || (await write(set, restore, remove));
    if (isDone) for (const [entry, wanted] of changed) entry.written = wanted;
  };
  let syncing = Promise.resolve();

  return {
    add(notes) {
      for (const note of notes) {
        const known = noted.get(note.path);
        if (known) known.notes.push(note);
        else noted.set(note.path, { notes: [note], before: reviewOf(note.path), written: undefined });
      }
    },
    sync() {
      // One after the other: each sees what the one before has written.
      syncing = syncing.then(bringInLine, bringInLine);
      return syncing;
    },
  };
}
