import { describe, expect, it } from 'vitest';
import { comparedRows, type Cleaning } from '../../../../src/audit/compare/compared-rows.ts';
import type { AuditReport } from '../../../../src/audit/report/types.ts';
import type { Dataset } from '../../../../src/dataset/types.ts';
import { exampleAudit } from '../example-audit.ts';

/** The labels file as it is now: picture b relabelled, picture c taken out since the audit. */
const NOW: readonly (readonly [path: string, label: number, split: string])[] = [
  ['a.png', 0, 'train'],
  ['b.png', 1, 'train'],
  ['d.png', 1, 'train'],
  ['t.png', 0, 'val'],
];

const dataset = (rows: typeof NOW): Dataset => ({
  root: '/data',
  classes: ['cat', 'dog'],
  examples: rows.map(([path, label, split], i) => ({
    ...{ path, label, split },
    place: { kind: 'csv', row: i + 1, line: i + 2 },
  })),
  problems: [],
});

const PATHS = ['a.png', 'b.png', 'c.png', 'd.png', 't.png'];

/** As they were audited: a, b, c cats; d a dog; t, to test on, a cat. */
function edits(labels: readonly number[], flagged: readonly string[]): Cleaning {
  const { report: example } = exampleAudit();
  const report: AuditReport = {
    ...example,
    dataset: { ...example.dataset, root: '/data', labelsFile: 'labels.csv', classes: ['cat', 'dog'] },
    paths: PATHS,
    issues: flagged.map((path) => ({ ...example.issues[0], index: PATHS.indexOf(path), path, split: 'train' })),
  };
  return { kind: 'edits', report, labels };
}

describe('what was changed since the audit, compared', () => {
  const columns = {};

  it('has the audited labels as the given side, and what is there now as the cleaned', async () => {
    const rows = await comparedRows(
      dataset(NOW),
      edits([0, 0, 0, 1, 0], ['b.png', 'c.png']),
      { testSplit: 'val' },
      columns,
    );
    const side = (labels: Int32Array): Record<string, number> =>
      Object.fromEntries(rows.dataset.examples.map(({ path }, i) => [path, labels[i]]));
    expect(side(rows.baseline)).toEqual({ 'a.png': 0, 'b.png': 0, 'c.png': 0, 'd.png': 1, 't.png': -1 });
    expect(side(rows.cleaned)).toEqual({ 'a.png': 0, 'b.png': 1, 'c.png': -1, 'd.png': 1, 't.png': -1 });
    expect(rows.changes).toEqual({ removed: 1, relabelled: 1, added: 0 });
  });

  it('leaves rows out whose split nobody knows any more', async () => {
    const rows = await comparedRows(dataset(NOW), edits([0, 0, 0, 1, 0], ['b.png']), { testSplit: 'val' }, columns);
    expect(rows.dataset.examples.map(({ path }) => path)).not.toContain('c.png');
    expect(rows.changes).toEqual({ removed: 0, relabelled: 1, added: 0 });
  });

  it('refuses a test split whose labels were changed', async () => {
    const changed = comparedRows(dataset(NOW), edits([0, 0, 0, 1, 1], ['b.png']), { testSplit: 'val' }, columns);
    await expect(changed).rejects.toThrow(/must be untouched, but the label of t\.png has been changed/);
  });

  it('says when nothing was changed', async () => {
    const same = comparedRows(dataset(NOW), edits([0, 1, 0, 1, 0], []), { testSplit: 'val' }, columns);
    await expect(same).rejects.toThrow('there is nothing to compare');
  });
});
