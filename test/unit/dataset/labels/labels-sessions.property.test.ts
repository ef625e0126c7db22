import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexLabels } from '../../../../src/dataset/labels/labels-index.ts';
import { relabelEdits, applyEdits } from '../../../../src/dataset/labels/labels-edits.ts';
import { checkFix, fixCase } from '../../../trust/labels/labels-on-disk.ts';
import { labelsSession, LabelsFailure, lostBytes, playSession } from '../../../trust/labels/labels-session.ts';
import { temporaryFolder } from '../temporary-folder.ts';

// 10,000 sessions and more are played by `npm run test:trust` and `npm run fuzz`; these are for the watch mode.
describe('a labels file through fixes, undos, reorders and outside edits', () => {
  it('keeps every byte outside the named cells and rows', () => {
    fc.assert(fc.property(labelsSession, playSession), { numRuns: 500 });
  });

  it('on disk is fixed as planned, or left as it was', async () => {
    const folder = await temporaryFolder();
    await fc.assert(
      fc.asyncProperty(fixCase, (one) => checkFix(folder, one)),
      { numRuns: 50 },
    );
  });

  it('would be caught with a byte too few', () => {
    const text = 'image,label\na.png,"x"\nb.png,y\n';
    const index = indexLabels(text);
    if (!index.ok) throw new Error(index.message);
    const edited = applyEdits(text, relabelEdits(text, index, [0], 'z'));
    expect(lostBytes(edited, edited.replace('"z"', 'z'))).toBe(3);
    expect(new LabelsFailure('x', 3).bytesLost).toBe(3);
  });
});
