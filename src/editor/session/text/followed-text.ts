import { basename } from 'node:path';
import * as vscode from 'vscode';
import { placeKey, placesOf } from '../../host/same-place.ts';
import { createTimeSlices, Superseded } from '../../host/time-slices.ts';
import { watchFile } from '../../host/watch-file.ts';
import { createTextLog, type TextLog } from '../../labels/text-log.ts';
import { lineChange, openDocument } from '../../labels/text-lines.ts';
import type { LiveText, LiveTextOptions, UnreadableText } from './live-text.ts';

/** Milliseconds without a change before all of a text is read again. */
const SHORTEST_DELAY = 40;
/** So many times as long as it took to read a text as a whole is waited before it is read again: others have their turn. */
const PATIENCE = 4;
/** Milliseconds that are waited at most. */
const LONGEST_DELAY = 2000;

/** The text of labels files, kept up with what is typed, saved, or changed on disk. */
export interface FollowedText extends Pick<vscode.Disposable, 'dispose'> {
  /** Undefined while it is read, and where it can't be understood. */
  readonly live: LiveText | undefined;
  /** The labels file that can't be understood as it stands; undefined while all can. */
  readonly unreadable: UnreadableText | undefined;
  /** Resolves once the text, as it is then, has been read. */
  settled(): Promise<void>;
  /** Reads at once what would be read after a pause in typing: a person decided, and waits. */
  hasten(): void;
  /** What becomes of the text of a file that is read as a whole, from the first time that this is asked on. */
  logOf(file: number): TextLog;
}

export interface FollowedTextOptions {
  readonly uris: readonly vscode.Uri[];
  readonly read: (options: Pick<LiveTextOptions, 'pause' | 'isCurrent'>) => Promise<LiveText | UnreadableText>;
  /** All of the text was read, or could not be. */
  readonly onRead: () => void;
  /** Rows came, went or moved without that. */
  readonly onChange: (live: LiveText) => void;
}

const placeOf = (uri: vscode.Uri) => [vscode.Uri.joinPath(uri, '..'), basename(uri.path)] as const;

export function followText({ uris, read, onRead, onChange }: FollowedTextOptions): FollowedText {
  let live: LiveText | undefined;
  let unreadable: UnreadableText | undefined;
  let build = 0;
  let isBuilding = true;
  let timer: NodeJS.Timeout | undefined;
  /** Begins what waits for its time; undefined where nothing does. */
  let begin: (() => void) | undefined;
  let lastTook = 0;
  const waiting: (() => void)[] = [];
  const logs = new Map<number, TextLog>();
  const names = new Map<string, vscode.Disposable>();

  const places = placesOf(uris);
  const fileOf = ({ uri }: Pick<vscode.TextDocument, 'uri'>): number => places.get(placeKey(uri)) ?? -1;

  const endWaiting = (): void => {
    isBuilding = false;
    for (const resolve of waiting.splice(0)) resolve();
  };

  const rebuild = async (number: number): Promise<void> => {
    const isCurrent = (): boolean => number === build;
    const started = performance.now();
    try {
      const found = await read({ pause: createTimeSlices(isCurrent), isCurrent });
      if (!isCurrent()) return;
      // Text in lines is read in slices, and seldom.
      if (!('unreadable' in found)) lastTook = found.files.some(({ whole }) => whole) ? performance.now() - started : 0;
      unreadable = 'unreadable' in found ? found : undefined;
      live = 'unreadable' in found ? undefined : found;
      for (const [file, log] of logs) log.replace(live?.files[file].whole?.text ?? log.text);
      for (const uri of live?.classNames ?? []) watchNames(uri);
      onRead();
    } catch (error) {
      if (!(error instanceof Superseded)) throw error;
    } finally {
      if (isCurrent()) endWaiting();
    }
  };

  const rebuildSoon = (delay: number): void => {
    const number = ++build;
    clearTimeout(timer);
    // Rows that the text has left behind must not be edited: until the text is read again, none is known.
    live = undefined;
    isBuilding = true;
    begin = () => {
      clearTimeout(timer);
      begin = undefined;
      void rebuild(number);
    };
    timer = setTimeout(begin, delay);
  };
  const rebuildOnceQuiet = (): void => {
    rebuildSoon(Math.min(LONGEST_DELAY, Math.max(SHORTEST_DELAY, PATIENCE * lastTook)));
  };

  const watch = (uri: vscode.Uri): vscode.Disposable =>
    watchFile(...placeOf(uri), () => {
      // While the file is open in an editor its document speaks for it, and VS Code reloads that.
      if (!openDocument(uri)) rebuildSoon(SHORTEST_DELAY);
    });
  /** What indices are called is read from disk: there a change of it counts. */
  const watchNames = (uri: vscode.Uri): void => {
    if (names.has(uri.path)) return;
    const watcher = watchFile(...placeOf(uri), () => {
      rebuildSoon(SHORTEST_DELAY);
    });
    names.set(uri.path, watcher);
  };

  const take = ({ document, contentChanges }: vscode.TextDocumentChangeEvent): void => {
    const file = fileOf(document);
    if (file < 0 || contentChanges.length === 0) return;
    logs
      .get(file)
      ?.change(
        contentChanges.map(({ rangeOffset: start, rangeLength, text }) => ({ start, end: start + rangeLength, text })),
      );
    if (live === undefined || !live.files[file].rows.apply(contentChanges.map(lineChange))) rebuildOnceQuiet();
    else onChange(live);
  };
  const readAnew = (document: vscode.TextDocument): void => {
    if (fileOf(document) >= 0) rebuildSoon(0);
  };
  const disposables = [
    ...uris.map(watch),
    vscode.workspace.onDidChangeTextDocument(take),
    vscode.workspace.onDidOpenTextDocument(readAnew),
    vscode.workspace.onDidCloseTextDocument(readAnew),
  ];
  rebuildSoon(0);

  return {
    get live() {
      return live;
    },
    get unreadable() {
      return live === undefined ? unreadable : undefined;
    },
    async settled() {
      if (isBuilding) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    hasten() {
      begin?.();
    },
    logOf(file) {
      const text = live?.files[file].whole?.text ?? '';
      const known = logs.get(file);
      const log = known ?? createTextLog(text);
      logs.set(file, log);
      return log;
    },
    dispose() {
      build += 1;
      clearTimeout(timer);
      begin = undefined;
      endWaiting();
      vscode.Disposable.from(...disposables, ...names.values()).dispose();
    },
  };
}
