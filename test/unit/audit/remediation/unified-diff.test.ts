import { applyPatch, parsePatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../../../src/audit/remediation/unified-diff.ts';
import { applyEdits, relabelEdits, removeRowEdits } from '../../../../src/dataset/labels/labels-edits.ts';
import { indexLabels } from '../../../../src/dataset/labels/labels-index.ts';

const NAMES = { old: 'a/labels.csv', new: 'b/labels.csv' };

describe('unifiedDiff', () => {
  it('shows changed rows with three lines around them, in the form that patch reads', () => {
    const text = `image,label\n${Array.from({ length: 12 }, (_, i) => `${i}.png,a\n`).join('')}`;
    const index = indexLabels(text);
    if (!index.ok) throw new Error(index.message);
    const edits = [...relabelEdits(text, index, [1], 'b'), ...removeRowEdits(text, index, [11])];
    expect(unifiedDiff(text, edits, NAMES)).toBe(`--- a/labels.csv
+++ b/labels.csv
@@ -1,6 +1,6 @@
 image,label
 0.png,a
-1.png,a
+1.png,b
 2.png,a
 3.png,a
 4.png,a
@@ -10,4 +10,3 @@
 8.png,a
 9.png,a
 10.png,a
-11.png,a
`);
  });

  it('says nothing where nothing changes', () => {
    expect(unifiedDiff('a\nb\n', [], NAMES)).toBe('');
  });

  it('gives what the edits give when the diff library applies it, whatever the text', () => {
    const line = fc.tuple(fc.constantFrom('x', 'y', '"z\n"'), fc.constantFrom('\n', '\r\n'));
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 40 }),
        fc.boolean(),
        fc.array(fc.nat(40), { maxLength: 12 }),
        fc.array(fc.nat(40), { maxLength: 12 }),
        (lines, lastLineEnds, relabel, remove) => {
          const rows = lines.map(([label, end], i) => `${i}.png,${label}${end}`).join('');
          const text = `image,label\n${lastLineEnds ? rows : rows.replace(/\r?\n$/, '')}`;
          const index = indexLabels(text);
          if (!index.ok) throw new Error(index.message);
          const there = (row: number): boolean => row < index.count;
          const removed = new Set(remove.filter(there));
          const edits = [
            ...relabelEdits(
              text,
              index,
              relabel.filter((row) => there(row) && !removed.has(row)),
              'new',
            ),
            ...removeRowEdits(text, index, removed),
          ].sort((a, b) => a.start - b.start);
          const diff = unifiedDiff(text, edits, NAMES);
          const after = applyEdits(text, edits);
          if (after === text) expect(diff).toBe('');
          else expect(applyPatch(text, parsePatch(diff)[0], { autoConvertLineEndings: false })).toBe(after);
        },
      ),
      { numRuns: 300 },
    );
  });
});
