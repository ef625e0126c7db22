import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { defaultAuditOptions } from '../../src/audit/options/audit-options.ts';
import { EngineError, startAudit } from '../../src/audit/engine/engine-client.ts';
import { startThumbnailer } from '../../src/audit/engine/thumbnail-client.ts';
import { type AuditReport } from '../../src/audit/report/types.ts';
import { seededRandom } from '../unit/seeded-random.ts';
import { makeHostilePictures, type Corpus, type HostileFile } from './hostile/hostile-pictures.ts';
import { bytesLost, fingerprints, peakMemory, runCli, watchAccess } from './pictures/picture-runs.ts';
import { BESIDES, judge, Table } from './pictures/picture-table.ts';
import type { TrustContext, TrustSuite } from './types.ts';

const MOST_MEMORY = 1024;
const NOBODY = 65_534;
/** Appears in the name, the bytes and the pixels' text of what must not be read. */
const CANARY = 'canary-d41d8cd98f';
const QUICK = ['--epochs', '1', '--folds', '2', '--image-size', '8', '--jobs', '1', '--seed', '0', '--quiet'];

const csvCell = (text: string): string => (/["\n\r,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

async function corpusRuns(context: TrustContext, table: Table): Promise<void> {
  const { folder, dist, long } = context;
  const root = join(folder, 'set');
  const outside = join(folder, 'outside');
  const cache = join(folder, 'cache');
  await chmod(folder, 0o755);
  for (const path of [root, outside]) await mkdir(path);
  await mkdir(cache);
  const secrets = [join(outside, 'secret.png'), join(outside, 'secret.txt')];
  await sharp({ create: { width: 40, height: 40, channels: 3, background: '#fe01fe' } })
    .withExif({ IFD0: { ImageDescription: CANARY } })
    .png()
    .toFile(secrets[0]);
  await writeFile(secrets[1], `${CANARY}\n`);
  const corpus = await makeHostilePictures(root, outside, { long, random: seededRandom(context.seed) });
  context.log(`${corpus.files.length} hostile pictures`);
  try {
    const before = await fingerprints(folder);
    const control = join(folder, 'control');
    await writeFile(control, 'read me');
    const access = await watchAccess([...secrets, outside, control]);
    const outputs: string[] = [];

    const rows = corpus.files.map(({ path }, i) => `${csvCell(path)},${i % 2 === 0 ? 'a' : 'b'}\n`);
    await writeFile(join(root, 'labels.csv'), `image,label\n${rows.join('')}`);
    const env = { XDG_CACHE_HOME: cache };
    const audit = ['audit', root, ...QUICK, '--format', 'json', '--out'];
    const csv = await runCli(dist, [...audit, join(folder, 'out-csv')], { env });
    judge(table, 'labels file', csv, corpus.files);
    await rm(join(root, 'labels.csv'));

    // As nobody, so that permissions mean something.
    const out = join(folder, 'out-folders');
    await mkdir(out);
    await chmod(out, 0o777);
    const user = process.getuid?.() === 0 ? NOBODY : undefined;
    const folders = await runCli(dist, [...audit, out, '--no-cache'], { env: { ...env, HOME: out }, user });
    const inFolders = corpus.files.filter(({ csvOnly }) => csvOnly !== true);
    const asNobody = inFolders.map((file) =>
      file.path.endsWith('locked.png') ? { ...file, expected: 'reported' as const } : file,
    );
    judge(table, 'class folders', folders, asNobody);

    const thumbnailPeak = await thumbnails(context, table, root, corpus);
    for (const run of [csv, folders]) outputs.push(run.stdout, run.stderr);
    for (const where of ['out-csv', 'out-folders']) outputs.push(...(await textsIn(join(folder, where))));

    for (const [what, peak] of [
      ['labels file', csv.peak],
      ['class folders', folders.peak],
      ['thumbnails', thumbnailPeak],
    ] as const) {
      context.log(`${what}: at most ${peak.toFixed(0)} MB`);
      table.note(
        'pictures: all of them take less than 1 GB',
        peak > 0 && peak < MOST_MEMORY,
        `${what}: ${peak.toFixed(0)} MB`,
      );
    }
    const nothing = 'pictures: nothing outside of the folder is read';
    for (const text of outputs) table.note(nothing, !text.includes(CANARY), 'the canary is in the output');
    const touched = await access.touched();
    for (const path of [...secrets, outside]) table.note(nothing, !touched.includes(path), `${path} was read`);
    await readFile(control);
    if (!(await access.touched()).includes(control))
      context.log('This disk keeps no times of access: only the output was searched.');
    for (const { fault } of inFolders.slice(0, 1)) table.lose(fault, await bytesLost(before));
  } finally {
    corpus.close();
  }
}

async function textsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')));
}

/** The thumbnails of all of it, by the engine's process; returns the most memory that took. */
async function thumbnails({ dist, folder }: TrustContext, table: Table, root: string, corpus: Corpus): Promise<number> {
  const cacheFolder = join(folder, 'thumbnails');
  const thumbnailer = startThumbnailer({ engineFile: join(dist, 'engine.mjs'), cacheFolder });
  let peak = 0;
  const timer = setInterval(() => {
    const { stdout } = spawnSync('pgrep', ['-P', String(process.pid), '-f', 'engine.mjs'], { encoding: 'utf8' });
    for (const pid of stdout.trim().split('\n').filter(Boolean)) peak = Math.max(peak, peakMemory(Number(pid)));
  }, 100);
  const paths = corpus.files.map(({ path }) => path);
  const all = thumbnailer.get(root, paths, 256);
  const late = sleep(120_000, undefined, { ref: false });
  const answers = await Promise.race([all, late]);
  clearInterval(timer);
  thumbnailer.dispose();
  for (const { path, expected, fault } of corpus.files) {
    const answer = answers?.get(path);
    const right = answer !== undefined && (expected === 'either' || (answer !== null) === (expected === 'audited'));
    table.note(fault, right, `the thumbnail of ${JSON.stringify(path)} is ${String(answer)}`);
  }
  return peak;
}

/** Pictures that are cut, grown, removed and put back by another process while they are read. */
async function changing({ dist, folder, long, seed }: TrustContext, table: Table): Promise<void> {
  const fault = 'pictures: change or vanish while they are read';
  const random = seededRandom(seed + 1);
  const root = join(folder, 'changing');
  const files: string[] = [];
  for (const name of ['a', 'b']) await mkdir(join(root, name), { recursive: true });
  for (let i = 0; i < (long ? 600 : 120); i++) {
    const pixels = Uint8Array.from({ length: 300 * 200 * 3 }, (_, at) => ((at + i) * 2654435761) >>> 24);
    const path = `${i % 2 === 0 ? 'a' : 'b'}/${i}.png`;
    await sharp(pixels, { raw: { width: 300, height: 200, channels: 3 } })
      .png({ compressionLevel: 1 })
      .toFile(join(root, path));
    files.push(path);
  }
  let running = true;
  const churn = (async (): Promise<void> => {
    while (running) {
      const file = join(root, files[Math.floor(random() * files.length)]);
      const what = Math.floor(random() * 4);
      // Whatever was done to the file before may be in the way of what is done to it now.
      if (what === 0) await truncate(file, Math.floor(random() * 100_000)).catch(() => undefined);
      if (what === 1) await rm(file, { force: true });
      if (what === 2) await writeFile(file, Buffer.alloc(Math.floor(random() * 400_000), 7));
      if (what === 3) await rename(file, `${file}.away`).catch(() => undefined);
    }
  })();
  const run = await runCli(dist, [
    'audit',
    root,
    ...QUICK,
    '--no-cache',
    '--format',
    'json',
    '--out',
    join(folder, 'out-changing'),
  ]);
  running = false;
  await churn;
  const hostile = files.map((path): HostileFile => ({ path, expected: 'either', fault }));
  // What was gone before the folder was listed is in neither list; and where too few are left it says so.
  if (run.code === 2 && /pictures can be read|label|classes/.test(run.stderr))
    files.forEach(() => {
      table.note(fault, true);
    });
  else if (run.code !== 0) judge(table, 'changing folder', run, hostile);
  else {
    const { paths, problems } = JSON.parse(run.stdout) as AuditReport;
    const reported = new Set(problems.filter(({ kind }) => !BESIDES.has(kind)).map(({ path }) => path));
    for (const path of files) table.note(fault, !(paths.includes(path) && reported.has(path)), `${path} was both`);
  }
}

async function manyEntries({ dist, folder }: TrustContext, table: Table): Promise<void> {
  const fault = 'pictures: 10,000 entries in a folder, most of them broken';
  const root = join(folder, 'many');
  const files: HostileFile[] = [];
  for (const name of ['a', 'b']) await mkdir(join(root, name), { recursive: true });
  for (let i = 0; i < 10_000; i++) {
    const path = `${i % 100 === 0 ? 'a' : 'b'}/${i}.png`;
    const good = i % 100 < 2;
    const colour = { r: i & 255, g: i >> 8, b: 50 };
    const bytes = good
      ? await sharp({ create: { width: 9, height: 9, channels: 3, background: colour } })
          .png()
          .toBuffer()
      : '';
    await writeFile(join(root, path), bytes);
    files.push({ path, expected: good ? 'audited' : 'reported', fault });
  }
  const run = await runCli(dist, [
    'audit',
    root,
    ...QUICK,
    '--no-cache',
    '--format',
    'json',
    '--out',
    join(folder, 'out-many'),
  ]);
  judge(table, 'folder', run, files);
}

/** Milliseconds that this process has been awake for: what the machine gives to others meanwhile does not count. */
function wakingClock(): { readonly now: () => number; readonly stop: () => void } {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 5);
  return {
    now: () => ticks * 5,
    stop: () => {
      clearInterval(timer);
    },
  };
}

/** Cancels while one large picture is decoded, which nothing can stop midway. */
async function cancelling({ dist, folder, long }: TrustContext, table: Table): Promise<void> {
  const fault = 'pictures: Cancel within a second while 64 megapixels are decoded';
  const root = join(folder, 'large');
  for (const name of ['a', 'b']) await mkdir(join(root, name), { recursive: true });
  const large = sharp({ create: { width: 8000, height: 8000, channels: 3, background: '#123456' } });
  const bytes = await large.png({ progressive: true, compressionLevel: 1 }).toBuffer();
  for (const path of ['a/1.png', 'b/2.png'])
    await writeFile(join(root, path), Buffer.concat([bytes, Buffer.from(path)]));
  const clock = wakingClock();
  for (let i = 0; i < (long ? 8 : 2); i++) {
    let cancelled = 0;
    const out = join(folder, 'out-large');
    const run = await runCli(dist, ['audit', root, ...QUICK, '--no-cache', '--out', out], {
      watch: (pid, memory) => {
        if (memory < 180 || cancelled !== 0) return;
        cancelled = clock.now();
        process.kill(pid, 'SIGINT');
      },
    });
    const took = clock.now() - cancelled;
    const ended = run.code === 130 || run.signal === 'SIGINT';
    table.note(
      fault,
      cancelled > 0 && ended && took < 1000,
      `the command took ${took} ms, ended with ${run.signal ?? run.code}`,
    );

    const stop = new AbortController();
    let begun = 0;
    const options = { ...defaultAuditOptions(root), out, cacheFolder: null, imageSize: 8, epochs: 1, folds: 2 };
    const error: unknown = await startAudit(options, {
      engineFile: join(dist, 'engine.mjs'),
      signal: stop.signal,
      onProgress: ({ stage }) => {
        if (stage !== 'decoding' || begun !== 0) return;
        begun = Infinity;
        setTimeout(() => {
          begun = clock.now();
          stop.abort(new Error('enough'));
        }, 300);
      },
    }).catch((reason: unknown) => reason);
    const engineTook = clock.now() - begun;
    const right = error instanceof Error && !(error instanceof EngineError) && engineTook < 1000;
    table.note(fault, right, `the engine took ${engineTook} ms: ${String(error)}`);
  }
  clock.stop();
}

export const suite: TrustSuite = {
  name: 'pictures',
  async run(context) {
    const table = new Table((line) => {
      context.log(line);
    });
    for (const part of [corpusRuns, changing, manyEntries, cancelling]) {
      if (context.signal.aborted) break;
      await part(context, table);
    }
    return [...table.rows.values()];
  },
};
