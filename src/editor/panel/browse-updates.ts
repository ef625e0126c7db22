import type { BrowsedRows, HostMessage } from '../../protocol/index.ts';
import type { LiveSession } from '../session/live-session.ts';
import { createBrowsedPictures } from './browsed-pictures.ts';
import { followSession } from './follow-session.ts';
import type { UnsureMarks } from './unsure-marks.ts';

/** Gives a front end the pictures that are not flagged, and tells it what becomes of them. */
export interface BrowseUpdates {
  page(session: LiveSession, from: number, count: number): Promise<BrowsedRows>;
  dispose(): void;
}

export function createBrowseUpdates(post: (message: HostMessage) => void, unsure: UnsureMarks): BrowseUpdates {
  const followed = followSession(
    (session) => createBrowsedPictures(session, unsure),
    (pictures, { stale }) => {
      const changes = pictures.changes();
      if (changes.length > 0) post({ type: 'issues', changes, stale });
    },
  );
  return {
    page: (session, from, count) => followed.of(session).page(from, count),
    dispose: followed.leave,
  };
}
