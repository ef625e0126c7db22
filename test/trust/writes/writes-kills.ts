// Processes of the product that are killed while they work, at any moment.
import type { ChildProcess } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { InputError } from '../../../src/files/input-error.ts';
import { openReportFolder } from '../../../src/audit/report/open-report.ts';
import { parseStoredReport } from '../../../src/audit/report/read-report.ts';
import { readReviews, writeReviews } from '../../../src/audit/remediation/reviews-file.ts';
import { sha256 } from '../../../src/files/sha256.ts';
import { type Review } from '../../../src/audit/remediation/reviews.ts';
import { seededRandom } from '../../unit/seeded-random.ts';
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
  startCli,
  startExported,
  tryOften,
  type Layout,
} from './writes-data.ts';

/** When a process is killed: so many milliseconds after it began, or after its first temporary file was seen. */
interface Moment {
  readonly after: 'start' | 'temporary';
  readonly milliseconds: number;
}

async function killAt(child: ChildProcess, root: string, { after, milliseconds }: Moment): Promise<boolean> {
  const end = ended(child);
  if (after === 'start') await Promise.race([sleep(milliseconds), end]);
  else {
    const seen = new AbortController();
    const appeared = new Promise<void>((resolve) => {
      for (const folder of [root, join(root, '.label-audit')].filter(existsSync)) {
        watch(folder, { signal: seen.signal }, (_, name) => {
          if (name?.endsWith('.tmp')) resolve();
        });
      }
    });
    await Promise.race([appeared, end]);
    // Shorter than a timer can wait.
    for (const until = performance.now() + milliseconds; performance.now() < until;);
    seen.abort();
  }
  child.kill('SIGKILL');
  return (await end).signal === 'SIGKILL';
}

/** Moments spread evenly over a run; every second one is aimed at the writing itself. */
function moments(count: number, runTakes: number, next: () => number): Moment[] {
  return Array.from({ length: count }, (_, i) =>
    i % 2 === 0
      ? { after: 'start', milliseconds: ((i + next()) / count) * runTakes }
      : { after: 'temporary', milliseconds: next() ** 2 * 6 },
  );
}

interface FixKind {
  readonly layout: Layout;
  readonly flags: readonly string[];
}

const FIXES: readonly FixKind[] = [
  { layout: 'csv', flags: ['--prune', '--all'] },
  { layout: 'csv', flags: ['--relabel', '--all', '--min-confidence', '0'] },
  { layout: 'folders', flags: ['--prune', '--worst', '50%'] },
];

const reviewRows = (bytes: Buffer | undefined): string =>
  bytes === undefined
    ? ''
    : parse(bytes.toString())
        .slice(1)
        .map((cells) => `${cells.length}:${cells.slice(0, 3).join()}`)
        .join('\n');

async function killedFixes(context: TrustContext, templates: Record<Layout, string>, count: number): Promise<TrustRow> {
  const { dist, folder, seed } = context;
  const next = seededRandom(seed + 1);
  const wanted = await Promise.all(
    FIXES.map(async ({ layout, flags }, i) => {
      const root = await copyData(templates[layout], join(folder, `fix-${i}`));
      const { code, stderr, milliseconds } = await runCli(dist, ['fix', root, ...flags]);
      holds(code === 0, `an undisturbed fix: ${stderr}`);
      const labels = await bytesOf(join(root, 'labels.csv'));
      const reviews = reviewRows(await bytesOf(join(root, '.label-audit/reviews.csv')));
      const old = await bytesOf(join(templates[layout], 'labels.csv'));
      holds(labels !== undefined && !labels.equals(old ?? Buffer.of()) && reviews !== '', 'a fix changes something');
      return { labels, reviews, old, milliseconds };
    }),
  );
  const when = moments(count, Math.max(...wanted.map(({ milliseconds }) => milliseconds)), next);
  let killed = 0;
  const row = await tryOften(context, `fix (${count} runs): SIGKILL at any moment`, count, async (i) => {
    const kind = i % FIXES.length;
    const { layout, flags } = FIXES[kind];
    const { labels, reviews, old } = wanted[kind];
    const root = await copyData(templates[layout], join(folder, `killed-${i}`));
    const args = ['fix', root, ...flags];
    killed += Number(await killAt(startCli(dist, args), root, when[i]));
    const found = await bytesOf(join(root, 'labels.csv'));
    const isNew = found?.equals(labels) === true;
    const isOld = found === undefined ? old === undefined : old !== undefined && found.equals(old);
    holds(isNew || isOld, 'the labels are neither the old nor the new ones', lostOf(old, found));
    const noted = reviewRows(await bytesOf(join(root, '.label-audit/reviews.csv')));
    holds(noted === '' || noted === reviews, `half of reviews.csv: ${noted}`);
    holds(noted === '' || isNew, 'decisions were noted that were not carried out');
    const report = await readFile(join(root, '.label-audit/report.json'));
    holds(report.equals(await readFile(join(templates[layout], '.label-audit/report.json'))), 'the report changed');
    const again = await runCli(dist, args);
    holds(again.code === 0, `the next run failed: ${again.stderr}`);
    // Class folders have a labels file once it is made: the next run prunes the next half.
    const finished = (await bytesOf(join(root, 'labels.csv')))?.equals(labels) === true;
    holds(finished || (isNew && layout === 'folders'), 'the next run did not finish what was begun');
    const left = await leftovers(root);
    // A lock that was left is broken by whoever wants it next: a run that changes nothing does not.
    const allowed = again.stderr.includes('nothing to change') ? ['reviews.lock.tmp'] : [];
    holds(
      left.every((name) => allowed.includes(name)),
      `${left.join()} left behind`,
    );
  });
  context.log(`fix: ${killed} of ${count} runs were killed before they ended`);
  return row;
}

/** Whether a report is whole, and either has its own arrays or is known not to have them. */
async function checkReport(root: string): Promise<boolean> {
  const place = join(root, '.label-audit');
  const { files } = parseStoredReport((await readFile(join(place, 'report.json'))).toString(), 'report.json');
  const owned = new Map<string, boolean>();
  for (const [name, hash] of Object.entries(files ?? {})) {
    owned.set(name, sha256((await bytesOf(join(place, name))) ?? '') === hash);
  }
  const opened = await openReportFolder(place).catch((error: unknown) => {
    if (error instanceof InputError) return undefined;
    throw error;
  });
  const usable = await opened?.predProbs().then(
    () => true,
    () => false,
  );
  const own = owned.size === 4 && [...owned.values()].every((one) => one);
  const needed = ['paths.csv', 'pred_probs.npy'].every((name) => owned.get(name) === true);
  holds((usable === true) === needed, 'whose arrays are these?');
  return own;
}

async function killedAudits(context: TrustContext, template: string, count: number): Promise<TrustRow> {
  const { dist, folder, seed } = context;
  const labels = await readFile(join(template, 'labels.csv'));
  const old = await readFile(join(template, '.label-audit/report.json'));
  const args = (root: string): string[] => ['audit', root, '--pred-probs', join(template, '../other.npy'), '--quiet'];
  const timed = await runCli(dist, args(await copyData(template, join(folder, 'audit-timed'))));
  holds(timed.code === 0, `an undisturbed audit: ${timed.stderr}`);
  const when = moments(count, timed.milliseconds, seededRandom(seed + 2));
  let killed = 0;
  const row = await tryOften(context, `audit (${count} runs): SIGKILL at any moment`, count, async (i) => {
    const root = await copyData(template, join(folder, `audited-${i}`));
    killed += Number(await killAt(startCli(dist, args(root)), root, when[i]));
    const own = await checkReport(root);
    const isOld = (await readFile(join(root, '.label-audit/report.json'))).equals(old);
    holds(own || isOld, 'a new report came before its arrays');
    const again = await runCli(dist, args(root));
    holds(again.code === 0 && (await checkReport(root)), `the next audit failed: ${again.stderr}`);
    const found = await bytesOf(join(root, 'labels.csv'));
    holds(found?.equals(labels) === true, 'an audit changed the labels', lostOf(labels, found));
    const left = await leftovers(root);
    holds(left.length === 0, `${left.join()} left behind`);
  });
  context.log(`audit: ${killed} of ${count} runs were killed before they ended`);
  return row;
}

const review = (path: string): Review => ({
  ...{ path, label: 'cat', decision: 'kept', note: 'x, "y"\nz'.repeat(40), date: '2026-01-02T03:04:05.000Z' },
});

/** In a process of its own: writes decisions one by one, and says each that is written. */
export async function reviewForLong(root: string, name: string, count: string): Promise<void> {
  for (let i = 0; i < Number(count); i++) {
    await writeReviews(root, [review(`${name}-${i}.png`)]);
    console.log(`${name}-${i}.png`);
  }
}

async function killedReviews(context: TrustContext, template: string, count: number): Promise<TrustRow> {
  const next = seededRandom(context.seed + 3);
  return tryOften(context, `reviews (${count} runs): SIGKILL at any moment`, count, async (i) => {
    const root = await copyData(template, join(context.folder, `reviewed-${i}`));
    const child = startExported('reviewForLong', root, `r${i}`, '100000');
    let told = '';
    child.stdout?.on('data', (chunk: Buffer) => (told += chunk.toString()));
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    const wasKilled = await killAt(child, root, { after: 'start', milliseconds: next() * 60 });
    holds(wasKilled, 'it ended by itself');
    const began = performance.now();
    await writeReviews(root, [review('after.png')]);
    holds(performance.now() - began < 5000, 'the lock of a process that is gone was waited for');
    const { byRow, warnings } = await readReviews(root);
    holds(warnings.length === 0, warnings.join());
    const lost = [...told.split('\n').slice(0, -1), 'after.png'].filter((path) => !byRow.has(path));
    holds(lost.length === 0, `decisions lost: ${lost.join()}`, lost.length * 100);
    // This process has swept the folder before: another one does it.
    await ended(startExported('reviewForLong', root, 'sweep', '1'));
    const left = await leftovers(root);
    holds(left.length === 0, `${left.join()} left behind`);
  });
}

export async function kills(context: TrustContext): Promise<TrustRow[]> {
  const templates = { csv: join(context.folder, 'csv/data'), folders: join(context.folder, 'folders/data') };
  await makeData(context, templates.csv, 'csv');
  await makeData(context, templates.folders, 'folders');
  const [fixes, audits, reviews] = context.long ? [100, 60, 60] : [24, 12, 10];
  return [
    await killedFixes(context, templates, fixes),
    await killedAudits(context, templates.csv, audits),
    await killedReviews(context, templates.csv, reviews),
  ];
}
