import * as vscode from 'vscode';
import type { BrowsedRows, HostMessage } from '../../protocol/index.ts';
import type { LiveSession } from '../session/live-session.ts';
import { createBrowsedPictures, type BrowsedPictures } from './browsed-pictures.ts';
import type { UnsureMarks } from './unsure-marks.ts';

/** Gives a front end the pictures that are not flagged, and tells it what becomes of them. */
export interface BrowseUpdates {
  page(session: LiveSession, from: number, count: number): Promise<BrowsedRows>;
  dispose(): void;
}

export function createBrowseUpdates(post: (message: HostMessage) => void, unsure: UnsureMarks): BrowseUpdates {
  let shown: { readonly session: LiveSession; readonly pictures: BrowsedPictures } | undefined;
  let watched: vscode.Disposable | undefined;
  let isPending = false;

  const sendChanges = (): void => {
    isPending = false;
    const changes = shown?.pictures.changes() ?? [];
    if (shown && changes.length > 0) post({ type: 'issues', changes, stale: shown.session.stale });
  };
  /** Changes that come together are sent together. */
  const note = (): void => {
    if (isPending) return;
    isPending = true;
    setImmediate(sendChanges);
  };
  const leave = (): void => {
    watched?.dispose();
    shown = undefined;
  };
  const follow = (session: LiveSession): BrowsedPictures => {
    if (shown?.session === session) return shown.pictures;
    leave();
    const pictures = createBrowsedPictures(session, unsure);
    shown = { session, pictures };
    watched = vscode.Disposable.from(session.onDidChangeLabels(note), session.reviews.onDidChange(note));
    return pictures;
  };

  return {
    page: (session, from, count) => follow(session).page(from, count),
    dispose: leave,
  };
}
