import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultAuditOptions, type AuditOptions } from '../../../../src/audit/options/audit-options.ts';
import { EngineError, startAudit } from '../../../../src/audit/engine/engine-client.ts';
import { readReport } from '../read-report.ts';
import { type AuditProgress } from '../../../../src/audit/report/types.ts';
import { makeImageFolder, type ImageFolder } from '../../../harness/image-folder.ts';
import { descendants, leftAfter } from '../processes.ts';

const engineFile = join(import.meta.dirname, '../../../../dist/engine.mjs');
let images: ImageFolder;
let temporary: string;
const before = process.env.TMPDIR;

beforeAll(async () => {
  images = await makeImageFolder();
  temporary = await mkdtemp(join(tmpdir(), 'label-audit-engine-'));
  // The engine and its folds put their temporary files here, so that what they leave behind is seen.
  process.env.TMPDIR = temporary;
});
afterAll(async () => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  await images.remove();
  await rm(temporary, { recursive: true, force: true });
});

const options = (more: Partial<AuditOptions> = {}): AuditOptions => ({
  ...defaultAuditOptions(images.folder),
  ...{ epochs: 1, folds: 2, jobs: 2, backend: 'wasm', cacheFolder: null, imageSize: 28 },
  ...more,
});
/** An audit that would take minutes. */
const endless = (): AuditOptions => options({ epochs: 5000 });

/** Starts an endless audit, and calls `then` once its folds are training. */
function whileTraining(then: () => void, signal?: AbortSignal): Promise<unknown> {
  let called = false;
  return startAudit(endless(), {
    engineFile,
    signal,
    onProgress: ({ training }) => {
      if (training === undefined || called) return;
      called = true;
      then();
    },
  }).catch((error: unknown) => error);
}

const processes = (of = process.pid): number[] => [
  ...descendants(of, 'dist/engine.mjs'),
  ...descendants(of, 'dist/training-worker.mjs'),
];

describe('startAudit', () => {
  it('audits, tells of progress at most ten times a second, logs, and writes the report', async () => {
    const progress: AuditProgress[] = [];
    const log: string[] = [];
    const begun = Date.now();
    const { reportFile } = await startAudit(options(), {
      engineFile,
      onProgress: (now) => progress.push(now),
      onLog: (line) => log.push(line),
    });
    expect(progress.length).toBeLessThanOrEqual((Date.now() - begun) / 100 + 1);
    const stages = [...new Set(progress.map(({ stage }) => stage))];
    expect(
      ['reading', 'decoding', 'training', 'cleaning', 'writing'].filter((stage) => stages.includes(stage as never)),
    ).toEqual(stages);
    expect(stages).toContain('training');
    expect(progress.at(-1)).toEqual({ stage: 'writing', share: 1 });
    expect(log.join('\n')).toMatch(/Backend wasm, 2 folds at once; reading/);
    expect(reportFile).toBe(join(images.folder, '.label-audit', 'report.json'));
    const report = await readReport(reportFile);
    expect(report.paths).toEqual(images.examples.map(({ path }) => path));
    expect(processes()).toEqual([]);
    expect(await readdir(temporary)).toEqual([]);
  });

  it('ends within a second of a cancel, leaves no process and no file, and the last report as it was', async () => {
    const report = join(images.folder, '.label-audit', 'report.json');
    const old = await readFile(report, 'utf8');
    const stop = new AbortController();
    const reason = new Error('enough');
    let running: number[] = [];
    let cancelled = 0;
    const error = await whileTraining(() => {
      running = processes();
      cancelled = Date.now();
      stop.abort(reason);
    }, stop.signal);
    expect(Date.now() - cancelled).toBeLessThan(1000);
    expect(error).toBe(reason);
    expect(running).toHaveLength(3);
    expect(await leftAfter(1000, running)).toEqual([]);
    expect(await readdir(temporary)).toEqual([]);
    expect(await readFile(report, 'utf8')).toBe(old);
  });

  it('begins nothing once it is cancelled', async () => {
    const reason = new Error('never');
    await expect(startAudit(options(), { engineFile, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(processes()).toEqual([]);
  });

  it('leaves no process behind when its parent is killed', async () => {
    const program = `
      import { fork } from 'node:child_process';
      const engine = fork(${JSON.stringify(engineFile)}, [], { serialization: 'advanced', execArgv: [] });
      engine.on('message', ({ progress }) => progress?.training && console.log('training'));
      engine.send({ type: 'audit', options: ${JSON.stringify(endless())} });`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(parent.stdout, 'data');
    const running = processes(parent.pid);
    expect(running).toHaveLength(3);
    parent.kill('SIGKILL');
    expect(await leftAfter(2000, running)).toEqual([]);
    expect(await readdir(temporary)).toEqual([]);
  });

  it('says in one message that the engine crashed, and its folds end too', async () => {
    let running: number[] = [];
    const error = await whileTraining(() => {
      running = processes();
      process.kill(descendants(process.pid, 'dist/engine.mjs')[0], 'SIGKILL');
    });
    expect(error).toBeInstanceOf(EngineError);
    expect((error as Error).message).toBe(
      'The audit stopped unexpectedly: its process was killed (SIGKILL). Run the audit again; the last report is as it was.',
    );
    expect(await leftAfter(2000, running)).toEqual([]);
    // A killed engine can't tidy up after itself.
    for (const name of await readdir(temporary)) await rm(join(temporary, name), { recursive: true });
  });

  it('hands on what is wrong with the input, and what is missing', async () => {
    const target = join(images.folder, 'gone');
    await expect(startAudit(options({ target }), { engineFile })).rejects.toThrow(`${target}: no such file or folder`);
    await expect(startAudit(options(), { engineFile: '/gone/engine.mjs' })).rejects.toThrow(
      /engine is missing.*Reinstall/,
    );
    await expect(startAudit(options({ out: null }), { engineFile })).rejects.toThrow(/set out/);
  });
});
