import * as vscode from 'vscode';
import type { HostMessage, ReviewView } from '../../protocol/index.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { LiveSessionStore } from '../session/session-store.ts';

/** Tells a front end what is noted on decisions: notes, who decided, and when. */
export interface ReviewUpdates {
  /** Tells all of it, as to a front end that has just started. */
  send(): void;
  /** From now on this picture is told of too, flagged or not. */
  include(id: number): void;
  dispose(): void;
}

/** Whether there is anything to tell of a picture. */
const isEmpty = ({ decided, note }: ReviewView): boolean => !decided && note === undefined;

export function reviewView(session: LiveSession, id: number): ReviewView {
  const place = session.reviewPlace(id);
  const review = session.reviews.lastOf(place);
  const note = session.reviews.noteOf(place);
  return {
    id,
    decided: review !== undefined,
    ...(review === undefined || review.date === '' ? {} : { date: review.date }),
    ...(note === undefined ? {} : { note }),
    ...(review?.reviewer === undefined ? {} : { reviewer: review.reviewer }),
  };
}

export function createReviewUpdates(
  store: Pick<LiveSessionStore, 'active' | 'onDidChangeSessions'>,
  post: (message: HostMessage) => void,
): ReviewUpdates {
  let shown: LiveSession | undefined;
  let watched: vscode.Disposable | undefined;
  /** What the front end was told, as text. */
  let told = new Map<number, string>();
  const others = new Set<number>();

  const tell = (): void => {
    const session = shown;
    if (!session) return;
    const reviews: ReviewView[] = [];
    const look = (id: number): void => {
      const view = reviewView(session, id);
      const text = isEmpty(view) ? '' : JSON.stringify(view);
      if (text === (told.get(id) ?? '')) return;
      told.set(id, text);
      reviews.push(view);
    };
    for (const { id } of session.issues) look(id);
    for (const id of others) if (session.stateOf(id) !== undefined) look(id);
    if (reviews.length > 0) post({ type: 'reviews', reviews });
  };
  const follow = (): void => {
    if (store.active === shown) return;
    watched?.dispose();
    shown = store.active;
    told = new Map();
    others.clear();
    watched = shown?.reviews.onDidChange(tell);
  };

  follow();
  const listener = store.onDidChangeSessions(follow);
  return {
    send: () => {
      follow();
      told = new Map();
      tell();
      // In which split a picture stands is known once the labels have been read.
      void shown?.settled().then(tell);
    },
    include: (id) => {
      if (shown === undefined || id < shown.issues.length || others.has(id)) return;
      others.add(id);
      tell();
    },
    dispose: () => {
      watched?.dispose();
      listener.dispose();
    },
  };
}
