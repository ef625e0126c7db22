import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hashFile, pruneFolder, sha256, writeFileAtomic } from '../../files/index.ts';
import type { FoldOutcome } from './fold-outcome.ts';
import type { FoldTask } from './worker-protocol.ts';

/** What is kept of finished folds together never takes more than this; the oldest go first. */
const MAX_TOTAL_BYTES = 500 * 1024 ** 2;
const MAX_AGE_MS = 30 * 24 * 3600 * 1000;

const MAGIC = Buffer.from('LAFOLD\x00\x01', 'latin1');
const CHECKSUM = 32;
const ENDING = '.fold';

/** Finished trainings of an audit that was stopped, in files, so that the next audit need not repeat them. */
export interface KeptFolds {
  /** The outcome of a training of that task; undefined where none was finished, or its file is damaged. */
  load(task: FoldTask): Promise<FoldOutcome | undefined>;
  /** Keeps the outcome of a training. Where that can't be written, the next audit trains it again. */
  save(task: FoldTask, outcome: FoldOutcome): Promise<void>;
  /** Removes what was loaded and saved: the audit has its report. */
  forget(): Promise<void>;
}

/**
 * Opens the finished trainings on these pictures with this version of our code.
 * @param folder where they are kept, e.g. `folds` in the user's cache folder
 * @param ground SHA-256 of all that the tasks have in common; see `groundHash`
 */
export function openKeptFolds(folder: string, ground: string): KeptFolds {
  const used = new Set<string>();
  const fileOf = (task: FoldTask): string => join(folder, `${taskHash(ground, task).slice(0, 40)}${ENDING}`);
  return {
    async load(task) {
      const file = fileOf(task);
      const bytes = await readFile(file).catch(() => undefined);
      if (bytes === undefined) return undefined;
      const outcome = decode(bytes, taskHash(ground, task));
      if (outcome === undefined) await rm(file, { force: true }).catch(() => undefined);
      else used.add(file);
      return outcome;
    },
    async save(task, outcome) {
      const file = fileOf(task);
      try {
        await mkdir(folder, { recursive: true });
        await writeFileAtomic(file, encode(outcome, taskHash(ground, task)), { sync: false });
        used.add(file);
        await pruneFolder(folder, { maxBytes: MAX_TOTAL_BYTES, maxAge: MAX_AGE_MS, ending: ENDING });
      } catch {
        return;
      }
    },
    async forget() {
      for (const file of used) await rm(file, { force: true }).catch(() => undefined);
      used.clear();
    },
  };
}

/**
 * What every training's result depends on: the pictures, how they are told apart into classes, and our code, which is all
 * in the worker's script and the WASM files beside it.
 */
export async function groundHash(
  imageFiles: readonly string[],
  shape: {
    readonly n: number;
    readonly height: number;
    readonly width: number;
    readonly channels: number;
    readonly k: number;
  },
  backend: string,
  workerFile: string,
  signal?: AbortSignal,
): Promise<string> {
  const { n, height, width, channels, k } = shape;
  const { versions, platform, arch } = process;
  const hashes = await codeHashes(workerFile, signal);
  for (const file of imageFiles) hashes.push(await hashFile(file, signal));
  return sha256(JSON.stringify([n, height, width, channels, k, backend, versions.v8, platform, arch, hashes]));
}

/** SHA-256 of each file of our code that a training's result depends on: the worker's script, then the WASM files beside it. */
export async function codeHashes(workerFile: string, signal?: AbortSignal): Promise<string[]> {
  const beside = dirname(workerFile);
  const binaries = (await readdir(beside)).filter((name) => name.endsWith('.wasm')).sort();
  const hashes: string[] = [];
  for (const file of [workerFile, ...binaries.map((name) => join(beside, name))])
    hashes.push(await hashFile(file, signal));
  return hashes;
}

function taskHash(ground: string, task: FoldTask): string {
  const { settings, seed, fold, round, member, labels, sets, train, test, earlyStopping } = task;
  const hash = createHash('sha256').update(ground);
  const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  hash.update(JSON.stringify([sorted, seed, fold, round, train.length, test.length, earlyStopping?.patience ?? null]));
  if (member !== undefined) hash.update(`member ${member}`);
  for (const indices of [labels, train, test, earlyStopping?.validation])
    if (indices !== undefined) hash.update(indices);
  if (sets !== undefined) hash.update('sets').update(sets);
  return hash.digest('hex');
}

type Header = Omit<FoldOutcome, 'probabilities'> & { readonly task: string };

/** Magic, length of the header, header as JSON, probabilities, checksum of all that. */
function encode({ probabilities, ...rest }: FoldOutcome, task: string): Uint8Array {
  const header = Buffer.from(JSON.stringify({ ...rest, task } satisfies Header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const values = Buffer.from(probabilities.buffer, probabilities.byteOffset, probabilities.byteLength);
  const body = Buffer.concat([MAGIC, length, header, values]);
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}

function decode(bytes: Buffer, task: string): FoldOutcome | undefined {
  const body = bytes.subarray(0, Math.max(0, bytes.length - CHECKSUM));
  const whole = createHash('sha256').update(body).digest().equals(bytes.subarray(body.length));
  if (!whole || !body.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const at = MAGIC.length + 4;
  const end = at + body.readUInt32LE(MAGIC.length);
  const { task: own, ...rest } = JSON.parse(body.toString('utf8', at, end)) as Header;
  if (own !== task) return undefined;
  // A copy, since numbers have to begin at a multiple of their size.
  const values = Uint8Array.from(body.subarray(end));
  return { ...rest, probabilities: new Float32Array(values.buffer) };
}
