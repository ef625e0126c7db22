import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readNpy } from '../../../src/arrays/read-npy.ts';
import type { AuditReport } from '../../../src/audit/report/types.ts';
import { createLabelsCsv, readDataset } from '../../../src/dataset/index.ts';
import { readReport } from '../audit/read-report.ts';
import { temporaryFolder } from '../dataset/temporary-folder.ts';
import { labelAudit } from './label-audit.ts';

const HOW = ['--preset', 'fast', '--no-cache'];

/** 24 pictures of three colours, in two splits, with a wrong label. */
async function coloured(): Promise<string> {
  const root = await temporaryFolder();
  await cp(join(import.meta.dirname, '../../fixtures/parquet/data'), join(root, 'data'), { recursive: true });
  const rows = createLabelsCsv(await readDataset(root)).split('\n');
  rows[5] = rows[5].replace(/,(?:red|green|blue),/, ',blue,');
  await writeFile(join(root, 'labels.csv'), rows.join('\n'));
  return join(root, 'labels.csv');
}

it('features writes what --features reads back, to the very same audit', async () => {
  const target = await coloured();
  const root = join(target, '..');
  const file = join(root, 'F.npy');
  const made = await labelAudit('features', target, '--out', file, '--split', 'train', ...HOW);
  expect(made.code, made.stderr).toBe(0);
  expect(made.stdout).toBe('');
  expect(made.stderr).toContain(`wrote ${file} (18 × 1952, float32) and ${join(root, 'F.paths.txt')}`);
  const { dtype, shape } = await readNpy(file);
  expect([dtype, shape]).toEqual(['float32', [18, 1952]]);
  const reports: AuditReport[] = [];
  for (const given of [
    ['--model', 'features'],
    ['--features', file],
  ]) {
    const out = join(root, `report${reports.length}`);
    const run = await labelAudit('audit', target, '--split', 'train', '--folds', '2', ...given, '--out', out, ...HOW);
    expect(run.code, run.stderr).toBe(0);
    reports.push(await readReport(join(out, 'report.json')));
  }
  const [own, given] = reports.map(({ paths, issues, health, trust, crossValidation }) => ({
    ...{ paths, issues, health, trust, accuracy: crossValidation?.accuracy },
  }));
  expect(given).toEqual(own);
  expect(own.paths).toEqual((await readFile(join(root, 'F.paths.txt'), 'utf8')).trimEnd().split('\n'));
  expect(reports[1].environment.backend).toBe('provided');
  // What is there is not written over.
  const again = await labelAudit('features', target, '--out', file, ...HOW);
  expect(again.code).toBe(2);
  expect(again.stderr).toBe(`label-audit: ${file} is there already: remove it, or name another file with --out.\n`);
  const csv = await labelAudit('features', target, '--out', join(root, 'F.csv'));
  expect([csv.code, csv.stderr]).toEqual([2, expect.stringContaining('should end with .npy')]);
});

it('features names rows by split where a picture stands in several', async () => {
  const target = await coloured();
  const root = join(target, '..');
  const [header, first, ...rest] = (await readFile(target, 'utf8')).split('\n');
  await writeFile(target, [header, first, first.replace(',train,', ',test,'), ...rest].join('\n'));
  const file = join(root, 'F.npy');
  const made = await labelAudit('features', target, '--out', file, '--quiet', ...HOW);
  expect([made.code, made.stderr]).toEqual([0, '']);
  const rows = (await readFile(join(root, 'F.paths.csv'), 'utf8')).trimEnd().split('\n');
  const path = first.split(',')[0];
  expect(rows.slice(0, 3)).toEqual(['path,split', `${path},train`, `${path},test`]);
  const run = await labelAudit('audit', target, '--features', file, '--folds', '2', ...HOW);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stderr).not.toContain('no picture');
});
