// Places that can't be written: full disks, read-only ones, folders in the way.
import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportReport } from '../../../src/audit/formats/export-report.ts';
import { sha256 } from '../../../src/files/sha256.ts';
import { writeReviews } from '../../../src/audit/remediation/reviews-file.ts';
import type { TrustContext, TrustRow } from '../types.ts';
import {
  bytesOf,
  copyData,
  ended,
  holds,
  leftovers,
  lostOf,
  makeData,
  runCli,
  startExported,
  tryOften,
  type Run,
  type RunOptions,
} from './writes-data.ts';

const isRoot = process.getuid?.() === 0;
/** The user `nobody`, who may write nowhere. */
const NOBODY = 65_534;

interface Command {
  readonly name: string;
  readonly run: (root: string, options?: RunOptions) => Promise<Run>;
}

/** In a process of its own: says what went wrong as the command line does. */
export async function reviewOnce(root: string): Promise<void> {
  const date = new Date().toISOString();
  await orSay(() =>
    writeReviews(root, [{ path: 'a.png', label: 'cat', decision: 'kept', date, note: 'x'.repeat(5000) }]),
  );
}

/** As `reviewOnce`, for what the editor exports. */
export async function exportOnce(root: string): Promise<void> {
  await orSay(() => exportReport({ root, format: 'csv', file: join(root, 'report.csv') }));
}

async function orSay(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(`label-audit: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}

/** Everything that writes to a data set, by the command line or by what the editor calls. */
function commandsOf({ dist }: TrustContext): Command[] {
  const cli =
    (...args: readonly string[]) =>
    (root: string, options?: RunOptions) =>
      runCli(
        dist,
        args.map((arg) => arg.replace('ROOT', root)),
        options,
      );
  const audit = ['audit', 'ROOT', '--pred-probs', 'ROOT/../other.npy', '--quiet'];
  return [
    { name: 'fix', run: cli('fix', 'ROOT', '--prune', '--all', '--quiet') },
    { name: 'fix --out', run: cli('fix', 'ROOT', '--prune', '--all', '--quiet', '--out', 'ROOT/cleaned.csv') },
    { name: 'audit', run: cli(...audit) },
  ];
}

function programsOf(): Command[] {
  return [
    { name: 'review', run: (root) => ended(startExported('reviewOnce', root)) },
    { name: 'export', run: (root) => ended(startExported('exportOnce', root)) },
  ];
}

type Snapshot = ReadonlyMap<string, string>;

async function snapshot(root: string): Promise<Snapshot> {
  const files = (await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(paths.map(async (path) => [path, sha256(await readFile(path))] as const)));
}

/** After a failure: one clear line that names a file here, and nothing else has changed. */
async function checkFailure(
  name: string,
  root: string,
  before: Snapshot,
  { code, signal, stderr }: Run,
): Promise<void> {
  holds(code === 1 || code === 2, `${name}: ended with ${code ?? signal}: ${stderr}`);
  holds(/^label-audit: .+\n$/.test(stderr) && stderr.includes(root), `${name}: not one clear line: ${stderr}`);
  const after = await snapshot(root);
  for (const [path, hash] of before) {
    const bytes = (await bytesOf(path))?.length ?? 0;
    holds(
      after.get(path) === hash,
      `${name}: ${path} changed`,
      Math.max(1, lostOf(Buffer.alloc(1), Buffer.alloc(bytes))),
    );
  }
  const added = [...after.keys()].filter((path) => !before.has(path) && !path.endsWith('.gitignore'));
  holds(added.length === 0, `${name}: left behind ${added.join()}`);
}

/** A file system of its own, of so many bytes; undefined where that isn't permitted. */
async function withDisk(
  context: TrustContext,
  megabytes: number,
  work: (disk: string) => Promise<void>,
): Promise<boolean> {
  const disk = join(context.folder, 'disk');
  await mkdir(disk, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'label-audit', disk], { stdio: 'ignore' });
  } catch {
    return false;
  }
  try {
    await work(disk);
  } finally {
    execFileSync('umount', ['-l', disk], { stdio: 'ignore' });
  }
  return true;
}

async function fullDisk(context: TrustContext, template: string): Promise<TrustRow[]> {
  const commands = [...commandsOf(context), ...programsOf()];
  const frees = context.long ? [0, 1, 2, 4, 8, 16, 64, 128, 256, 400, 480, 512] : [0, 8, 256];
  let row: TrustRow | undefined;
  const mounted = await withDisk(context, 2, async (disk) => {
    const tries = commands.flatMap((command) => frees.map((free) => ({ ...command, free })));
    const attempt = async (i: number): Promise<void> => {
      const { name, run, free } = tries[i];
      for (const one of await readdir(disk)) await rm(join(disk, one), { recursive: true });
      const root = await copyData(template, join(disk, 'data'));
      await writeFile(join(disk, 'other.npy'), await readFile(join(template, '../other.npy')));
      // The rest of the disk is taken but for so many kilobytes.
      const filler = join(disk, 'filler');
      await writeFile(filler, Buffer.alloc(2 * 1024 * 1024)).catch(() => undefined);
      await truncate(filler, Math.max(0, (await stat(filler)).size - free * 1024));
      const before = await snapshot(root);
      const result = await run(root);
      if (result.code !== 0) {
        await checkFailure(name, root, before, result);
        holds(/no space is left on the disk/.test(result.stderr), `${name}: ${result.stderr}`);
      }
      holds((await leftovers(root)).length === 0, `${name}: something is left behind`);
      holds(free > 0 || result.code !== 0, `${name} succeeded on a full disk`);
    };
    row = await tryOften(context, 'disk full, or nearly: fix, audit, review, export', tries.length, attempt, 1);
  });
  if (!mounted) context.log('disk full: skipped, since no file system may be mounted here');
  return row === undefined ? [] : [row];
}

/** The largest file that may be written is smaller than what is to be written: a disk quota without a disk. */
async function fileTooLarge(context: TrustContext, template: string): Promise<TrustRow[]> {
  if (process.platform === 'win32') return [];
  const commands = commandsOf(context);
  const limits = context.long ? [1, 2, 4, 8, 16, 64, 256] : [1, 8];
  const row = await tryOften(
    context,
    'limit on the size of files: fix, audit',
    commands.length * limits.length,
    async (i) => {
      const { name, run } = commands[i % commands.length];
      const root = await copyData(template, join(context.folder, `limited-${i}`));
      const before = await snapshot(root);
      const result = await run(root, { largestFile: limits[Math.floor(i / commands.length)] });
      if (result.code !== 0) await checkFailure(name, root, before, result);
      holds(result.code !== 0 || name === 'audit', `${name} succeeded`);
    },
  );
  return [row];
}

/** What stands in the way of writing; undefined where it can't be made here. */
type Obstacle = (root: string) => Promise<RunOptions & { readonly gone?: boolean }>;

const OBSTACLES: Readonly<Record<string, Obstacle>> = {
  'a folder of another user': async (root) => {
    if (isRoot) return { uid: NOBODY };
    await chmod(root, 0o555);
    await chmod(join(root, '.label-audit'), 0o555);
    return {};
  },
  'a file where the report folder was': async (root) => {
    await rm(join(root, '.label-audit/.gitignore'), { force: true });
    await rename(join(root, '.label-audit'), join(root, 'report'));
    await writeFile(join(root, '.label-audit'), 'in the way');
    return {};
  },
  'folders where files were': async (root) => {
    for (const name of ['report.json', 'pred_probs.npy', 'labels.npy', 'reviews.csv']) {
      await rm(join(root, '.label-audit', name), { force: true });
      await mkdir(join(root, '.label-audit', name));
    }
    for (const name of ['cleaned.csv', 'report.csv']) await mkdir(join(root, name));
    return {};
  },
  'a data set that is gone': async (root) => {
    await rm(root, { recursive: true });
    return { gone: true };
  },
};

async function obstacles(context: TrustContext, template: string): Promise<TrustRow[]> {
  const rows: TrustRow[] = [];
  for (const [fault, make] of Object.entries(OBSTACLES)) {
    const commands = [...commandsOf(context), ...(fault.includes('another user') && isRoot ? [] : programsOf())];
    const row = await tryOften(context, `${fault}: fix, audit, review, export`, commands.length, async (i) => {
      const { name, run } = commands[i];
      const root = await copyData(template, join(context.folder, `obstacle-${i}`));
      // Everybody may look.
      await chmod(context.folder, 0o755);
      const { gone, ...options } = await make(root);
      const before = gone ? new Map<string, string>() : await snapshot(root);
      const result = await run(root, options);
      if (gone && name === 'review') {
        // A review makes the folders that it needs.
        holds(result.code === 0 || /^label-audit: /.test(result.stderr), result.stderr);
        return;
      }
      await checkFailure(name, root, before, result);
    });
    rows.push(row);
  }
  return rows;
}

async function readOnlyDisk(context: TrustContext, template: string): Promise<TrustRow[]> {
  const commands = [...commandsOf(context), ...programsOf()];
  let row: TrustRow | undefined;
  const mounted = await withDisk(context, 4, async (disk) => {
    const root = await copyData(template, join(disk, 'data'));
    await writeFile(join(disk, 'other.npy'), await readFile(join(template, '../other.npy')));
    execFileSync('mount', ['-o', 'remount,ro', disk], { stdio: 'ignore' });
    const before = await snapshot(root);
    row = await tryOften(context, 'read-only disk: fix, audit, review, export', commands.length, async (i) => {
      const { name, run } = commands[i];
      const result = await run(root);
      await checkFailure(name, root, before, result);
      holds(/read-only/.test(result.stderr), `${name}: ${result.stderr}`);
    });
  });
  if (!mounted) context.log('read-only disk: skipped, since no file system may be mounted here');
  return row === undefined ? [] : [row];
}

export async function faults(context: TrustContext): Promise<TrustRow[]> {
  const template = join(context.folder, 'faults/data');
  await makeData(context, template, 'csv');
  await cp(join(template, '../other.npy'), join(context.folder, 'other.npy'));
  return [
    ...(await fullDisk(context, template)),
    ...(await fileTooLarge(context, template)),
    ...(await readOnlyDisk(context, template)),
    ...(await obstacles(context, template)),
  ];
}
