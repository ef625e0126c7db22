// Several at once: reviewers, fixes, audits, and other programs that write to the labels file.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { link, lstat, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { InputError } from '../../../src/files/input-error.ts';
import { sha256 } from '../../../src/files/sha256.ts';
import { parseStoredReport } from '../../../src/audit/report/read-report.ts';
import { readReviews } from '../../../src/audit/remediation/reviews-file.ts';
import { openStoredReport } from '../../../src/audit/report/stored-report.ts';
import { seededRandom } from '../../unit/seeded-random.ts';
import type { TrustContext, TrustRow } from '../types.ts';
import { bytesOf, copyData, ended, holds, lostOf, makeData, runCli, startExported, tryOften } from './writes-data.ts';

/** Lines of the labels file, the two of the header apart. */
const linesOf = (text: string): string[] => text.split('\r\n').slice(2);
const pathOf = (line: string): string => line.split(';')[0];
const flaggedIn = async (root: string): Promise<string[]> =>
  (await openStoredReport(root)).report.issues.map(({ path }) => path);

async function reviewers(context: TrustContext, template: string): Promise<TrustRow> {
  const [times, processes, decisions] = context.long ? [10, 6, 60] : [1, 4, 25];
  return tryOften(
    context,
    `${processes} processes × ${decisions} reviews at once, and a fix`,
    times,
    async (i) => {
      const root = await copyData(template, join(context.folder, `reviewers-${i}`));
      const running = Array.from({ length: processes }, (_, p) =>
        ended(startExported('reviewForLong', root, `p${p}`, String(decisions))),
      );
      await sleep(300);
      const fix = await runCli(context.dist, ['fix', root, '--prune', '--all']);
      holds(fix.code === 0, fix.stderr);
      for (const { code, stderr } of await Promise.all(running)) holds(code === 0, stderr);
      const rows = parse(await readFile(join(root, '.label-audit/reviews.csv'), 'utf8'));
      const header = rows[0].join();
      holds(rows.filter((cells) => cells.join() === header).length === 1, 'more than one header');
      holds(
        rows.every((cells) => cells.length === rows[0].length),
        'a torn line',
      );
      const wanted = Array.from(
        { length: processes * decisions },
        (_, n) => `p${n % processes}-${Math.floor(n / processes)}.png`,
      );
      const pruned = await flaggedIn(template);
      const found = new Set(rows.slice(1).map(([path]) => path));
      const lost = [...wanted, ...pruned].filter((path) => !found.has(path));
      holds(lost.length === 0 && found.size === rows.length - 1, `decisions lost: ${lost.join()}`, lost.length * 100);
      holds((await readReviews(root)).warnings.length === 0, 'reviews.csv is not read without a warning');
    },
    1,
  );
}

async function audits(context: TrustContext, template: string): Promise<TrustRow> {
  return tryOften(
    context,
    'two audits at once of one data set',
    context.long ? 40 : 3,
    async (i) => {
      const root = await copyData(template, join(context.folder, `audits-${i}`));
      const results = await Promise.all(
        ['mine.npy', 'other.npy'].map((name) =>
          runCli(context.dist, ['audit', root, '--quiet', '--pred-probs', join(template, '..', name)]),
        ),
      );
      for (const { code, stderr } of results) holds(code === 0, stderr);
      const place = join(root, '.label-audit');
      const { files } = parseStoredReport(await readFile(join(place, 'report.json'), 'utf8'), 'report.json');
      const names = Object.entries(files ?? {});
      holds(names.length === 4, 'the report does not say which files are its own');
      for (const [name, hash] of names) {
        holds(sha256((await bytesOf(join(place, name))) ?? '') === hash, `report and ${name} are mixed`);
      }
      const opened = await openStoredReport(root);
      await opened.labels();
      await opened.predProbs();
    },
    1,
  );
}

/** Rows are sorted, edited and taken out between the audit and the fix. */
async function editedBefore(context: TrustContext, template: string): Promise<TrustRow> {
  const next = seededRandom(context.seed + 4);
  return tryOften(context, 'labels edited between audit and fix', context.long ? 40 : 4, async (i) => {
    const root = await copyData(template, join(context.folder, `edited-${i}`));
    const file = join(root, 'labels.csv');
    const text = await readFile(file, 'utf8');
    const flagged = new Set(await flaggedIn(template));
    const touched = new Set<string>();
    const lines = linesOf(text)
      .filter(() => next() > 0.1)
      .map((line) => {
        if (next() > 0.2) return line;
        touched.add(pathOf(line));
        return line.replace(/;"(cat|dog|owl)";/, ';"bat";');
      })
      .map((line) => ({ line, at: next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ line }) => line);
    const head = text.split('\r\n').slice(0, 2);
    await writeFile(file, [...head, ...lines].join('\r\n'));
    const { code, stderr } = await runCli(context.dist, ['fix', root, '--prune', '--all', '--keep-per-class', '0']);
    holds(code === 0, stderr);
    const kept = lines.filter((line) => !flagged.has(pathOf(line)) || touched.has(pathOf(line)));
    const found = await readFile(file);
    const wanted = Buffer.from([...head, ...kept].join('\r\n'));
    holds(found.equals(wanted), 'the wrong rows were changed', lostOf(wanted, found));
  });
}

/** Another program adds a row at any moment of a fix: it is there afterwards, whoever came first. */
async function editedDuring(context: TrustContext, template: string): Promise<TrustRow> {
  const next = seededRandom(context.seed + 5);
  let refused = 0;
  const times = context.long ? 80 : 10;
  const row = await tryOften(context, 'labels edited by another program during a fix', times, async (i) => {
    const root = await copyData(template, join(context.folder, `during-${i}`));
    const file = join(root, 'labels.csv');
    const line = `\r\npictures/new-${i}.png;"cat";added`;
    const fixing = runCli(context.dist, ['fix', root, '--prune', '--all']);
    const over = new AbortController();
    void fixing.then(() => {
      over.abort();
    });
    const aside = join(root, 'editor.swp');
    const delay = next() * 700;
    // Most of these fall into the time between the fix's reading and its writing.
    const began = performance.now();
    while (performance.now() - began < delay && !over.signal.aborted) {
      await sleep(1);
      if (i % 2 === 0 && existsSync(join(root, '.label-audit/reviews.lock.tmp'))) break;
    }
    // As editors do: nothing of ours comes between their reading and their renaming, in this one thread.
    writeFileSync(aside, readFileSync(file, 'utf8') + line);
    renameSync(aside, file);
    const { code, stderr } = await fixing;
    holds(code === 0 || /^label-audit: .*changed by somebody else meanwhile/.test(stderr), stderr);
    if (code !== 0) refused += 1;
    const found = await readFile(file, 'utf8');
    holds(found.endsWith(line), 'the row that another program added is gone', line.length);
    const edited = (await readFile(join(template, 'labels.csv'), 'utf8')) + line;
    holds(code === 0 || found === edited, 'changed all the same');
  });
  context.log(`edits during a fix: ${refused} of ${times} fixes were refused`);
  return row;
}

/** The labels file is a link, in the folder or out of it, or has another name. */
async function links(context: TrustContext, template: string): Promise<TrustRow> {
  const { folder, dist } = context;
  const labels = await readFile(join(template, 'labels.csv'));
  return tryOften(context, 'labels file that is a link: in the folder, out of it, hard', 3, async (i) => {
    const root = await copyData(template, join(folder, `links-${i}`));
    const file = join(root, 'labels.csv');
    const real = i === 1 ? join(folder, 'elsewhere.csv') : join(root, 'real.csv');
    await rename(file, real);
    await (i === 2 ? link(real, file) : symlink(real, file));
    const { code, stderr } = await runCli(dist, ['fix', root, '--prune', '--all']);
    const changed = (await bytesOf(real))?.equals(labels) !== true;
    if (i === 0) holds(code === 0 && changed && (await readlink(file)) === real, `in the folder: ${stderr}`);
    if (i === 1) {
      holds(code === 2 && /^label-audit: .*labels\.csv.* a link to /.test(stderr), `out of it: ${stderr}`);
      holds(!changed && (await lstat(file)).isSymbolicLink(), 'written through a link', changed ? labels.length : 0);
    }
    if (i === 2) holds(code === 0 && !changed && /hard links/.test(stderr), `hard: ${stderr}`);
  });
}

/** A report with bytes missing or changed loads, or is set aside: either way the next audit works. */
async function damagedReports(context: TrustContext, template: string): Promise<TrustRow> {
  const next = seededRandom(context.seed + 6);
  const good = await readFile(join(template, '.label-audit/report.json'));
  const root = await copyData(template, join(context.folder, 'damaged'));
  const place = join(root, '.label-audit');
  return tryOften(
    context,
    'report.json cut off, zeroed or overwritten at random',
    context.long ? 2000 : 150,
    async (i) => {
      const at = Math.floor(next() * good.length);
      const bytes = Buffer.from(good);
      if (i % 3 === 1) bytes.fill(0, at, Math.min(bytes.length, at + 4096));
      if (i % 3 === 2) for (let n = 0; n < 8; n++) bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
      const damaged = i % 3 === 0 ? bytes.subarray(0, at) : bytes;
      await writeFile(join(place, 'report.json'), damaged);
      try {
        await openStoredReport(root);
      } catch (error) {
        holds(error instanceof InputError && !error.message.includes('\n'), String(error));
        const name = /set aside as (report\.damaged(?:-\d+)?\.json)/.exec(error.message)?.[1] ?? 'none';
        const aside = await bytesOf(join(place, name));
        await rm(join(place, name), { force: true });
        // What does not fit to the files beside it may be right itself: it stays.
        const versioned = (await bytesOf(join(place, 'report.json')))?.equals(damaged) === true;
        holds(versioned || aside?.equals(damaged) === true, 'not set aside');
        holds(versioned || name !== 'none', `not said so: ${error.message}`);
        holds(versioned || !existsSync(join(place, 'report.json')), 'still in the way');
      }
    },
    1,
  );
}

export async function races(context: TrustContext): Promise<TrustRow[]> {
  const template = join(context.folder, 'races/data');
  await makeData(context, template, 'csv');
  const rows: TrustRow[] = [];
  for (const race of [reviewers, audits, editedBefore, editedDuring, links, damagedReports]) {
    rows.push(await race(context, template));
  }
  return rows;
}
