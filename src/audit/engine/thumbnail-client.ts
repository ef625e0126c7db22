import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { sendOrKill, watchChild } from '../../processes/index.ts';
import type { PictureFacts } from '../../pictures/index.ts';
import { forkEngine } from './engine-client.ts';
import type { EngineMessage, EngineRequest } from './engine-protocol.ts';

// Like engine-client.ts, loaded when the extension host starts: nothing heavy is imported.

export interface ThumbnailerOptions {
  /** The bundled engine, `dist/engine.mjs`. */
  readonly engineFile: string;
  /** Folder for the thumbnails; made where it is not there. */
  readonly cacheFolder: string;
}

/** Makes thumbnails in a process of its own, which starts with the first request and starts again if it dies. */
export interface Thumbnailer {
  /**
   * For each path its thumbnail's file in the cache folder (WebP); null where the picture is gone, unreadable, no
   * regular file, or outside of the root (by its path or by a link).
   * @param root the data set's root
   * @param paths POSIX paths relative to it
   * @param size longest side, in pixels
   * @throws EngineError where the engine can't be started
   */
  readonly get: (root: string, paths: readonly string[], size: number) => Promise<Map<string, string | null>>;
  /** What a picture's file says of itself; null where it can't be read, or the process died. */
  readonly facts: (root: string, path: string) => Promise<PictureFacts | null>;
  /** Ends the process; open requests are answered with what there is. */
  readonly dispose: () => void;
}

interface Pending {
  readonly root: string;
  readonly size: number;
  readonly answers: Map<string, string | null>;
  /** Paths without an answer. */
  readonly open: Set<string>;
  /** How often it was sent to a process. */
  attempts: number;
  readonly resolve: (answers: Map<string, string | null>) => void;
}

/** A request whose process died is tried once more: it may have been another picture that did it. */
const ATTEMPTS = 2;

export function startThumbnailer({ engineFile, cacheFolder }: ThumbnailerOptions): Thumbnailer {
  const pending = new Map<number, Pending>();
  let child: ChildProcess | undefined;
  let disposed = false;
  const asked = new Map<number, (facts: PictureFacts | null) => void>();
  let nextId = 0;

  const answer = (id: number, path: string, file: string | null): void => {
    const request = pending.get(id);
    if (request === undefined) return;
    request.answers.set(path, file);
    request.open.delete(path);
    if (request.open.size > 0) return;
    pending.delete(id);
    request.resolve(request.answers);
  };
  const giveUp = (id: number, { open }: Pending): void => {
    for (const path of [...open]) answer(id, path, null);
  };
  const submit = (id: number, request: Pending): void => {
    child ??= start();
    request.attempts++;
    const { root, size, open } = request;
    const message: EngineRequest = { type: 'thumbnails', id, root, paths: [...open], size, cacheFolder };
    sendOrKill(child, message);
  };
  const forgetFacts = (): void => {
    for (const resolve of asked.values()) resolve(null);
    asked.clear();
  };
  const start = (): ChildProcess => {
    const started = forkEngine(engineFile);
    // It holds up nothing: it ends when its parent does.
    started.unref();
    started.channel?.unref();
    const ended = (): void => {
      if (child !== started) return;
      child = undefined;
      forgetFacts();
      for (const [id, request] of [...pending]) {
        if (request.attempts < ATTEMPTS && existsSync(engineFile)) submit(id, request);
        else giveUp(id, request);
      }
    };
    void watchChild(started, {
      onMessage: (raw) => {
        const message = raw as EngineMessage;
        if (message.type === 'thumbnail') answer(message.id, message.path, message.file);
        if (message.type === 'facts') {
          asked.get(message.id)?.(message.facts);
          asked.delete(message.id);
        }
      },
      onEnd: ended,
    });
    return started;
  };

  return {
    get: (root, paths, size) =>
      new Promise((resolve) => {
        const open = new Set(paths);
        if (disposed || open.size === 0) {
          resolve(new Map(paths.map((path) => [path, null])));
          return;
        }
        const id = nextId++;
        const request: Pending = { root, size, answers: new Map(), open, attempts: 0, resolve };
        submit(id, request);
        pending.set(id, request);
      }),
    facts: (root, path) =>
      new Promise((resolve) => {
        if (disposed) {
          resolve(null);
          return;
        }
        const id = nextId++;
        asked.set(id, resolve);
        child ??= start();
        const request: EngineRequest = { type: 'facts', id, root, path };
        sendOrKill(child, request);
      }),
    dispose: () => {
      disposed = true;
      forgetFacts();
      child?.kill('SIGKILL');
      child = undefined;
      for (const [id, request] of [...pending]) giveUp(id, request);
    },
  };
}
