import * as vscode from 'vscode';
import type { CheckName } from '../../audit/light.ts';
import type { HostMessage, ReviewView } from '../../protocol/index.ts';
import { findingPlace } from '../session/checks/finding-states.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { LiveSessionStore } from '../session/session-store.ts';

/** Tells a front end what is noted on decisions: notes, who decided, and when. */
export interface ReviewUpdates {
  /** Tells all of it, as to a front end that has just started. */
  send(): void;
  /** From now on this picture is told of too, flagged or not. */
  include(id: number): void;
  /** And of what a check found in these. */
  includeFindings(type: { readonly name: CheckName }, ids: readonly number[]): void;
  dispose(): void;
}

/** Whether there is anything to tell of a picture. */
const isEmpty = ({ decided, note }: ReviewView): boolean => !decided && note === undefined;

/** @param type the check whose finding was decided on; default: the label was */
export function reviewView(session: LiveSession, id: number, type?: CheckName): ReviewView {
  const place = type === undefined ? session.reviewPlace(id) : findingPlace(session, type, id);
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

/** Pictures of which is told, and what the front end was told last, as text. */
interface Told {
  readonly ids: Set<number>;
  readonly texts: Map<number, string>;
}

export function createReviewUpdates(
  store: Pick<LiveSessionStore, 'active' | 'onDidChangeSessions'>,
  post: (message: HostMessage) => void,
): ReviewUpdates {
  let shown: LiveSession | undefined;
  let watched: vscode.Disposable | undefined;
  /** By the check that found something in them; undefined: their labels. */
  const told = new Map<CheckName | undefined, Told>();

  const toldOf = (type: CheckName | undefined): Told => {
    const known = told.get(type) ?? { ids: new Set<number>(), texts: new Map<number, string>() };
    told.set(type, known);
    return known;
  };
  const tell = (session: LiveSession, type: CheckName | undefined): void => {
    const { ids, texts } = toldOf(type);
    const reviews: ReviewView[] = [];
    for (const id of ids) {
      if (session.stateOf(id) === undefined) continue;
      const view = reviewView(session, id, type);
      const text = isEmpty(view) ? '' : JSON.stringify(view);
      if (text === (texts.get(id) ?? '')) continue;
      texts.set(id, text);
      reviews.push(view);
    }
    if (reviews.length > 0) post({ type: 'reviews', ...(type === undefined ? {} : { check: type }), reviews });
  };
  const tellAll = (): void => {
    if (shown === undefined) return;
    for (const type of told.keys()) tell(shown, type);
  };
  const follow = (): void => {
    if (store.active === shown) return;
    watched?.dispose();
    shown = store.active;
    told.clear();
    for (const { id } of shown?.issues ?? []) toldOf(undefined).ids.add(id);
    watched = shown?.reviews.onDidChange(tellAll);
  };
  const include = (type: CheckName | undefined, ids: readonly number[]): void => {
    if (shown === undefined) return;
    const known = toldOf(type).ids;
    const before = known.size;
    for (const id of ids) known.add(id);
    if (known.size > before) tell(shown, type);
  };

  follow();
  const listener = store.onDidChangeSessions(follow);
  return {
    send: () => {
      follow();
      for (const { texts } of told.values()) texts.clear();
      tellAll();
      // In which split a picture stands is known once the labels have been read.
      void shown?.settled().then(tellAll);
    },
    include: (id) => {
      include(undefined, [id]);
    },
    includeFindings: ({ name }, ids) => {
      include(name, ids);
    },
    dispose: () => {
      watched?.dispose();
      listener.dispose();
    },
  };
}
