import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditProgress, AuditStage } from '../../../src/audit/report/types.ts';
import type { Fault } from '../training.ts';
import {
  auditProcesses,
  descendants,
  leftAfter,
  signalIfThere,
  type Ended,
  type Playground,
} from './training-audits.ts';

/**
 * Does something so many milliseconds after a stage began; once `cancel` is called, when the audit has ended, never: the
 * next audit is not the one that was meant.
 */
function at(
  stage: AuditStage,
  delay: number,
  act: () => void,
): { readonly onProgress: (progress: AuditProgress) => void; readonly cancel: () => void } {
  let began = false;
  let timer: NodeJS.Timeout | undefined;
  return {
    onProgress(progress) {
      if (began || progress.stage !== stage) return;
      began = true;
      if (delay === 0) act();
      else timer = setTimeout(act, delay);
    },
    cancel() {
      clearTimeout(timer);
    },
  };
}

function expectMessage({ error }: Ended, pattern: RegExp): void {
  const message = error instanceof Error ? error.message : String(error);
  if (!pattern.test(message)) throw new Error(`the message was: ${message}`);
  if (message.includes('\n')) throw new Error(`a message of several lines: ${message}`);
}

export const killedWorkers: Fault = {
  fault: 'training: SIGKILL, SIGSEGV, SIGBUS of a training process at any moment',
  tries: { short: 3, long: 20 },
  async run(playground, random, index) {
    const signal = (['SIGKILL', 'SIGSEGV', 'SIGBUS'] as const)[index % 3];
    const killed: number[] = [];
    let running: number[] = [];
    const moment = at('training', random() * playground.trainingTime, () => {
      running = auditProcesses();
      const workers = descendants(process.pid, 'training-worker.mjs');
      if (workers.length === 0) return;
      killed.push(workers[Math.floor(random() * workers.length)]);
      process.kill(killed[0], signal);
    });
    const ended = await playground.audit({ cacheFolder: null }, { onProgress: moment.onProgress });
    moment.cancel();
    // One that has just given its results needs no process any more.
    if (killed.length > 0 && ended.error !== undefined) {
      expectMessage(
        ended,
        new RegExp(`^The training process of fold \\d was killed \\(${signal}\\)\\. Run the audit again`),
      );
    } else if (ended.error !== undefined) throw ended.error as Error;
    await playground.checkState(ended, running);
  },
};

/** A step of this takes seconds, in which a process hears nothing. */
const BUSY = { model: 'resnet50-conv2', imageSize: 128, batchSize: 80, epochs: 5000 } as const;

export const killedParents: Fault = {
  fault: 'training: SIGKILL of the engine, the command line or the one that started them',
  tries: { short: 4, long: 12 },
  async run(playground, random, index, { dist }) {
    const what = (['engine', 'cli', 'grandparent', 'busy'] as const)[index % 4];
    const delay = what === 'busy' ? 1500 + random() * 2000 : random() * playground.trainingTime;
    const options = playground.options({ cacheFolder: null, epochs: 5000, ...(what === 'busy' ? BUSY : {}) });
    let program = `
      import { fork } from 'node:child_process';
      const engine = fork(${JSON.stringify(join(dist, 'engine.mjs'))}, [], { serialization: 'advanced', execArgv: [] });
      engine.on('message', ({ progress }) => progress?.stage === 'training' && console.log('training'));
      engine.send({ type: 'audit', options: ${JSON.stringify(options)} });`;
    if (what === 'cli') {
      const words = ['audit', playground.images.folder, '--no-cache', '--epochs', '5000', '--jobs', '2', '--quiet'];
      program = `
        import { spawn } from 'node:child_process';
        spawn(process.execPath, ${JSON.stringify([join(dist, 'cli.mjs'), ...words])}, { stdio: 'ignore' });
        setTimeout(() => console.log('started'), 700);`;
    }
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(parent.stdout, 'data');
    await sleep(delay);
    const running = auditProcesses(parent.pid);
    if (running.length === 0) throw new Error('no audit was running');
    if (what === 'grandparent' || what === 'busy') parent.kill('SIGKILL');
    else
      for (const pid of descendants(parent.pid!, what === 'cli' ? 'cli.mjs' : 'engine.mjs'))
        signalIfThere(pid, 'SIGKILL');
    const left = await leftAfter(2000, running);
    parent.kill('SIGKILL');
    if (left.length > 0) throw new Error(`${what}: ${left.length} of ${running.length} processes left after 2 s`);
    // What a killed one could not remove goes with the next audit.
    const out = join(playground.images.folder, 'other');
    const next = await playground.audit({ cacheFolder: null, folds: 2, epochs: 1, out });
    if (next.error !== undefined) throw next.error as Error;
    await playground.checkState({ error: 'the first one', log: [] }, []);
  },
};

const STAGES: readonly AuditStage[] = ['reading', 'decoding', 'training', 'cleaning', 'writing'];

export const cancels: Fault = {
  fault: 'audit: cancelled while reading, decoding, training, cleaning, writing',
  tries: { short: 6, long: 40 },
  async run(playground, random, index) {
    const stage = index < STAGES.length ? STAGES[index] : 'training';
    const delay = index < STAGES.length ? 0 : random() * playground.trainingTime;
    const stop = new AbortController();
    const reason = new Error('enough');
    let cancelled = 0;
    let running: number[] = [];
    const moment = at(stage, delay, () => {
      running = auditProcesses();
      cancelled = performance.now();
      stop.abort(reason);
    });
    const ended = await playground.audit({ cacheFolder: null }, { signal: stop.signal, onProgress: moment.onProgress });
    moment.cancel();
    const took = performance.now() - cancelled;
    if (cancelled > 0 && took > 1000) throw new Error(`cancelled while ${stage}: it took ${took.toFixed(0)} ms`);
    // One that was cancelled in its last moment may be done.
    if (ended.error !== undefined && ended.error !== reason) throw ended.error as Error;
    // So few pictures are cleaned within a millisecond: a cancel at its start may come when all is being written.
    await playground.checkState(ended, running, stage === 'writing' || stage === 'cleaning');
  },
};

export const slept: Fault = {
  fault: 'training: all processes stopped for 3 s (laptop asleep)',
  tries: { short: 1, long: 3 },
  async run(playground, random) {
    let stopped = 0;
    const before: number[] = [];
    const after: number[] = [];
    const moment = at('training', (0.2 + 0.4 * random()) * playground.trainingTime, () => {
      const running = auditProcesses();
      for (const pid of running) signalIfThere(pid, 'SIGSTOP');
      stopped = performance.now();
      setTimeout(() => {
        for (const pid of running) signalIfThere(pid, 'SIGCONT');
      }, 3000);
    });
    const ended = await playground.audit(
      { cacheFolder: null },
      {
        onProgress: (progress) => {
          moment.onProgress(progress);
          const left = progress.training?.secondsLeft;
          if (left !== undefined) (stopped === 0 ? before : after).push(left);
        },
      },
    );
    moment.cancel();
    if (ended.error !== undefined) throw ended.error as Error;
    // A sleep before the first epoch's end is told from a slow start only by the epochs that follow.
    const most = Math.max(...after.slice(after.length >> 1));
    if (stopped > 0 && !(most < 60)) throw new Error(`after the sleep ${most} s were said to be left`);
    await playground.checkState(ended, []);
  },
};

export const resumed: Fault = {
  fault: 'audit: stopped, killed or crashed once folds are finished, then run again',
  tries: { short: 3, long: 12 },
  async run(playground, random, index) {
    const how = (['cancel', 'kill the engine', 'kill a fold'] as const)[index % 3];
    const stop = new AbortController();
    const finished = await stopAfterAFold(playground, how, stop, random);
    const again = await playground.audit({});
    if (again.error !== undefined) throw again.error as Error;
    const said = again.log.find((line) => line.includes('finished before'));
    if (finished > 0 && said === undefined) throw new Error(`${how}: ${finished} folds were finished, none was reused`);
    await playground.checkState(again, []);
    const kept = await readdir(join(playground.cacheFolder, 'folds'));
    if (kept.length > 0) throw new Error(`still kept: ${kept.join(', ')}`);
  },
};

/** Returns how many folds are kept. */
async function stopAfterAFold(
  playground: Playground,
  how: 'cancel' | 'kill the engine' | 'kill a fold',
  stop: AbortController,
  random: () => number,
): Promise<number> {
  const folder = join(playground.cacheFolder, 'folds');
  const count = async (): Promise<number> =>
    (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.fold')).length;
  const over: boolean[] = [];
  const running = playground.audit({}, { signal: stop.signal }).finally(() => over.push(true));
  const wanted = 1 + Math.floor(random() * 2);
  while (over.length === 0 && (await count()) < wanted) await sleep(10);
  if (how === 'cancel') stop.abort(new Error('enough'));
  else {
    const script = how === 'kill a fold' ? 'training-worker.mjs' : 'engine.mjs';
    for (const pid of descendants(process.pid, script).slice(0, 1)) signalIfThere(pid, 'SIGKILL');
  }
  const ended = await running;
  return ended.error === undefined ? 0 : await count();
}
