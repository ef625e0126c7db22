import { describe, expect, it } from 'vitest';
import { startBeside } from '../../../../../src/audit/pipeline/probabilities/start-beside.ts';
import { stageClock } from '../../../../../src/audit/pipeline/stage-clock.ts';
import type { AuditProgress } from '../../../../../src/audit/report/types.ts';

const training = { fold: 1, folds: 1, epoch: 1, epochs: 2, loss: 1, accuracy: 0.5, secondsLeft: 3 };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('startBeside', () => {
  it('works at once, and tells of it only when it is waited for', async () => {
    const told: AuditProgress[] = [];
    const hooks = { onProgress: (progress: AuditProgress): number => told.push(progress) };
    let goOn: () => void = () => undefined;
    const waits = new Promise<void>((resolve) => (goOn = resolve));
    const begun: string[] = [];
    const beside = startBeside(hooks, undefined, (clock) =>
      clock.run('training', async (report) => {
        begun.push('work');
        report({ share: 0.25, training: { ...training, share: 0.25 } });
        await waits;
        report({ share: 0.5, training: { ...training, share: 0.5 } });
        return 7;
      }),
    );
    await turn();
    expect(begun).toEqual(['work']);
    expect(told).toEqual([]);
    const rest = beside.rest(stageClock(hooks));
    goOn();
    await expect(rest).resolves.toBe(7);
    expect(told.map(({ stage, share }) => [stage, share])).toEqual([
      ['training', 0],
      ['training', 0.5],
      ['training', 1],
    ]);
  });

  it('begins when it is waited for where one process is wanted', async () => {
    const begun: string[] = [];
    const beside = startBeside({}, 1, async () => {
      begun.push('work');
      return Promise.resolve(7);
    });
    await turn();
    expect(begun).toEqual([]);
    await expect(beside.rest(stageClock({}))).resolves.toBe(7);
    expect(begun).toEqual(['work']);
  });

  it('tells its failure when it is waited for, and not before', async () => {
    const beside = startBeside({}, undefined, () => Promise.reject(new Error('diverged')));
    await turn();
    await expect(beside.rest(stageClock({}))).rejects.toThrow('diverged');
  });

  it('is stopped with the reason, and has ended then', async () => {
    let ended: unknown;
    const beside = startBeside({}, undefined, async (_, { signal }) => {
      await new Promise((resolve) => {
        signal!.addEventListener('abort', resolve);
      });
      await turn();
      ended = signal!.reason;
    });
    const reason = new Error('the trunk failed');
    await beside.stop(reason);
    expect(ended).toBe(reason);
  });

  it('is aborted with the audit', async () => {
    const controller = new AbortController();
    const beside = startBeside({ signal: controller.signal }, undefined, async (_, { signal }) => {
      await new Promise((resolve) => {
        signal!.addEventListener('abort', resolve);
      });
      signal!.throwIfAborted();
    });
    const reason = new Error('cancelled');
    controller.abort(reason);
    await expect(beside.rest(stageClock({}))).rejects.toBe(reason);
  });
});
