import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../../../src/arrays/write-npy.ts';
import { openReportFolder } from '../../../src/audit/report/open-report.ts';
import { parseReport } from '../../../src/audit/report/read-report.ts';
import type { AuditReport } from '../../../src/audit/report/types.ts';
import { createRandom } from '../../../src/training/random.ts';
import { startBackend } from '../../../src/training/backends/backend.ts';
import { readReport } from '../audit/read-report.ts';
import { makeLayersModel } from '../training/features/own-trunk/made-models.ts';
import { labelAudit, type Run } from './label-audit.ts';
import { plantDigits } from './planted-digits.ts';

const CLASSES = ['dress', 'hat', 'skirt'];
const COLUMNS = 16;

interface Embedded {
  readonly folder: string;
  readonly features: string;
  /** Numbers of the pictures whose label is wrong. */
  readonly wrong: ReadonlySet<number>;
}

/** Pictures that no one can read as such, and features of a network that knows what is on them. */
async function embed(folder: string, count: number, noise: number): Promise<Embedded> {
  await mkdir(folder, { recursive: true });
  const random = createRandom(4, count);
  const data = new Float32Array(count * COLUMNS);
  const wrong = new Set<number>();
  const rows: string[] = [];
  for (let i = 0; i < count; i++) {
    const truth = i % 3;
    for (let j = 0; j < COLUMNS; j++) data[i * COLUMNS + j] = random.uniform() + (j === truth ? noise : 0);
    if (i % 10 === 7) wrong.add(i);
    await writeFile(join(folder, `${i}.png`), `picture ${i}`);
    rows.push(`${i}.png,${CLASSES[wrong.has(i) ? (truth + 1) % 3 : truth]}`);
  }
  await writeFile(join(folder, 'labels.csv'), `image,label\n${rows.join('\n')}\n`);
  const features = join(folder, 'mine.npy');
  await writeNpy(features, { dtype: 'float32', shape: [count, COLUMNS], fortranOrder: false, data });
  return { folder, features, wrong };
}

let place: string;
let many: Embedded;
let few: Embedded;
const audit = (set: Embedded, ...args: string[]): Promise<Run> =>
  labelAudit('audit', set.folder, '--features', set.features, '--quiet', ...args);
const reportOf = async (set: Embedded): Promise<AuditReport> =>
  readReport(join(set.folder, '.label-audit/report.json'));

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'label-audit-trust-'));
  many = await embed(join(place, 'many'), 240, 1.4);
  few = await embed(join(place, 'few'), 36, 0.8);
});
afterAll(() => rm(place, { recursive: true, force: true }));

describe('an audit by a network of the user’s', () => {
  it('says how its pictures are prepared, and names it in the report by its bytes', async () => {
    await startBackend('cpu');
    const digits = await plantDigits(join(place, 'digits'), 60, [3, 14, 20]);
    const model = await makeLayersModel(join(place, 'net'), null);
    const args = [
      'audit',
      digits.folder,
      '--trunk',
      model,
      '--trunk-size',
      '32',
      '--trunk-output',
      'mix',
      '--no-cache',
    ];
    const { code, stdout, stderr } = await labelAudit(...args);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toMatch(
      /Network of your own: .*net\/model\.json; pictures 32×32 \(--trunk-size\), scaled imagenet, which is assumed/,
    );
    expect(stdout).toMatch(/^Model +features, preset balanced, network net\/model\.json, /m);
    const { crossValidation } = await readReport(join(digits.folder, '.label-audit/report.json'));
    expect(crossValidation?.settings).toMatchObject({ trunk: 'net/model.json', trunkOutput: 'mix', imageSize: 32 });
    expect(crossValidation?.settings.trunkSha256).toMatch(/^[0-9a-f]{16}$/);
    const both = await audit(many, '--trunk', model);
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('give one of the two') as string });
    const stray = await labelAudit('audit', digits.folder, '--model', 'features', '--trunk-size', '32', '--quiet');
    expect(stray).toMatchObject({ code: 2, stderr: expect.stringContaining('name it with --trunk') as string });
  });
});

describe('an audit by features', () => {
  it('says of each label why it is listed, in every format', async () => {
    const text = await audit(many);
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toMatch(
      /[1-5] of 5 nearest pictures (is|are) labelled "\w+".*; the model gives "\w+" <?\d+%\.$/m,
    );
    const { issues, health } = await reportOf(many);
    expect(issues.length).toBeGreaterThan(10);
    for (const { nearest = [] } of issues) {
      expect(nearest.reduce((sum, [, pictures]) => sum + pictures, 0)).toBe(5);
      expect(nearest.map(([, pictures]) => pictures)).toEqual(
        nearest.map(([, pictures]) => pictures).sort((a, b) => b - a),
      );
    }
    // The features of a class lie together: most neighbours of a wrong label bear the right one.
    const planted = issues.filter(({ index }) => many.wrong.has(index));
    const agreeing = planted.filter(({ nearest, index }) => nearest?.[0][0] === CLASSES[index % 3]);
    expect(agreeing.length).toBeGreaterThan(0.9 * planted.length);
    expect(health.classes.reduce((sum, { predicted = 0 }) => sum + predicted, 0)).toBe(240);
    const csv: Record<string, string>[] = parse((await audit(many, '--format', 'csv')).stdout, { columns: true });
    for (const { why, is_label_issue: isIssue } of csv) expect(why !== '').toBe(isIssue === 'true');
    expect((await audit(many, '--format', 'markdown')).stdout).toMatch(/nearest pictures are labelled `\w+`/);
    expect((await audit(many, '--format', 'html')).stdout).toContain('nearest pictures are labelled &quot;');
    expect((await audit(many, '--format', 'sarif')).stdout).toMatch(/\)\. [1-5] of 5 nearest pictures/);
  });

  it('is cut where --target-precision says: worst first, and more for less', async () => {
    const cut = async (share: string): Promise<AuditReport> =>
      parseReport((await audit(many, '--target-precision', share, '--format', 'json')).stdout, 'stdout');
    const [strict, lax] = [await cut('90%'), await cut('0.4')];
    expect(strict.options.targetPrecision).toBe(0.9);
    expect(strict.issues.length).toBeGreaterThan(5);
    expect(lax.issues.length).toBeGreaterThan(strict.issues.length);
    expect(lax.issues.slice(0, strict.issues.length).map(({ index }) => index)).toEqual(
      strict.issues.map(({ index }) => index),
    );
    const right = strict.issues.filter(({ index }) => many.wrong.has(index)).length;
    expect(right / strict.issues.length).toBeGreaterThan(0.75);
    const { ranks, wrong } = strict.trust!;
    const knot = ranks.findLastIndex((rank) => rank <= strict.issues.length);
    expect(wrong[knot] / ranks[knot]).toBeGreaterThan(0.88);
    expect((await audit(many, '--target-precision', '70%')).stdout).toMatch(
      /^Label issues +\d+ of 240 \(.*\), cut where an estimated 70% of them are wrong$/m,
    );
  });

  it('is checked by the same cut, of the labels as they are now', async () => {
    expect((await audit(many, '--target-precision', '70%')).code).toBe(0);
    const listed = (await reportOf(many)).issues.length;
    const { code, stdout, stderr } = await labelAudit('check', many.folder, '--max-issues', String(listed));
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toMatch(/--target-precision asks for an estimate of the labels as they are/);
    expect(stdout).toMatch(new RegExp(`^Label issues +${listed}$`, 'm'));
  });

  it('takes whole numbers of 64 bits, and names what is no number, or tells nothing', async () => {
    const file = join(place, 'other.npy');
    const shape = [240, 4];
    const run = (...more: string[]): Promise<Run> =>
      labelAudit('audit', many.folder, '--features', file, '--quiet', '--format', 'json', ...more);
    const wide = BigInt64Array.from({ length: 960 }, (_, i) => BigInt(((i >> 2) % 3 === i % 4 ? 9 : 0) + (i % 7)));
    await writeNpy(file, { dtype: 'int64', shape, fortranOrder: false, data: wide });
    const whole = await run();
    expect(whole).toMatchObject({ code: 0, stderr: '' });
    await writeNpy(file, { dtype: 'float64', shape, fortranOrder: false, data: Float64Array.from(wide, Number) });
    const floats = parseReport((await run()).stdout, 'stdout');
    expect(parseReport(whole.stdout, 'stdout').issues).toEqual(floats.issues);
    const holed = Float32Array.from({ length: 960 }, (_, i) => (i === 7 * 4 + 2 ? NaN : i % 11));
    await writeNpy(file, { dtype: 'float32', shape, fortranOrder: false, data: holed });
    const nan = await run();
    expect(nan).toMatchObject({ code: 0, stderr: '' });
    const { dataset, problems } = parseReport(nan.stdout, 'stdout');
    expect(dataset).toMatchObject({ examples: 240, audited: 239 });
    const message =
      '7.png has no usable row in other.npy: row 7, column 2 (counted from 0 as in numpy), NaN, is not finite; it was not audited.';
    expect(problems).toEqual([{ kind: 'no-row', path: '7.png', row: 8, message }]);
    const told = await labelAudit('audit', many.folder, '--features', file);
    expect(told.code).toBe(0);
    expect(told.stderr).toContain('problems in the data set: 1\n');
    expect(told.stdout).toContain(`Problems in the data set: 1\n  ${message}\n`);
    await writeNpy(file, { dtype: 'float32', shape, fortranOrder: false, data: new Float32Array(960).fill(1) });
    const constant = await run();
    expect(constant).toMatchObject({ code: 2, stdout: '' });
    expect(constant.stderr).toMatch(/other\.npy: all rows hold the same numbers/);
  });

  it('says that a network that is named beside features is not used', async () => {
    const args = ['audit', many.folder, '--features', many.features, '--model', 'small-cnn'];
    expect((await labelAudit(...args)).stderr).toContain('--model small-cnn is not used');
  });

  it('is checked with the same suggestions, those of the first round too', async () => {
    const blurred = await embed(join(place, 'blurred'), 300, 0.3);
    expect((await audit(blurred)).code).toBe(0);
    const { issues } = await reportOf(blurred);
    const { stdout } = await labelAudit('check', blurred.folder, '--features', blurred.features, '--max-issues', '0');
    for (const { path, givenLabel, suggestedLabel } of issues) {
      expect(stdout).toContain(`${path}: "${givenLabel}" looks like "${suggestedLabel}"`);
    }
    const { data, k } = await openReportFolder(join(blurred.folder, '.label-audit')).then(({ predProbs }) =>
      predProbs(),
    );
    const isFirst = issues.map(({ index, suggestedProbability }) =>
      data.subarray(index * k, (index + 1) * k).some((value) => value > suggestedProbability),
    );
    expect(isFirst).toContain(true);
  });

  it('has no target precision without an estimate', async () => {
    const network = await labelAudit(
      'audit',
      many.folder,
      '--model',
      'small-cnn',
      '--target-precision',
      '70%',
      '--quiet',
    );
    expect(network).toMatchObject({ code: 2, stdout: '' });
    expect(network.stderr).toMatch(
      /needs an estimate .*: add --calibrate, or use --model features\. Leave out --target-precision/,
    );
    const weak = await audit(few, '--target-precision', '70%');
    expect(weak).toMatchObject({ code: 2, stdout: '' });
    expect(weak.stderr).toMatch(/can't be cut at a precision of 70%: the model is too weak to judge/);
    const none = await audit(many, '--target-precision', '0');
    expect(none.stderr).toMatch(/--target-precision.*above 0%/);
  });

  it('gives no health where the model is too weak, not even in a check of what it found', async () => {
    const { stdout, code } = await audit(few);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Disagreements +\d+ of 36/m);
    expect(stdout).toMatch(/^Label health +not known$/m);
    expect(stdout).toMatch(/The model reaches \d+\.\d% of the given labels .*: "/);
    expect(stdout).toMatch(/What would help: more pictures/);
    expect(stdout).not.toMatch(/label quality|probably wrong/);
    const { issues, trust, firstRound, health } = await reportOf(few);
    expect(trust?.weak).toBeDefined();
    expect(health.overallLabelHealthScore).toBeNull();
    // What is said of the classes is of the first round, which saw some pictures otherwise than the last.
    expect(firstRound?.rows.length).toBeGreaterThan(0);
    const check = await labelAudit('check', few.folder, '--max-issues', String(issues.length), '--min-health', '0');
    expect(check.stdout).toMatch(/^Disagreements +\d+\nLabel health +not known$/m);
    expect(check).toMatchObject({ code: 1 });
    const sentences = (text: string): string[] =>
      text
        .split('\n')
        .filter((line) => /^ {2}[A-Z]/.test(line))
        .slice(0, 3);
    expect(sentences(check.stdout)).toEqual(sentences(stdout));
    expect(check.stdout).toMatch(/: the model takes "\w+" for "\w+" \(/);
    expect(check.stderr).toMatch(/label health not known, of at least 0\.0000: the model is too weak to judge/);
    expect(await readFile(join(few.folder, 'labels.csv'), 'utf8')).toMatch(/^image,label\n0\.png,/);
  });
});
