import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { InputError } from '../../src/files/input-error.ts';
import { COMPARISON_FILE } from '../../src/audit/compare/comparison.ts';
import { defaultAuditOptions } from '../../src/audit/options/audit-options.ts';
import { formatHtml } from '../../src/audit/formats/html/format-html.ts';
import { formatJson } from '../../src/audit/report/format-json.ts';
import { formatMarkdown } from '../../src/audit/formats/format-markdown.ts';
import { formatSarif, type SarifLabels } from '../../src/audit/formats/format-sarif.ts';
import { csvLayout } from '../../src/dataset/layouts/csv-layout.ts';
import { formatText } from '../../src/audit/formats/format-text.ts';
import { mergeReviews, parseReviews } from '../../src/audit/remediation/reviews.ts';
import { parseReport } from '../../src/audit/report/read-report.ts';
import { planRemediation } from '../../src/audit/remediation/plan-remediation.ts';
import { readComparison } from '../../src/audit/compare/read-comparison.ts';
import { SCHEMA_VERSION, type AuditReport } from '../../src/audit/report/types.ts';
import { encodeNpy } from '../../src/arrays/write-npy.ts';
import { normaliseDatasetPath } from '../../src/files/inner-path.ts';
import { checkCompanions, goodCompanions, hostileCompanions } from './hostile/hostile-companions.ts';
import { openReportFolder } from '../../src/audit/report/open-report.ts';
import { isOneClearLine, runCommand } from './cli-run.ts';
import { mutated } from './hostile/hostile-npy.ts';
import { goodComparison, hostileReports, hostileReviews, typeSwaps } from './hostile/hostile-reports.ts';
import { tryCases } from './tries.ts';
import type { TrustContext, TrustRow, TrustSuite } from './types.ts';

/** A command that reads a hostile report may take no more memory than this. */
const MOST_BYTES = 2 * 1024 ** 3;
const PICTURES = 12;
const LABELS = ['image,label', ...Array.from({ length: PICTURES }, (_, i) => `${i}.png,${i % 2 ? 'dog' : 'cat'}`), ''];
const labelsText = LABELS.join('\n');

/** The labels file by the columns that a report names, if they are there. */
function sarifLabels({ options }: AuditReport): SarifLabels[] {
  const rows = csvLayout.read({ file: '/data/labels.csv', bytes: Buffer.alloc(0), text: labelsText }, options);
  return 'ok' in rows && rows.ok ? [{ name: 'labels.csv', text: labelsText, rows }] : [];
}

function goodReport(root: string): AuditReport {
  const paths = Array.from({ length: PICTURES }, (_, i) => `${i}.png`);
  const overlap = { classA: 'cat', classB: 'dog', numOverlapping: 1, jointProbability: 0.1 };
  const quality = { examples: 6, flagged: 1, labelIssues: 1, inverseLabelIssues: 0, labelNoise: 0.1 };
  return {
    ...{ schemaVersion: SCHEMA_VERSION, createdAt: '2026-01-02T03:04:05.678Z' },
    dataset: {
      ...{ root, kind: 'csv', labelsFile: 'labels.csv', classes: ['cat', 'dog'], examples: PICTURES },
      ...{ audited: PICTURES, splits: { train: PICTURES } },
    },
    options: { ...defaultAuditOptions(root), folds: 2, epochs: 1, imageSize: 8, backend: 'cpu' },
    environment: { version: '0', node: 'v20', platform: 'x', backend: 'cpu', seed: 0 },
    crossValidation: {
      accuracy: 0.5,
      folds: [{ fold: 1, trainSize: 6, testSize: 6, heldOutAccuracy: 0.5, history: [], seconds: 1 }],
      settings: { model: 'small-cnn', epochs: 1 },
    },
    paths,
    issues: [
      {
        ...{ index: 1, path: '1.png', row: 2, givenLabel: 'dog', suggestedLabel: 'cat', labelQuality: 0.1 },
        ...{ givenProbability: 0.1, suggestedProbability: 0.9, similar: { given: ['3.png'], suggested: ['0.png'] } },
      },
    ],
    health: {
      ...{ overallLabelHealthScore: 0.9, numIssues: 1, overlaps: [overlap] },
      classes: ['cat', 'dog'].map((name) => ({
        ...{ class: name, ...quality, inverseLabelNoise: 0, labelQualityScore: 0.9 },
      })),
    },
    confidentJoint: [
      [0, 0, 6],
      [1, 0, 1],
      [1, 1, 5],
    ],
    problems: [{ kind: 'missing-image', path: '99.png', row: 100, message: '99.png does not exist.' }],
    warnings: ['Something.'],
    timings: { reading: 0.1 },
  };
}

const isPolluted = (): boolean => 'polluted' in {} || 'polluted' in [];

/** Refused by name, or good for everything that we do with a report. */
function checkReport(content: string): void {
  let report: AuditReport;
  try {
    report = parseReport(content, 'the/report.json');
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (!error.message.startsWith('the/report.json '))
      throw new Error(`names no file: ${error.message}`, { cause: error });
    if (error.message.length > 1000) throw new Error(`too long: ${error.message.length}`, { cause: error });
    return;
  }
  if (isPolluted()) throw new Error('a prototype was changed');
  formatText(report);
  formatMarkdown(report);
  formatHtml(report, { thumbnails: new Map(), shown: 10 });
  formatSarif(report, { labels: sarifLabels(report), base: report.dataset.root });
  const pictures = report.paths.map((path) => ({ path, label: 'cat' }));
  for (const action of ['prune', 'relabel'] as const) planRemediation(report, pictures, { by: 'all', action });
  if (report.paths.some((path) => normaliseDatasetPath(path) === undefined)) throw new Error('a path leads outside');
}

/** Decisions are read, and written beside what stands there; or the file is refused as it is. */
function checkReviews(text: string): void {
  const { byRow } = parseReviews(text);
  for (const path of byRow.keys()) {
    if (normaliseDatasetPath(path) !== path) throw new Error(`the path ${path} leads outside`);
  }
  const review = { path: 'new.png', label: '=1+1', decision: 'kept', date: '2026-01-02T03:04:05.678Z' } as const;
  let merged: string;
  try {
    merged = mergeReviews(text, { set: [review] });
  } catch (error) {
    if (error instanceof InputError && error.message.startsWith('reviews.csv: ')) return;
    throw error;
  }
  const now = parseReviews(merged).byRow;
  if (now.get('new.png')?.label !== '=1+1') throw new Error('the new decision is not there');
  for (const [path, old] of byRow) {
    if (path !== 'new.png' && now.get(path)?.label !== old.label) throw new Error(`lost the decision on ${path}`);
  }
  if (byRow.size > 0 && !byRow.has('new.png') && !merged.startsWith(text)) throw new Error('bytes were changed');
}

/** A data set with real pictures, and this report beside it. */
async function dataset(root: string, report: string | undefined): Promise<string> {
  await rm(root, { recursive: true, force: true });
  await mkdir(join(root, '.label-audit'), { recursive: true });
  await writeFile(join(root, 'labels.csv'), labelsText);
  for (let i = 0; i < PICTURES; i++) {
    const background = { r: i % 2 ? 250 - i : i, g: 10 * i, b: 100 };
    await sharp({ create: { width: 8, height: 8, channels: 3, background } })
      .png()
      .toFile(join(root, `${i}.png`));
  }
  const file = join(root, '.label-audit', 'report.json');
  if (report !== undefined) await writeFile(file, report);
  return file;
}

/** Whether the bytes of a report are still there, in its place or set aside. */
async function isKept(file: string, content: string): Promise<boolean> {
  const folder = join(file, '..');
  for (const name of (await readdir(folder)).filter((one) => /^report.*\.json$/.test(one))) {
    if ((await readFile(join(folder, name), 'utf8')) === content) return true;
  }
  return false;
}

/** `fix` refuses hostile reports; a new audit goes on, and sets them aside. */
async function checkCommands({ folder, dist, long, signal, ...context }: TrustContext): Promise<TrustRow[]> {
  const root = join(folder, 'data');
  const refused = { fault: 'report.json hostile: refused by fix (at most 2 GiB)', tried: 0, survived: 0, bytesLost: 0 };
  const aside = { fault: 'report.json hostile: set aside by a new audit', tried: 0, survived: 0, bytesLost: 0 };
  const probs = join(folder, 'probs.npy');
  const data = Float32Array.from({ length: 2 * PICTURES }, (_, i) => (Math.floor(i / 2) % 2 === i % 2 ? 0.9 : 0.1));
  await writeFile(probs, encodeNpy({ dtype: 'float32', shape: [PICTURES, 2], fortranOrder: false, data }));
  for (const [what, content] of Object.entries(hostileReports(goodReport(root)))) {
    signal.throwIfAborted();
    const file = await dataset(root, content);
    const fix = await runCommand(dist, ['fix', root, '--prune', '--all']);
    refused.tried += 1;
    const isSame = (await readFile(join(root, 'labels.csv'), 'utf8')) === labelsText;
    const clear = fix.code === 2 && isOneClearLine(fix.stderr) && fix.stderr.includes(file);
    if (!isSame) refused.bytesLost += labelsText.length;
    if (!(await isKept(file, content))) refused.bytesLost += content.length;
    if (clear && isSame && fix.peakBytes < MOST_BYTES) refused.survived += 1;
    else context.log(`fix, ${what}: code ${fix.code}, ${fix.peakBytes} bytes: ${fix.stderr.slice(0, 400)}`);
    // The short version audits after a few of them alone.
    if (!long && (content.length > 1e6 || refused.tried % 3 !== 0)) continue;
    await writeFile(file, content);
    const audit = await runCommand(dist, ['audit', root, '--pred-probs', probs, '--quiet', '--format', 'json']);
    aside.tried += 1;
    const fresh = await openReportFolder(join(file, '..')).catch(() => undefined);
    const kept = await isKept(file, content);
    if (!kept) aside.bytesLost += content.length;
    if (audit.code === 0 && fresh !== undefined && kept) aside.survived += 1;
    else context.log(`audit, ${what}: code ${audit.code}, kept ${kept}: ${audit.stderr.slice(0, 400)}`);
  }
  return [refused, aside];
}

/** Of 3 GB, a pipe, a folder: said, not read. */
async function checkNoFiles({ folder, dist, ...context }: TrustContext): Promise<TrustRow> {
  const row = { fault: 'report.json of 3 GB, a pipe, a folder', tried: 0, survived: 0, bytesLost: 0 };
  const makers: readonly (readonly [string, (file: string) => Promise<boolean>])[] = [
    ['3 GB', (file) => truncate(file, 3e9).then(() => true)],
    [
      'folder',
      (file) =>
        rename(file, `${file}.old`)
          .then(() => mkdir(file))
          .then(() => true),
    ],
    ['pipe', (file) => rm(file).then(() => spawnSync('mkfifo', [file]).status === 0)],
  ];
  for (const [what, make] of makers) {
    const root = join(folder, 'data');
    const file = await dataset(root, formatJson(goodReport(root)));
    if (!(await make(file))) continue;
    const { code, stderr, peakBytes } = await runCommand(dist, ['fix', root, '--prune', '--all'], 20);
    row.tried += 1;
    if (code === 2 && isOneClearLine(stderr) && stderr.includes(file) && peakBytes < 2 ** 28) row.survived += 1;
    else context.log(`${what}: code ${code}, ${peakBytes} bytes: ${stderr.slice(0, 400)}`);
  }
  return row;
}

/** A report that names a program to train with: `check` uses its options, but not that one. */
async function checkNoProgram({ folder, dist, ...context }: TrustContext): Promise<TrustRow> {
  const root = join(folder, 'data');
  const [evil, trace] = [join(folder, 'evil.mjs'), join(folder, 'evil-was-here')];
  await writeFile(evil, `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(trace)}, 'x');`);
  const report = goodReport(root);
  const options = { ...report.options, workerFile: evil, out: join(folder, 'elsewhere'), cacheFolder: folder };
  await dataset(root, JSON.stringify({ ...report, options }));
  const { code, stderr } = await runCommand(dist, ['check', root, '--max-issues', '99', '--no-cache', '--quiet'], 120);
  const left = await readdir(folder);
  const survived = code === 0 && !left.includes('evil-was-here') && !left.includes('elsewhere');
  if (!survived) context.log(`check: code ${code}, ${left.join(', ')}: ${stderr.slice(0, 400)}`);
  return { fault: 'report.json that names a program, folders', tried: 1, survived: survived ? 1 : 0, bytesLost: 0 };
}

async function checkComparison(folder: string, content: string): Promise<void> {
  const file = join(folder, COMPARISON_FILE);
  await writeFile(file, content);
  try {
    await readComparison(folder);
  } catch (error) {
    if (!(error instanceof InputError) || !error.message.includes(file)) throw error;
  }
  if (isPolluted()) throw new Error('a prototype was changed');
}

export const suite: TrustSuite = {
  name: 'reports',
  async run(context) {
    const { folder, long } = context;
    const times = long ? 10 : 1;
    const good = formatJson(goodReport('/data'));
    const json = JSON.parse(good) as Parameters<typeof typeSwaps>[0];
    const bytes = (text: string) => mutated(Buffer.from(text)).map((changed) => Buffer.from(changed).toString());
    const comparison = JSON.stringify(goodComparison);
    const beside = goodReport('/data');
    const companions = goodCompanions(beside);
    await checkCompanions(join(folder, 'companions'), beside, companions);
    if ((await openReportFolder(join(folder, 'companions'))).report.paths.length !== PICTURES)
      throw new Error('not read');
    checkReport(good);
    await checkComparison(folder, comparison);
    if ((await readComparison(folder)) === undefined) throw new Error('the good comparison is not read');
    return [
      await tryCases(
        context,
        { fault: 'report.json: other types at any place', count: 3000 * times },
        typeSwaps(json),
        checkReport,
      ),
      await tryCases(context, { fault: 'report.json: bytes changed', count: 2000 * times }, bytes(good), checkReport),
      await tryCases(
        context,
        { fault: 'paths.csv and long lists hostile, vouched for by the report', count: 300 * times },
        hostileCompanions(companions),
        (some) => checkCompanions(join(folder, 'companions'), beside, some),
      ),
      await tryCases(
        context,
        { fault: 'compare.json: other types, bytes changed', count: 1500 * times },
        fc.oneof(typeSwaps(goodComparison), bytes(comparison)),
        (content) => checkComparison(folder, content),
      ),
      await tryCases(context, { fault: 'reviews.csv hostile', count: 4000 * times }, hostileReviews, checkReviews),
      ...(await checkCommands(context)),
      await checkNoFiles(context),
      await checkNoProgram(context),
    ];
  },
};
