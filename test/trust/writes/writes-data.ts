// The data sets of the suite "writes", and how the product is run on them.
import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeNpy } from '../../../src/arrays/write-npy.ts';
import type { TrustContext, TrustRow } from '../types.ts';

const CLASSES = ['cat', 'dog', 'owl'];
const PICTURES = 90;
/** A note in each row, so that the labels file takes a while to write. */
const NOTE = 'as seen through the window, '.repeat(200);

/** What a model says, row by row as the labels file has its pictures, or folder by folder: every ninth label is wrong. */
function predProbs(sure: number, layout: Layout): Uint8Array {
  const data = new Float64Array(PICTURES * 3);
  const each = PICTURES / 3;
  for (let i = 0; i < PICTURES; i++) {
    const row = layout === 'csv' ? i : (i % 3) * each + Math.floor(i / 3);
    const believed = i % 9 === 0 ? (i + 1) % 3 : i % 3;
    for (let j = 0; j < 3; j++) data[row * 3 + j] = j === believed ? sure - i / 1000 : (1 - sure + i / 1000) / 2;
  }
  return encodeNpy({ dtype: 'float64', shape: [PICTURES, 3], fortranOrder: false, data });
}

export type Layout = 'csv' | 'folders';

/** An audited data set: with a labels file as cautious people write them, or of class folders. */
export async function makeData({ dist }: TrustContext, root: string, layout: Layout): Promise<void> {
  const lines = ['# made by hand', '"image";label;note'];
  for (let i = 0; i < PICTURES; i++) {
    const name = `${String(i).padStart(3, '0')}.png`;
    const label = CLASSES[i % 3];
    const path = layout === 'csv' ? `pictures/${name}` : `${label}/${name}`;
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), `picture ${i}`);
    lines.push(`${path};"${label}";${NOTE}${i}`);
  }
  if (layout === 'csv') await writeFile(join(root, 'labels.csv'), lines.join('\r\n'));
  for (const [name, sure] of [['mine.npy', 0.9] as const, ['other.npy', 0.8] as const]) {
    await writeFile(join(root, '..', name), predProbs(sure, layout));
  }
  const audited = await runCli(dist, ['audit', root, '--pred-probs', join(root, '../mine.npy'), '--quiet']);
  if (audited.code !== 0) throw new Error(`The data set could not be audited: ${audited.stderr}`);
}

/** A copy to do something to. */
export async function copyData(from: string, to: string): Promise<string> {
  await rm(to, { recursive: true, force: true });
  await cp(from, to, { recursive: true });
  return to;
}

export interface Run {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

export interface RunOptions {
  /** Runs as this user. */
  readonly uid?: number;
  /** Largest file that may be written, in units of 512 bytes. */
  readonly largestFile?: number;
}

/** Waits for the end of a process. */
export function ended(child: ChildProcess, began = performance.now()): Promise<Run> {
  const out = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (out.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (out.stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ ...out, code, signal, milliseconds: performance.now() - began });
    });
  });
}

/** Starts the built command line. */
export function startCli(dist: string, args: readonly string[], { uid, largestFile }: RunOptions = {}): ChildProcess {
  const command = [process.execPath, join(dist, 'cli.mjs'), ...args];
  const limited = largestFile === undefined ? [] : ['sh', '-c', `ulimit -f ${largestFile}; exec "$@"`, 'sh'];
  const [file, ...rest] = [...limited, ...command];
  return spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe'], ...(uid === undefined ? {} : { uid, gid: uid }) });
}

export function runCli(dist: string, args: readonly string[], options?: RunOptions): Promise<Run> {
  return ended(startCli(dist, args, options));
}

/** Starts a function that the suite's bundle exports in a process of its own. */
export function startExported(name: string, ...args: readonly string[]): ChildProcess {
  const code = `const it = await import(${JSON.stringify(import.meta.url)}); await it[${JSON.stringify(name)}](...process.argv.slice(1));`;
  return spawn(process.execPath, ['--input-type=module', '-e', code, '--', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export async function bytesOf(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch(() => undefined);
}

/** Bytes of the old content that are not in the new one any more, where it is neither of the two that are allowed. */
export function lostOf(old: Buffer | undefined, found: Buffer | undefined): number {
  return Math.max(0, (old?.length ?? 0) - (found?.length ?? 0)) || (old?.length ?? 0);
}

/** Temporary files and locks in a data set: what a killed process may leave, and the next run takes away. */
export async function leftovers(root: string): Promise<string[]> {
  const found: string[] = [];
  for (const folder of [root, join(root, '.label-audit')]) {
    const names = await readdir(folder).catch(() => []);
    found.push(...names.filter((name) => name.endsWith('.tmp')));
  }
  return found;
}

/** Something that did not hold, and the bytes that a user lost by it. */
export class Broken extends Error {
  readonly bytesLost: number;
  constructor(message: string, bytesLost = 0) {
    super(message);
    this.bytesLost = bytesLost;
  }
}

export function holds(condition: boolean, message: string, bytesLost = 0): asserts condition {
  if (!condition) throw new Broken(message, bytesLost);
}

/** Tries something often, several at a time, and counts what held. */
export async function tryOften(
  context: TrustContext,
  fault: string,
  times: number,
  attempt: (i: number) => Promise<void>,
  atOnce = 2,
): Promise<TrustRow> {
  const row: TrustRow = { fault, tried: 0, survived: 0, bytesLost: 0 };
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < times && !context.signal.aborted) {
      const i = next++;
      row.tried += 1;
      try {
        await attempt(i);
        row.survived += 1;
      } catch (error) {
        row.bytesLost += error instanceof Broken ? error.bytesLost : 0;
        context.log(`${fault}, try ${i}: ${error instanceof Broken ? error.message : String((error as Error).stack)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  // What there was no time for was not shown.
  if (row.tried < times) {
    context.log(`${fault}: only ${row.tried} of ${times} tries in the time that there was`);
    row.tried = times;
  }
  return row;
}
