import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../src/dataset/labels/labels-edits.ts';
import { readLabels } from '../../../../src/dataset/layouts/read-labels.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures/layouts');

describe('files that pandas wrote', () => {
  it.each([
    ['one-hot', 'one-hot', 'csv'],
    ['one-hot', 'one-hot', 'tsv'],
    ['json', 'records', 'json'],
    ['jsonl', 'records', 'jsonl'],
    ['list', 'list', 'csv'],
  ])('%s: a change gives what pandas itself writes of it', async (layout, name, ending) => {
    const { rows, text, ...read } = await readLabels(join(FIXTURES, `${name}-before.${ending}`), {});
    expect(read.layout).toBe(layout);
    const said = Array.from({ length: rows.count }, (_, row) => [rows.paths[row], rows.label(row), rows.state(row)]);
    // The list was written without quotes, so its quotes are escaped: they are a part of the label.
    const cat = name === 'list' ? 'cat, \\"big\\"' : 'cat, "big"';
    expect(said).toEqual([
      ['images/0.png', 'zebra', 'usable'],
      ['images/1 é.png', 'bird', 'usable'],
      ['images/2.png', cat, 'usable'],
      ['3.png', 'Löwe', 'usable'],
    ]);
    const changes = new Map([
      [1, 'Löwe'],
      [3, 'bird'],
    ]);
    const after = applyEdits(text, rows.edits!(changes));
    expect(after).toBe(await readFile(join(FIXTURES, `${name}-after.${ending}`), 'utf8'));
  });
});
