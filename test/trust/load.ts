import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { defaultAuditOptions } from '../../src/audit/options/audit-options.ts';
import { EngineError, startAudit } from '../../src/audit/engine/engine-client.ts';
import { readReport } from '../unit/audit/read-report.ts';
import { startThumbnailer } from '../../src/audit/engine/thumbnail-client.ts';
import { signalIfThere } from './training/training-audits.ts';
import type { TrustContext, TrustRow, TrustSuite } from './types.ts';

const AUDITS = 10;
/** What resident memory may grow by from the third audit to the last, in MB: the collector's own ups and downs. */
const GROWTH = 24;
const OPEN_FILES = 'load: ten audits in a row leave file handles flat';
const MEMORY = `load: ten audits in a row leave memory flat, within ${GROWTH} MB`;
const LEFT = 'load: ten audits in a row leave no process and no temporary file';
const KILLED = 'load: what a killed engine leaves is removed by the next audit';
const THUMBNAILS = 'load: ten rounds of thumbnails leave the process within its handles and memory';

interface State {
  readonly handles: number;
  /** Resident, in MB. */
  readonly memory: number;
}

function state(pid: number): State {
  const memory = Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1024;
  return { handles: readdirSync(`/proc/${pid}/fd`).length, memory };
}

/** What a process comes to once it has collected its garbage, as far as it may be asked to. */
async function settled(pid = process.pid): Promise<State> {
  globalThis.gc?.();
  await sleep(150);
  return state(pid);
}

/** Processes that this one started and that are there. */
function children(): number[] {
  const of = (pid: string): number[] => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)!.split(' ');
      return fields[0] !== 'Z' && Number(fields[1]) === process.pid ? [Number(pid)] : [];
    } catch {
      return [];
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(of);
}

async function smallDataset(root: string): Promise<string[]> {
  const paths: string[] = [];
  for (const name of ['a', 'b']) await mkdir(join(root, name), { recursive: true });
  for (let i = 0; i < 60; i++) {
    const path = `${i % 2 === 0 ? 'a' : 'b'}/${i}.png`;
    const pixels = Uint8Array.from({ length: 40 * 40 }, (_, at) => (at * (i + 3) + (i % 2) * 90) & 255);
    await sharp(pixels, { raw: { width: 40, height: 40, channels: 1 } })
      .png()
      .toFile(join(root, path));
    paths.push(path);
  }
  return paths;
}

/** What is in the folder for temporary files that the suite has to itself. */
const temporaries = (): Promise<string[]> => readdir(tmpdir());

async function audits({ dist, folder, ...context }: TrustContext, root: string): Promise<TrustRow[]> {
  const row = (fault: string): TrustRow => ({ fault, tried: 0, survived: 0, bytesLost: 0 });
  const [files, memory, left] = [row(OPEN_FILES), row(MEMORY), row(LEFT)];
  const note = (to: TrustRow, survived: boolean, why: string): void => {
    to.tried++;
    if (survived) to.survived++;
    else context.log(`${to.fault}: ${why}`);
  };
  let early: State | undefined;
  for (let i = 0; i < AUDITS; i++) {
    const options = {
      ...defaultAuditOptions(root),
      folds: 2,
      epochs: 1,
      imageSize: 8,
      seed: i,
      cacheFolder: join(folder, 'cache'),
    };
    const { reportFile } = await startAudit(options, { engineFile: join(dist, 'engine.mjs') });
    const { paths } = await readReport(reportFile);
    if (paths.length !== 60) throw new Error(`Audit ${i} has seen ${paths.length} of 60 pictures.`);
    const now = await settled();
    const strays = children();
    const made = await temporaries();
    note(left, strays.length === 0 && made.length === 0, `${strays.length} processes, ${made.join(', ')}`);
    // The first ones still load what all later ones use.
    if (i === 2) early = now;
    if (early === undefined || i <= 2) continue;
    note(files, now.handles <= early.handles, `${early.handles} open, then ${now.handles} after ${i + 1}`);
    note(memory, now.memory - early.memory <= GROWTH, `${early.memory.toFixed(0)} MB, then ${now.memory.toFixed(0)}`);
    if (i === AUDITS - 1) {
      context.log(
        `handles ${early.handles} → ${now.handles}, memory ${early.memory.toFixed(0)} → ${now.memory.toFixed(0)} MB`,
      );
    }
  }
  return [files, memory, left];
}

/** Kills engines while they train, which leaves their temporary folders, and audits once more. */
async function killed({ dist, folder, long, ...context }: TrustContext, root: string): Promise<TrustRow> {
  const found: TrustRow = { fault: KILLED, tried: 0, survived: 0, bytesLost: 0 };
  const engineFile = join(dist, 'engine.mjs');
  const quick = { ...defaultAuditOptions(root), folds: 2, epochs: 1, imageSize: 8, cacheFolder: join(folder, 'cache') };
  for (let i = 0; i < (long ? 10 : 2); i++) {
    const onProgress = ({ stage }: { readonly stage: string }): void => {
      if (stage === 'training') for (const pid of children()) signalIfThere(pid, 'SIGKILL');
    };
    const end: unknown = await startAudit(
      { ...quick, epochs: 2000, seed: i },
      { engineFile, onProgress, signal: context.signal },
    ).catch((error: unknown) => error);
    const leftBehind = await temporaries();
    // Its training processes notice within a moment, and end.
    await sleep(2500);
    await startAudit(quick, { engineFile, signal: context.signal });
    const still = await temporaries();
    found.tried++;
    if (end instanceof EngineError && leftBehind.length > 0 && still.length === 0) found.survived++;
    else context.log(`${KILLED}: ${String(end)}; left ${leftBehind.join(', ')}, then ${still.join(', ')}`);
  }
  return found;
}

/** One engine process makes all thumbnails anew, ten times over. */
async function thumbnails(
  { dist, folder, ...context }: TrustContext,
  root: string,
  paths: readonly string[],
): Promise<TrustRow> {
  const found: TrustRow = { fault: THUMBNAILS, tried: 0, survived: 0, bytesLost: 0 };
  const thumbnailer = startThumbnailer({
    engineFile: join(dist, 'engine.mjs'),
    cacheFolder: join(folder, 'thumbnails'),
  });
  let early: State | undefined;
  for (let round = 0; round < AUDITS; round++) {
    for (const [i, path] of paths.entries()) {
      const pixels = Uint8Array.from({ length: 300 * 300 }, (_, at) => (at * (i + round + 3)) & 255);
      await sharp(pixels, { raw: { width: 300, height: 300, channels: 1 } })
        .png()
        .toFile(join(root, path));
    }
    const answers = await thumbnailer.get(root, paths, 256);
    const pid = children()[0];
    const now = await settled(pid);
    if (round === 2) early = now;
    if (early === undefined || round <= 2) continue;
    const made = [...answers.values()].every((file) => file !== null);
    found.tried++;
    // Nobody can ask that process to collect its garbage: it may keep twice as much.
    const flat = now.handles <= early.handles + 2 && now.memory - early.memory <= 2 * GROWTH;
    if (made && flat) found.survived++;
    else context.log(`${THUMBNAILS}: ${JSON.stringify(early)}, then ${JSON.stringify(now)}`);
  }
  thumbnailer.dispose();
  return found;
}

export const suite: TrustSuite = {
  name: 'load',
  async run(context) {
    const root = join(context.folder, 'set');
    await mkdir(root);
    const paths = await smallDataset(root);
    await writeFile(join(root, 'notes.txt'), 'not a picture');
    process.env.TMPDIR = join(context.folder, 'tmp');
    await mkdir(process.env.TMPDIR);
    const rows = await audits(context, root);
    return [...rows, await killed(context, root), await thumbnails(context, root, paths)];
  },
};
