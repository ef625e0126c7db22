import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  formatCheck,
  formatMarkdown,
  formatText,
  openStoredReport,
  prepareFix,
  readReviews,
  runAudit,
  runCheck,
  sarifReport,
  writeFix,
  type Audit,
} from '../../../../src/audit/index.ts';
import { defaultAuditOptions, type AuditOptions } from '../../../../src/audit/options/audit-options.ts';
import { formatCsv } from '../../../../src/audit/formats/format-csv.ts';
import { formatHtml } from '../../../../src/audit/formats/html/format-html.ts';
import { prepareMerge } from '../../../../src/audit/remediation/fix-dataset.ts';
import { writeNpy } from '../../../../src/arrays/index.ts';
import { findSetIssues, labelSetsOf } from '../../../../src/core/index.ts';
import { joinSet } from '../../../../src/dataset/index.ts';
import { createRandom } from '../../../../src/training/random.ts';

const [N, D] = [240, 16];
const CLASSES = ['cat', 'dog', 'fox', 'owl'];
const K = CLASSES.length;

let root: string;
let truth: number[][];
let given: number[][];
let features: string;
const isPlanted = (i: number): boolean => i % 12 === 5;
const isTest = (i: number): boolean => i % 24 === 5;
const rowOf = (i: number, set: readonly number[]): string =>
  `p${i}.png,"${set.map((c) => CLASSES[c]).join(', ')}",${isTest(i) ? 'test' : 'train'}`;

/** Pictures of one colour each, and features that tell each class; every twelfth set has a class too many or too few. */
beforeAll(async () => {
  const random = createRandom(9, 1);
  const centres = Float64Array.from({ length: K * D }, () => 1.6 * random.normal());
  const data = new Float32Array(N * D);
  truth = [];
  given = [];
  for (let i = 0; i < N; i++) {
    const set = [...CLASSES.keys()].filter(() => random.uniform() < 0.45);
    if (set.length === 0) set.push(random.below(K));
    truth.push(set);
    for (let j = 0; j < D; j++) {
      data[i * D + j] = random.normal() + set.reduce((sum, c) => sum + centres[c * D + j], 0);
    }
    const other =
      set.length > 1 && i % 2 === 1
        ? set.slice(1)
        : [...CLASSES.keys()].filter((c) => c === set[0] || !set.includes(c)).slice(0, 2);
    given.push(isPlanted(i) ? [...new Set(other)].sort() : set);
  }
  root = await mkdtemp(join(tmpdir(), 'label-audit-sets-'));
  for (let i = 0; i < N; i++) {
    const background = { r: i, g: (i * 7) % 256, b: (i * 13) % 256 };
    await sharp({ create: { width: 8, height: 8, channels: 3, background } })
      .png()
      .toFile(join(root, `p${i}.png`));
  }
  await writeFile(
    join(root, 'labels.csv'),
    `image,labels,split\r\n${given.map((set, i) => rowOf(i, set)).join('\r\n')}\r\n`,
  );
  await mkdir(join(root, 'arrays'));
  features = join(root, 'arrays', 'features.npy');
  await writeNpy(features, { dtype: 'float32', shape: [N, D], fortranOrder: false, data });
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

const optionsOf = (more: Partial<AuditOptions> = {}): AuditOptions => ({
  ...{ ...defaultAuditOptions(root), featuresFile: features, folds: 4, jobs: 1, cacheFolder: null },
  ...more,
});

const textOf = (set: readonly number[]): string =>
  joinSet(
    set.map((c) => CLASSES[c]),
    ',',
  );

describe('an audit of several labels a picture', () => {
  let audit: Audit;
  const notes: string[] = [];

  beforeAll(async () => {
    audit = await runAudit(optionsOf(), { onNote: (note) => notes.push(note) });
  }, 60_000);

  it('says how labels are read, and finds what was planted', () => {
    expect(notes.join('\n')).toContain('Several labels a picture: labels separated by "," (4 classes;');
    const { report } = audit;
    expect(report.schemaVersion).toBe(3);
    expect(report.dataset).toMatchObject({ classes: CLASSES, multiLabel: { way: ',', separator: ',' } });
    expect(report.options.multiLabel).toBe(',');
    const planted = [...given.keys()].filter((i) => isPlanted(i) && textOf(truth[i]) !== textOf(given[i]));
    const found = report.issues.filter(({ index }) => planted.includes(index));
    expect(found.length).toBeGreaterThan(0.8 * planted.length);
    const right = found.filter(({ index, suggestedLabel }) => suggestedLabel === textOf(truth[index]));
    expect(right.length).toBeGreaterThan(0.7 * found.length);
    for (const { index, givenLabel, suggestedLabel, changes } of report.issues) {
      expect(givenLabel).toBe(textOf(given[index]));
      const names = new Set(given[index].map((c) => CLASSES[c]));
      for (const { class: name, add } of changes!) {
        expect(names.has(name)).toBe(!add);
        if (add) names.add(name);
        else names.delete(name);
      }
      expect(joinSet(names, ',')).toBe(suggestedLabel);
    }
  });

  it('is what core makes of its arrays, which are read again as they were written', async () => {
    const opened = await openStoredReport(root);
    const sets = await opened.labelSets();
    expect(sets).toEqual(labelSetsOf(given, K));
    const predProbs = await opened.predProbs();
    const { indices, quality } = findSetIssues(sets, predProbs);
    expect(opened.report.issues.map(({ index }) => index)).toEqual([...indices]);
    expect(audit.labelQuality).toEqual(quality);
    expect(await opened.labelTexts()).toEqual(given.map(textOf));
    await expect(opened.labels()).rejects.toThrow(/labels.npy/);
  });

  it('stands in every format, by what is missing or wrong', async () => {
    const { report } = audit;
    const [{ changes, givenLabel, suggestedLabel, path }] = report.issues;
    const [{ class: name, add }] = changes!;
    const said = `${add ? 'add' : 'remove'} "${name}" (`;
    expect(formatText(report)).toContain(said);
    expect(formatText(report)).toMatch(/Labels {9}several a picture: labels separated by ","/);
    expect(formatText(report)).toMatch(/Common issues \(\d+ of \d+\)\n {2}label\s+class\s+pictures\s+share/);
    expect(formatMarkdown(report)).toMatch(/#### Common issues\n\n- `\w+` is (?:missing|wrongly given) in \d+ picture/);
    expect(formatHtml(report, { thumbnails: new Map(), shown: 5 })).toContain('<h2>Common issues</h2>');
    const csv = formatCsv(audit).split('\n');
    expect(csv.find((line) => line.startsWith(`${path},`))).toContain(suggestedLabel);
    expect(csv).toHaveLength(N + 2);
    const sarif = JSON.parse(await sarifReport(report, root)) as {
      runs: [
        { results: { message: { text: string }; fixes?: { artifactChanges: [{ replacements: unknown[] }] }[] }[] },
      ];
    };
    const [result] = sarif.runs[0].results;
    expect(result.message.text).toContain(`${path}: "${givenLabel}": ${said}`);
    expect(result.fixes?.[0].artifactChanges[0].replacements.length).toBeGreaterThan(0);
  });

  it('is checked with the probabilities that are there, and by limits', async () => {
    const last = await openStoredReport(root);
    const result = await runCheck({
      audit: { ...optionsOf(), ...last.report.options, out: undefined },
      last,
      maxIssues: 1,
    });
    expect(result.retrained).toBeUndefined();
    expect(result.report.issues.map(({ index }) => index)).toEqual(audit.report.issues.map(({ index }) => index));
    expect(result.failures).toEqual([expect.stringMatching(/label issues, of 1 allowed/)]);
    expect(formatCheck(result)).toMatch(/labels\.csv:\d+: p\d+\.png: "[\w,]+": (?:add|remove) "\w+"/);
  });

  it('is the same by probabilities of the user, and refuses those of other pictures', async () => {
    const opened = await openStoredReport(root);
    const predProbs = await opened.predProbs();
    const own = join(root, 'arrays', 'mine.npy');
    await writeNpy(own, { dtype: 'float32', shape: [N, K], fortranOrder: false, data: predProbs.data });
    const by = { featuresFile: undefined, predProbsFile: own, out: null } as const;
    const judged = await runAudit(optionsOf(by));
    expect(judged.report.issues.map(({ index }) => index)).toEqual(audit.report.issues.map(({ index }) => index));
    expect(judged.report.environment.backend).toBe('provided');
    const turned = Float32Array.from(predProbs.data, (p) => 1 - p);
    await writeNpy(own, { dtype: 'float32', shape: [N, K], fortranOrder: false, data: turned });
    await expect(runAudit(optionsOf(by))).rejects.toThrow(/does not seem to be of these pictures in this order/);
    turned[5] = Number.NaN;
    await writeNpy(own, { dtype: 'float32', shape: [N, K], fortranOrder: false, data: turned });
    await expect(runAudit(optionsOf({ ...by, force: true }))).rejects.toThrow(/row of "p1\.png", class "dog": NaN/);
  });

  it('what can not be had of several labels is refused', async () => {
    await expect(runAudit(optionsOf({ out: null, targetPrecision: 0.8 }))).rejects.toThrow(
      /--target-precision can't be had/,
    );
    await expect(prepareMerge(root, audit.report)).rejects.toThrow(
      /several labels a picture, whose classes are not merged/,
    );
  });

  it('is fixed in those parts of cells alone, and never in a test row', async () => {
    const before = await readFile(join(root, 'labels.csv'), 'utf8');
    const fix = await prepareFix(root, audit.report, { by: 'all', action: 'relabel', minConfidence: 0.5 });
    expect(fix.plan.changes.length).toBeGreaterThan(5);
    expect(fix.plan.classes.map((one) => one.class)).toEqual(CLASSES);
    await writeFix(fix);
    const after = (await readFile(join(root, 'labels.csv'), 'utf8')).split('\r\n');
    const changed = new Map(fix.plan.changes.map((change) => [change.path, change]));
    before.split('\r\n').forEach((line, at) => {
      const change = changed.get(line.slice(0, line.indexOf(',')));
      if (change === undefined) expect(after[at]).toBe(line);
      else {
        expect(line).not.toMatch(/,test$/);
        const [, start, cell, end] = /^(.*?,")(.*)(",\w+)$/.exec(after[at])!;
        expect(line.startsWith(start) && line.endsWith(end)).toBe(true);
        expect(joinSet(cell.split(', '), ',')).toBe(change.to);
      }
    });
    const reviews = await readReviews(root);
    const [{ path, to }] = fix.plan.changes;
    expect(reviews.byRow.get(path)).toMatchObject({ label: to, decision: 'relabelled' });
  });
});
