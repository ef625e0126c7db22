import * as vscode from 'vscode';
import type { BrowsedRows, IssueUpdate } from '../../protocol/index.ts';
import { createTimeSlices } from '../host/time-slices.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { IssueState } from '../session/types.ts';
import { idOfExample } from '../session/unflagged-pictures.ts';
import { issueRow, issueUpdate } from './panel-view.ts';
import type { UnsureMarks } from './unsure-marks.ts';

/** The most rows that one message carries: more would make the page wait. */
const MOST = 2000;

/** The unflagged pictures of one session that a front end was given, page by page. */
export interface BrowsedPictures {
  /** The next pictures from this place in the data set on. */
  page(from: number, count: number): Promise<BrowsedRows>;
  /** What became of those that were given, since this was last asked. */
  changes(): IssueUpdate[];
}

/** @param unsure which pictures the user put off */
export function createBrowsedPictures(session: LiveSession, unsure: UnsureMarks): BrowsedPictures {
  const { report } = session;
  /** By id: what the front end was told last. */
  const given = new Map<number, Pick<IssueState, 'decision' | 'current'>>();

  return {
    async page(from, count) {
      const { createdAt, paths } = report;
      const [predictions] = await Promise.all([session.predictions(), session.settled()]);
      if (predictions === undefined) {
        const problem = vscode.l10n.t(
          'Only flagged pictures can be shown: what the model says of the others is kept in the arrays beside the report, and they are gone. Audit again to browse all.',
        );
        return { createdAt, from, rows: [], problem };
      }
      const pause = createTimeSlices(() => true);
      const states: IssueState[] = [];
      let at = from;
      for (; at < paths.length && states.length < Math.min(count, MOST); at += 1) {
        await pause();
        const state = session.stateOf(idOfExample(report, at));
        if (state === undefined) continue; // one that is flagged
        states.push(state);
        given.set(state.id, state);
      }
      const putOff = unsure.of(session, states);
      return {
        ...{ createdAt, from, rows: states.map(issueRow) },
        ...(at < paths.length ? { next: at } : {}),
        ...(putOff.length > 0 ? { unsure: putOff } : {}),
      };
    },
    changes() {
      // Nothing can be told while the labels are read.
      if (given.size === 0 || !session.isReadable) return [];
      const changed: IssueUpdate[] = [];
      for (const [id, before] of given) {
        const state = session.stateOf(id);
        if (state === undefined) continue;
        if (state.decision === before.decision && state.current?.label === before.current?.label) continue;
        given.set(id, state);
        changed.push(issueUpdate(state));
      }
      return changed;
    },
  };
}
