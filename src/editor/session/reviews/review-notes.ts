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
    const kept = (): readonly [string, string][] => {
      const found: unknown = memento.get(PREFIX + root);
      // Another version may have kept something else.
      return Array.isArray(found) ? found.filter(isPair) : [];
    };
    const typed = new Map(kept());
    const waiting = new Set(typed.keys());
    /** A queue and an audit of the same data set have sessions of their own: what the other keeps stays. */
    const save = async (changed: readonly string[]): Promise<void> => {
      const pairs = new Map(kept());
      for (const key of changed) {
        if (waiting.has(key)) pairs.set(key, typed.get(key) ?? '');
        else pairs.delete(key);
      }
      await memento.update(PREFIX + root, pairs.size === 0 ? undefined : [...pairs]);
    };
    return {
      of: (place) => typed.get(reviewKey(place)),
      set: async (places, note) => {
        const changed = places.map(reviewKey);
        for (const key of changed) {
          typed.set(key, note);
          if (note === '') waiting.delete(key);
          else waiting.add(key);
        }
        await save(changed);
      },
      written: async (reviews) => {
        const changed = reviews
          .filter((review) => typed.get(reviewKey(review)) === review.note)
          .map(reviewKey)
          .filter((key) => waiting.delete(key));
        if (changed.length > 0) await save(changed);
      },
    };
  };
}

function isPair(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}
