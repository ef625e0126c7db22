import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { linkAbort, untilAborted } from '../../../src/processes/index.ts';

const reason = new Error('enough');

describe('untilAborted', () => {
  it('gives what the work gives, and lets go of the signal', async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(Promise.resolve(1), undefined)).toBe(1);
    expect(await untilAborted(Promise.resolve(2), signal)).toBe(2);
    await expect(untilAborted(Promise.reject(new Error('bad')), signal)).rejects.toThrow('bad');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('rejects as soon as the signal is aborted, whatever becomes of the work', async () => {
    const stop = new AbortController();
    let fail: (error: Error) => void = () => undefined;
    const work = new Promise<never>((_, reject) => (fail = reject));
    const race = untilAborted(work, stop.signal);
    stop.abort(reason);
    await expect(race).rejects.toBe(reason);
    // Nothing waits for it any more: that it fails now is no unhandled rejection.
    fail(new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('rejects where the signal was aborted before, even if the work is done', async () => {
    await expect(untilAborted(Promise.resolve(1), AbortSignal.abort(reason))).rejects.toBe(reason);
    await expect(untilAborted(Promise.reject(new Error('bad')), AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('linkAbort', () => {
  it('is aborted with the other signal, by the same reason', () => {
    const stop = new AbortController();
    const link = linkAbort(stop.signal);
    expect(link.signal.aborted).toBe(false);
    stop.abort(reason);
    expect(link.signal.reason).toBe(reason);
    expect(linkAbort(stop.signal).signal.reason).toBe(reason);
  });

  it('can be aborted alone', () => {
    const stop = new AbortController();
    const link = linkAbort(stop.signal);
    link.abort(reason);
    expect(link.signal.reason).toBe(reason);
    expect(stop.signal.aborted).toBe(false);
    expect(linkAbort(undefined).signal.aborted).toBe(false);
  });

  it('is let go of', () => {
    const stop = new AbortController();
    const link = linkAbort(stop.signal);
    link.unlink();
    stop.abort(reason);
    expect(link.signal.aborted).toBe(false);
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  });
});
