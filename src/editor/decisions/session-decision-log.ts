import { createReviewNotes, type ReviewNotes } from '../session/decision-log.ts';
import type { LiveSession } from '../session/session-store.ts';

const reviewNotes = new WeakMap<LiveSession, ReviewNotes>();

/** Milliseconds without a change of the labels before reviews.csv is brought in line. */
const NOTE_DELAY = 100;

/**
 * The decisions made in a session, put down in reviews.csv; kept up with the text, or with the class folders, so that
 * every undo counts.
 */
export function notesOf(session: LiveSession): ReviewNotes {
  const known = reviewNotes.get(session);
  if (known) return known;
  const { kept } = session;
  const places = session.kind === 'csv' ? undefined : (path: string) => session.placeOf(path);
  const notes = createReviewNotes({
    labelsAt: (note) =>
      session.kind === 'csv'
        ? session.labelsAt(note)
        : [session.labelOf(note.path)].filter((label) => label !== undefined),
    reviewOf: (note) => kept.reviewOf(note),
    write: (set, restore, remove) => kept.write(set, restore, remove, places),
  });
  let timer: NodeJS.Timeout | undefined;
  session.onDidChangeText(() => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // While the text can't be read, or the folders can't be listed, they decide nothing.
      const isKnown = session.kind === 'csv' ? session.header !== undefined : session.isListed;
      if (isKnown) void notes.sync();
    }, NOTE_DELAY);
  });
  reviewNotes.set(session, notes);
  return notes;
}
