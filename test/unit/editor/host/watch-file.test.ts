import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const { watcher } = vi.hoisted(() => ({ watcher: { tell: undefined as (() => void) | undefined } }));
vi.mock('vscode', () => {
  const on = (listener: () => void) => {
    watcher.tell = listener;
    return { dispose: () => (watcher.tell = undefined) };
  };
  return {
    Uri: { joinPath: ({ fsPath }: { fsPath: string }, name: string) => ({ fsPath: join(fsPath, name) }) },
    RelativePattern: vi.fn(),
    Disposable: {
      from: (...all: readonly { dispose: () => void }[]) => ({
        dispose: () => {
          for (const one of all) one.dispose();
        },
      }),
    },
    workspace: {
      createFileSystemWatcher: () => ({ onDidChange: on, onDidCreate: on, onDidDelete: on, dispose: vi.fn() }),
    },
  };
});

const { watchFile } = await import('../../../../src/editor/host/watch-file.ts');

describe('watchFile', () => {
  let calls = 0;
  let folder: string;
  let watched: { dispose(): unknown };
  const write = (text: string): void => {
    writeFileSync(join(folder, 'labels.csv'), text);
  };
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    calls = 0;
    folder = mkdtempSync(join(tmpdir(), 'label-audit-watch-'));
    write('before');
    const uri: unknown = { fsPath: folder };
    watched = watchFile(uri as Parameters<typeof watchFile>[0], 'labels.csv', () => {
      calls += 1;
    });
  });
  afterEach(() => {
    watched.dispose();
    vi.useRealTimers();
    rmSync(folder, { recursive: true });
  });

  it('tells once of a change that came while the watcher was starting', () => {
    write('the next');
    expect(calls).toBe(0);
    vi.advanceTimersByTime(2000);
    expect(calls).toBe(1);
    vi.advanceTimersByTime(20_000);
    expect(calls).toBe(1);
  });

  it('looks again later, where the machine is busy, also for a file that has gone', () => {
    vi.advanceTimersByTime(2000);
    expect(calls).toBe(0);
    rmSync(join(folder, 'labels.csv'));
    vi.advanceTimersByTime(20_000);
    expect(calls).toBe(1);
  });

  it('leaves it to the watcher from the first event on', () => {
    write('the next');
    watcher.tell!();
    expect(calls).toBe(1);
    write('the one after that');
    vi.advanceTimersByTime(20_000);
    expect(calls).toBe(1);
    watcher.tell!();
    expect(calls).toBe(2);
  });

  it('tells nothing of a file that stays as it is, nor after its end', () => {
    vi.advanceTimersByTime(2000);
    watched.dispose();
    write('the next');
    vi.advanceTimersByTime(20_000);
    expect(calls).toBe(0);
  });
});
