import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../../../src/arrays/write-npy.ts';
import { labelAudit, ROOT } from './label-audit.ts';

/** What cleanlab 2.9 said about these arrays. */
interface Golden {
  readonly labels: number[];
  readonly pred_probs: number[][];
  readonly calls: Record<string, { readonly result: unknown }>;
}
interface Table {
  readonly [column: string]: number[];
}

let folder: string;
let golden: Golden;
let arrays: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-arrays-'));
  golden = JSON.parse(await readFile(join(ROOT, 'test/fixtures/golden/edge/04_random_N100_K5.json'), 'utf8')) as Golden;
  const n = golden.labels.length;
  const [labels, predProbs] = [join(folder, 'labels.npy'), join(folder, 'pred_probs.npy')];
  const fortranOrder = false;
  const int64 = BigInt64Array.from(golden.labels, BigInt);
  await writeNpy(labels, { dtype: 'int64', shape: [n], fortranOrder, data: int64 });
  const data = Float64Array.from(golden.pred_probs.flat());
  await writeNpy(predProbs, { dtype: 'float64', shape: [n, golden.pred_probs[0].length], fortranOrder, data });
  arrays = ['--labels', labels, '--pred-probs', predProbs];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const result = (call: string): unknown => golden.calls[call].result;

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await labelAudit(...args, ...arrays, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Record<string, unknown>;
}

function close(actual: unknown, expected: unknown): void {
  const [a, e] = [actual, expected].map((values) => (values as number[][]).flat());
  expect(a.length).toBe(e.length);
  a.forEach((value, i) => {
    expect(Math.abs(value - e[i])).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(e[i])));
  });
}

describe('issues', () => {
  it.each(['prune_by_noise_rate', 'both', 'confident_learning', 'predicted_neq_given'])(
    "by %s, ranked, are cleanlab's",
    async (filterBy) => {
      for (const rankBy of ['self_confidence', 'normalized_margin']) {
        const found = await json('issues', '--filter-by', filterBy, '--rank-by', rankBy);
        const expected = result(`find_label_issues(${filterBy},ranked=${rankBy})`) as number[];
        const scores = result(`get_label_quality_scores(${rankBy},adjust=False)`) as number[];
        expect(Object.keys(found)).toEqual(['count', 'indices', 'labelQuality', 'suggested']);
        expect(found.count).toBe(expected.length);
        expect(found.indices).toEqual(expected);
        close(
          found.labelQuality,
          expected.map((i) => scores[i]),
        );
        const best = expected.map((i) => golden.pred_probs[i].indexOf(Math.max(...golden.pred_probs[i])));
        expect(found.suggested).toEqual(best);
      }
    },
  );

  it('prints a table without --json', async () => {
    const { code, stdout } = await labelAudit('issues', ...arrays);
    expect(code).toBe(0);
    const expected = result('find_label_issues(prune_by_noise_rate,ranked=self_confidence)') as number[];
    const [heading, , ...rows] = stdout.trimEnd().split('\n');
    expect(heading).toBe(`Label issues: ${expected.length}`);
    expect(rows.map((row) => Number.parseInt(row, 10))).toEqual(expected);
  });
});

describe('scores', () => {
  it.each([
    ['self_confidence', false],
    ['self_confidence', true],
    ['normalized_margin', true],
    ['confidence_weighted_entropy', false],
  ])("by %s, adjusted %s, are cleanlab's", async (method, adjust) => {
    const found = await json('scores', '--method', method, ...(adjust ? ['--adjust'] : []));
    expect(Object.keys(found)).toEqual(['scores']);
    close(found.scores, result(`get_label_quality_scores(${method},adjust=${adjust ? 'True' : 'False'})`));
  });

  it('refuses what cannot be adjusted', async () => {
    const { code, stderr } = await labelAudit(
      ...['scores', '--method', 'confidence_weighted_entropy', '--adjust', ...arrays],
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/^label-audit: [^\n]*confidence_weighted_entropy[^\n]*\n$/);
  });
});

describe('health', () => {
  it("is cleanlab's", async () => {
    const found = await json('health');
    expect(Object.keys(found)).toEqual([
      ...['overallLabelHealthScore', 'numIssues', 'confidentJoint', 'joint'],
      ...['classesByLabelQuality', 'overlappingClasses'],
    ]);
    close([found.overallLabelHealthScore], [result('overall_label_health_score')]);
    expect(found.numIssues).toBe(result('num_label_issues(off_diagonal)'));
    expect(found.confidentJoint).toEqual(result('compute_confident_joint'));
    close(found.joint, result('estimate_joint'));
    const classes = found.classesByLabelQuality as Record<string, number>[];
    const table = result('rank_classes_by_label_quality') as Table;
    for (const [key, column] of Object.entries({
      class: 'Class Index',
      labelIssues: 'Label Issues',
      inverseLabelIssues: 'Inverse Label Issues',
      labelNoise: 'Label Noise',
      inverseLabelNoise: 'Inverse Label Noise',
      labelQualityScore: 'Label Quality Score',
    })) {
      close(
        classes.map((row) => row[key]),
        table[column],
      );
    }
    const overlaps = found.overlappingClasses as Record<string, number>[];
    const pairs = result('find_overlapping_classes') as Table;
    for (const [key, column] of Object.entries({
      classA: 'Class Index A',
      classB: 'Class Index B',
      numOverlapping: 'Num Overlapping Examples',
      jointProbability: 'Joint Probability',
    })) {
      close(
        overlaps.map((row) => row[key]),
        pairs[column],
      );
    }
  });

  it('names the classes', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const found = await json('health', '--class-names', names.join(','));
    const order = (result('rank_classes_by_label_quality') as Table)['Class Index'];
    const classes = found.classesByLabelQuality as { class: string }[];
    expect(classes.map((row) => row.class)).toEqual(order.map((index) => names[index]));
  });

  it('wants as many names as columns', async () => {
    const { code, stderr } = await labelAudit('health', '--class-names', 'a,b', ...arrays);
    expect(code).toBe(2);
    expect(stderr).toMatch(/2 names, but the probabilities have 5 columns/);
  });
});

it('arrays whose sidecars name other pictures in a row are refused by each command', async () => {
  const names = Array.from(golden.labels, (_, i) => `cat/${i}.png`);
  const [ofLabels, ofProbabilities] = ['labels', 'pred_probs'].map((name) => join(folder, `${name}.paths.txt`));
  await writeFile(ofLabels, names.map((name) => `/data/${name}`).join('\n'));
  await writeFile(ofProbabilities, names.join('\n'));
  expect((await labelAudit('health', ...arrays)).code).toBe(0);
  [names[6], names[7]] = [names[7], names[6]];
  await writeFile(ofProbabilities, names.join('\n'));
  for (const command of ['issues', 'scores', 'health']) {
    const { code, stderr } = await labelAudit(command, ...arrays);
    expect(code).toBe(2);
    expect(stderr).toBe(
      `label-audit: Row 6 is "/data/cat/6.png" in ${ofLabels}, but "cat/7.png" in ${ofProbabilities}: bring both arrays into one order.\n`,
    );
  }
  await rm(ofLabels);
  await rm(ofProbabilities);
});

describe('a pipe', () => {
  it('that the reader closes early is no error', async () => {
    const child = spawn(process.execPath, [join(ROOT, 'dist/cli.mjs'), 'scores', ...arrays], { stdio: 'pipe' });
    child.stdout.destroy();
    const err: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    const code = await new Promise((done) => child.on('close', done));
    expect({ code, stderr: Buffer.concat(err).toString() }).toEqual({ code: 0, stderr: '' });
  });
});

const shared = resolve(process.env.LABEL_AUDIT_SHARED ?? join(ROOT, '../shared'), 'golden/mnist');
if (!existsSync(shared)) console.log(`Skipped: ${shared} is not there.`);
describe.runIf(existsSync(shared))('10,000 × 10 published probabilities', () => {
  it("give cleanlab's issues and scores", async () => {
    const published = ['--labels', join(shared, 'labels_i64.npy'), '--pred-probs', join(shared, 'pred_probs_f64.npy')];
    const [issues, scores] = await Promise.all([
      labelAudit('issues', ...published, '--filter-by', 'predicted_neq_given', '--json'),
      labelAudit('scores', ...published, '--method', 'normalized_margin', '--json'),
    ]);
    const results = JSON.parse(await readFile(join(shared, 'results.json'), 'utf8')) as {
      find_label_issues: Record<string, Record<string, number[]>>;
    };
    const { indices } = JSON.parse(issues.stdout) as { indices: number[] };
    expect(indices).toEqual(results.find_label_issues.predicted_neq_given.self_confidence);
    const reference = JSON.parse(await readFile(join(shared, 'scores.json'), 'utf8')) as Record<string, number[]>;
    close((JSON.parse(scores.stdout) as { scores: number[] }).scores, reference['normalized_margin,adjust=False']);
  });
});
