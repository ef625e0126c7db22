import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeNpy } from '../../../src/arrays/write-npy.ts';
import { sha256 } from '../../../src/files/index.ts';
import { readReport } from '../audit/read-report.ts';
import { temporaryFolder } from '../dataset/temporary-folder.ts';
import { labelAudit, type Run } from './label-audit.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/parquet');
const SHARDS = ['train-00000-of-00002', 'train-00001-of-00002', 'test-00000-of-00001'].map(
  (name) => `data/${name}.parquet`,
);

/** The data set of two training shards (9 rows each) and a test one (6), and a model that finds rows 3 and 12 and 20 wrong. */
async function shards(): Promise<{ root: string; predProbs: string; hashes: () => Promise<string[]> }> {
  const root = await temporaryFolder();
  await cp(join(FIXTURES, 'data'), join(root, 'data'), { recursive: true });
  const data = new Float32Array(24 * 3).fill(0.05);
  for (let i = 0; i < 24; i++) data[3 * i + ([3, 12, 20].includes(i) ? (i + 1) % 3 : i % 3)] = 0.9;
  const predProbs = join(root, 'p.npy');
  await writeFile(predProbs, encodeNpy({ dtype: 'float32', shape: [24, 3], fortranOrder: false, data }));
  const hashes = (): Promise<string[]> =>
    Promise.all(SHARDS.map(async (name) => sha256(await readFile(join(root, name)))));
  return { root, predProbs, hashes };
}

const audit = (root: string, predProbs: string, ...more: string[]): Promise<Run> =>
  labelAudit('audit', root, '--pred-probs', predProbs, '--filter-by', 'predicted_neq_given', ...more);

describe('Parquet with pictures inside, on the command line', () => {
  it('is audited, and fixed by a labels.csv beside it, in which no test row is changed', async () => {
    const { root, predProbs, hashes } = await shards();
    const before = await hashes();
    const run = await audit(root, predProbs);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toContain('its 9 pictures (1 MB) were unpacked into .label-audit/pictures/');
    const report = await readReport(join(root, '.label-audit/report.json'));
    expect(report.dataset).toMatchObject({ layout: 'parquet', audited: 24, classes: ['red', 'green', 'blue'] });
    expect(report.problems).toEqual([]);
    expect(report.issues.map(({ file, row, split }) => [file, row, split]).sort()).toEqual([
      [SHARDS[2], 3, 'test'],
      [SHARDS[0], 4, 'train'],
      [SHARDS[1], 4, 'train'],
    ]);
    const plan = await labelAudit('fix', root, '--relabel', '--all', '--dry-run');
    expect(plan.code, plan.stderr).toBe(0);
    expect(plan.stdout).toMatch(new RegExp(`^--- ${SHARDS.join(', ')}\\n\\+\\+\\+ labels\\.csv\\n`));
    const fix = await labelAudit('fix', root, '--relabel', '--all');
    expect(fix.code, fix.stderr).toBe(0);
    expect(fix.stderr).toContain(`wrote ${join(root, 'labels.csv')}`);
    expect(fix.stderr).toContain(
      'as the Parquet files list the classes, give these in that order with --classes: red, green, blue',
    );
    expect(await hashes()).toEqual(before);
    const [header, ...rows] = (await readFile(join(root, 'labels.csv'), 'utf8')).trimEnd().split('\n');
    expect(header).toBe('image,label,split,parquet_file,parquet_row');
    const names = ['red', 'green', 'blue'];
    expect(rows.map((row) => row.split(',').slice(1))).toEqual(
      Array.from({ length: 24 }, (_, i) => {
        const label = names[(i === 3 || i === 12 ? i + 1 : i) % 3];
        const shard = Math.min(2, Math.floor(i / 9));
        return [label, shard === 2 ? 'test' : 'train', SHARDS[shard], String(i - 9 * shard)];
      }),
    );
    // From now on it is what is read, and decisions are noted.
    expect(await readFile(join(root, '.label-audit/reviews.csv'), 'utf8')).toContain('relabelled');
    const again = await audit(root, predProbs, '--classes', 'red,green,blue');
    expect(again.code, again.stderr).toBe(0);
    const after = await readReport(join(root, '.label-audit/report.json'));
    expect(after.dataset.labelsFile).toBe('labels.csv');
    expect(after.issues.map(({ split }) => split)).toEqual(['test']);
  });

  it('takes rows out, and writes to another file', async () => {
    const { root, predProbs } = await shards();
    expect((await audit(root, predProbs)).code).toBe(0);
    const out = join(root, 'clean.csv');
    const fix = await labelAudit('fix', root, '--prune', '--all', '--out', out);
    expect(fix.code, fix.stderr).toBe(0);
    const rows = (await readFile(out, 'utf8')).trimEnd().split('\n').slice(1);
    expect(rows).toHaveLength(22);
    expect(rows.filter((row) => /,(?:data\/train-0000[01]-of-00002)\.parquet,3$/.test(row))).toEqual([]);
    expect(await readdir(root)).not.toContain('labels.csv');
  });

  it('has its results in SARIF at the pictures', async () => {
    const { root, predProbs } = await shards();
    const run = await audit(root, predProbs, '--format', 'sarif');
    expect(run.code, run.stderr).toBe(0);
    const { runs } = JSON.parse(run.stdout) as {
      runs: {
        results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[]; fixes?: unknown }[];
      }[];
    };
    for (const { locations, fixes } of runs[0].results) {
      expect(locations[0].physicalLocation.artifactLocation.uri).toMatch(
        /\.label-audit\/pictures\/[0-9a-f]{16}\/\d{7}-picture_\d+\.(?:png|jpg)$/,
      );
      expect(fixes).toBeUndefined();
    }
  });

  it('decodes the pictures for a model', async () => {
    const { root } = await shards();
    const run = await labelAudit(
      'audit',
      root,
      '--model',
      'features',
      '--preset',
      'fast',
      '--folds',
      '2',
      '--no-cache',
    );
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toContain('24');
    expect((await readReport(join(root, '.label-audit/report.json'))).problems).toEqual([]);
  });
});
