import type { Memento } from 'vscode';
import { reviewKey, type Review } from '../../../audit/light.ts';

type Place = Pick<Review, 'path' | 'split' | 'type'>;

/** Notes that were typed here for pictures of one data set. They wait for a decision, and come back with it after an undo. */
export interface ReviewNotes {
  /** '' where a note was taken back; undefined where none was typed. */
  of(place: Place): string | undefined;
  set(places: readonly Place[], note: string): Promise<void>;
  /** These stand in reviews.csv now, and need not be kept elsewhere. */
  written(reviews: readonly Review[]): Promise<void>;
}

const PREFIX = 'notes:';

/** Keeps those that wait with the workspace, so that none is lost to a reload. */
export function createNotesStore(memento: Pick<Memento, 'get' | 'update'>): (root: string) => ReviewNotes {
  return (root) => {
    const found: unknown = memento.get(PREFIX + root);
    // Another version may have kept something else.
    const kept = Array.isArray(found) ? found.filter(isPair) : [];
    const typed = new Map<string, string>(kept);
    const waiting = new Set(typed.keys());
    const save = async (): Promise<void> => {
      const pairs = [...waiting].map((key) => [key, typed.get(key) ?? '']);
      await memento.update(PREFIX + root, pairs.length === 0 ? undefined : pairs);
    };
    return {
      of: (place) => typed.get(reviewKey(place)),
      set: async (places, note) => {
        for (const place of places) {
          const key = reviewKey(place);
          typed.set(key, note);
          if (note === '') waiting.delete(key);
          else waiting.add(key);
        }
        await save();
      },
      written: async (reviews) => {
        const before = waiting.size;
        for (const review of reviews) {
          const key = reviewKey(review);
          if (typed.get(key) === review.note) waiting.delete(key);
        }
        if (waiting.size !== before) await save();
      },
    };
  };
}

function isPair(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}
