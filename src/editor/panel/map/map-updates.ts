import * as vscode from 'vscode';
import type { HostMessage, MapLayout } from '../../../protocol/index.ts';
import { plainMessage } from '../../host/output.ts';
import type { LiveSession } from '../../session/live-session.ts';
import { emptyMap, mapView } from './map-view.ts';

/** Lays out by neighbours, in a process of its own, and writes that beside the report of the data set. */
export type LayOutMap = (
  root: string,
  hooks: { readonly signal: AbortSignal; readonly onProgress: (progress: { readonly share: number }) => void },
) => Promise<unknown>;

/** Gives a front end the map of an audit's pictures. */
export interface MapUpdates {
  /** The map of this layout. By neighbours the pictures are laid out first, where that has not been done. */
  show(session: LiveSession, layout: MapLayout): Promise<void>;
  /** Ends what is being laid out. */
  stop(): void;
  dispose(): void;
}

export function createMapUpdates(layOut: LayOutMap, post: (message: HostMessage) => void): MapUpdates {
  let running: { readonly session: LiveSession; readonly stop: AbortController } | undefined;

  const isCurrent = (stop: AbortController): boolean => running?.stop === stop;
  const stop = (): void => {
    if (running === undefined) return;
    running.stop.abort();
    running = undefined;
    post({ type: 'mapping', share: null });
  };
  const layOutOnce = async (session: LiveSession): Promise<boolean> => {
    if (running?.session === session) return false; // its end is told to who asked first
    stop();
    const own = new AbortController();
    running = { session, stop: own };
    post({ type: 'mapping', share: 0 });
    try {
      await layOut(session.root.fsPath, {
        signal: own.signal,
        onProgress: ({ share }) => {
          if (isCurrent(own)) post({ type: 'mapping', share });
        },
      });
      return !own.signal.aborted;
    } catch (error) {
      if (own.signal.aborted) return false;
      throw error;
    } finally {
      // Another data set may be laid out by now.
      if (isCurrent(own)) {
        running = undefined;
        post({ type: 'mapping', share: null });
      }
    }
  };

  const pointsOf = async (
    session: LiveSession,
    layout: MapLayout,
  ): Promise<{ readonly data: Float32Array; readonly columns: number } | undefined> => {
    if (layout === 'components') {
      const rows = await session.opened.map();
      return rows && { data: rows.data, columns: rows.k };
    }
    const data = await session.opened.mapLayout();
    return data && { data, columns: 2 };
  };

  return {
    show: async (session, layout) => {
      const none = (problem: string): void => {
        post({ type: 'map', map: emptyMap(session.report, layout, problem) });
      };
      if (session.report.map === undefined) {
        none(vscode.l10n.t('This audit has no map: an earlier version made it. Audit again to see one.'));
        return;
      }
      try {
        const predictions = await session.predictions();
        let points = await pointsOf(session, layout);
        if (points === undefined && layout === 'neighbours') {
          if (!(await layOutOnce(session))) return;
          points = await pointsOf(session, layout);
        }
        if (points === undefined || predictions === undefined) {
          none(vscode.l10n.t('The arrays beside the report are gone. Audit again to see the map.'));
          return;
        }
        const { labels } = predictions;
        const scores = await session.pictureScores();
        const source = { ...points, labels, qualities: predictions.qualities(), ...(scores && { scores }) };
        post({ type: 'map', map: mapView(session, layout, source) });
      } catch (error) {
        none(plainMessage(error));
      }
    },
    stop,
    dispose: () => {
      // The page is gone: there is nothing to tell it.
      running?.stop.abort();
      running = undefined;
    },
  };
}
