import type { CheckType } from '../../../audit/light.ts';
import type { HostMessage } from '../../../protocol/index.ts';
import { checkOf } from '../../session/checks/finding-states.ts';
import type { LiveSession } from '../../session/live-session.ts';
import type { LiveSessionStore } from '../../session/session-store.ts';
import type { UnsureMarks } from '../unsure-marks.ts';
import { followSession } from '../follow-session.ts';
import { checkSummaries, createCheckPages, type CheckPages } from './check-pages.ts';
import type { CheckThresholds } from './check-thresholds.ts';

/** Gives a front end what the checks of a report found, and tells it what becomes of that. */
export interface CheckUpdates {
  /** Tells which checks there are, as to a front end that has just started. */
  send(): void;
  /** The pictures that a check flags; see `CheckPages`. */
  page(session: LiveSession, name: string, threshold: number | null, from: number): Promise<void>;
  choose(session: LiveSession, name: string, threshold: number | null): Promise<void>;
  dispose(): void;
}

/** @param given hears of the pictures that the front end was given */
export function createCheckUpdates(
  store: Pick<LiveSessionStore, 'active' | 'onDidChangeSessions'>,
  thresholds: CheckThresholds,
  unsure: Pick<UnsureMarks, 'ofCheck'>,
  post: (message: HostMessage) => void,
  given: (type: CheckType, ids: readonly number[]) => void = () => undefined,
): CheckUpdates {
  const followed = followSession(
    () => new Map<string, CheckPages>(),
    (known) => {
      for (const [name, pages] of known) {
        const changes = pages.changes();
        if (changes.length > 0) post({ type: 'checked', name, changes });
      }
    },
  );
  const listener = store.onDidChangeSessions(() => {
    if (followed.session !== undefined && followed.session !== store.active) followed.leave();
  });

  return {
    send: () => {
      const session = store.active;
      if (session === undefined) return;
      post({ type: 'checks', checks: checkSummaries(session, thresholds.of(session.root.fsPath)) });
    },
    page: async (session, name, threshold, from) => {
      const type = checkOf(session, name);
      if (type === undefined) return;
      const known = followed.of(session);
      const pages = known.get(name) ?? createCheckPages(session, type);
      known.set(name, pages);
      const page = await pages.page(threshold, from);
      const putOff = unsure.ofCheck(session, name, page.rows);
      post({ type: 'check', page: putOff.length === 0 ? page : { ...page, unsure: putOff } });
      given(
        type,
        page.rows.map(({ id }) => id),
      );
    },
    choose: async (session, name, threshold) => {
      await thresholds.set(session.root.fsPath, name, threshold);
    },
    dispose: () => {
      listener.dispose();
      followed.leave();
    },
  };
}
