import { describe, expect, it, vi } from 'vitest';
import type { NextQueue } from '../../../../../src/audit/report/next-pictures.ts';
import { createDecisionHistory } from '../../../../../src/editor/session/decision-history.ts';
import type { LiveSession } from '../../../../../src/editor/session/live-session.ts';
import type { ChooseNext } from '../../../../../src/editor/runs/queue/queue-runs.ts';
import type { Target } from '../../../../../src/editor/runs/dataset-picker.ts';

const asked = vi.hoisted(() => ({ answers: [] as ((isToGoOn: boolean) => void)[] }));
vi.mock('vscode', () => {
  class EventEmitter {
    readonly #listeners = new Set<() => void>();
    readonly event = (listener: () => void) => {
      this.#listeners.add(listener);
      return { dispose: () => this.#listeners.delete(listener) };
    };
    fire(): void {
      for (const listener of this.#listeners) listener();
    }
    dispose(): void {
      this.#listeners.clear();
    }
  }
  return {
    EventEmitter,
    env: { language: 'en' },
    l10n: { t: (text: string) => text },
    ProgressLocation: { Notification: 15 },
    window: {
      withProgress: (_options: unknown, work: (progress: unknown, token: unknown) => unknown) =>
        work({ report: vi.fn() }, { onCancellationRequested: vi.fn() }),
    },
  };
});
vi.mock('../../../../../src/editor/runs/queue/queue-work.ts', () => ({
  choiceOf: () => ({ options: {}, count: 5 }),
  savedBeforeChoice: () =>
    new Promise<boolean>((resolve) => {
      asked.answers.push(resolve);
    }),
}));
const { createQueueRuns } = await import('../../../../../src/editor/runs/queue/queue-runs.ts');

const TARGET: Target = { kind: 'csv', target: '/pets/labels.csv', root: '/pets', name: 'pets' };
const QUEUE = { pictures: [], judged: 3, labelled: 4, seconds: 1 } as unknown as NextQueue;

function openRuns() {
  const happened: string[] = [];
  const history = createDecisionHistory();
  const session = {
    ...{ history, isReadable: true, settled: () => Promise.resolve() },
    log: {
      sync: () => {
        happened.push('reviews written');
        return Promise.resolve();
      },
    },
    dispose: () => happened.push('session closed'),
    reviews: { dispose: () => happened.push('reviews closed') },
  } as unknown as LiveSession;
  const choose = vi.fn<ChooseNext>(() => Promise.resolve(QUEUE));
  const output = { info: vi.fn() } as never;
  const runs = createQueueRuns({ choose, output, cacheFolder: '/c', openQueue: () => Promise.resolve(session) });
  return { choose, happened, history, runs };
}
/** Waits until so many questions stand. */
const questions = (count: number): Promise<void> =>
  vi.waitFor(() => {
    expect(asked.answers).toHaveLength(count);
  });
const answer = (): void => {
  for (const go of asked.answers.splice(0)) go(true);
};

describe('a choice of pictures to label next', () => {
  it('is made once, however often it was asked for while a question stood', async () => {
    const { choose, runs } = openRuns();
    const first = runs.start(TARGET);
    await questions(1);
    const second = runs.start(TARGET).catch((error: unknown) => error);
    await questions(2);
    answer();
    expect([await first, await second]).toEqual([true, new Error('Pictures to label next are being chosen already.')]);
    expect(choose).toHaveBeenCalledTimes(1);
  });

  it('is not made anew once the queue is closed', async () => {
    const { choose, runs } = openRuns();
    const started = runs.start(TARGET);
    await questions(1);
    answer();
    await started;
    let signal: AbortSignal | undefined;
    choose.mockImplementationOnce((_options, _count, hooks) => {
      signal = hooks.signal;
      return new Promise((_, reject) => {
        signal!.addEventListener('abort', () => {
          reject(signal!.reason as Error);
        });
      });
    });
    const again = runs.again();
    await questions(1);
    answer();
    await vi.waitFor(() => {
      expect(signal).toBeDefined();
    });
    runs.close();
    expect(await again).toBe(false);
    expect(runs.current).toBeUndefined();
  });

  it('that is closed follows its labels until those that were given are written', async () => {
    const { happened, history, runs } = openRuns();
    const started = runs.start(TARGET);
    await questions(1);
    answer();
    await started;
    let write = (): void => undefined;
    const label = history.inTurn(async () => {
      await new Promise<void>((resolve) => {
        write = resolve;
      });
      happened.push('label written');
    });
    runs.close();
    expect(runs.current).toBeUndefined();
    await new Promise((resolve) => setImmediate(resolve));
    expect(happened).toEqual([]);
    write();
    await label;
    await vi.waitFor(() => {
      expect(happened).toEqual(['label written', 'reviews written', 'session closed', 'reviews closed']);
    });
  });
});
