import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledFile, saysOutOfMemory, startThreads } from '../../../src/processes/index.ts';

let script: string;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-threads-'));
  script = join(folder, 'thread.mjs');
  await writeFile(
    script,
    `import { parentPort, workerData } from 'node:worker_threads';
    parentPort.on('message', (request) => {
      if (request === 'throw' && workerData === 20) throw new Error('it fell');
      if (request === 'leave' && workerData === 20) process.exit(4);
      // The first answers last.
      setTimeout(() => parentPort.postMessage(workerData + request), 30 - workerData);
    });`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const broken = (why: string): Error => new Error(`A thread broke down: ${why}.`);

describe('startThreads', () => {
  it('asks all of them, again and again, and answers in their order', async () => {
    const threads = startThreads<number, number>(script, [10, 20, 30], broken);
    expect(await threads.ask(1)).toEqual([11, 21, 31]);
    expect(await threads.ask(2)).toEqual([12, 22, 32]);
    await threads.end();
    await expect(threads.ask(3)).rejects.toThrow(/^A thread broke down: it ended with code 1\.$/);
  });

  it.each([
    ['throw', 'it fell'],
    ['leave', 'it ended with code 4'],
  ])('says why one of them broke down (%s)', async (request, why) => {
    const threads = startThreads<string, unknown>(script, [10, 20], broken);
    await expect(threads.ask(request)).rejects.toThrow(`A thread broke down: ${why}.`);
    await threads.end();
  });
});

describe('bundledFile', () => {
  it('finds what was built, and names where it looked first for what was not', () => {
    expect(bundledFile('engine.mjs')).toBe(join(import.meta.dirname, '../../../dist/engine.mjs'));
    expect(bundledFile('none.mjs')).toBe(join(import.meta.dirname, '../../../src/processes/none.mjs'));
  });
});

describe('saysOutOfMemory', () => {
  it.each([
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    'Error: Cannot enlarge memory, asked to go to 2147483648 bytes',
    "terminate called after throwing an instance of 'std::bad_alloc'",
    'node: uv_thread_create failed',
    'OOM when allocating tensor',
  ])('knows "%s"', (words) => {
    expect(saysOutOfMemory(words)).toBe(true);
  });

  it('does not take other words for it', () => {
    expect(saysOutOfMemory('Error: there is no room 12 in ZOOM or BOOM')).toBe(false);
  });
});
