import { describe, expect, it } from 'vitest';
import { namingClasses, warningText } from '../../../../src/audit/wording/core-findings.ts';
import { CoreInputError, type CoreWarning } from '../../../../src/core/index.ts';
import { InputError } from '../../../../src/files/index.ts';

const NAMES = ['cat', 'class 1', 'say "emu"'];
const many = Array.from({ length: 1012 }, (_, i) => i);

describe('a warning of core', () => {
  it.each<[CoreWarning, string]>([
    [
      { code: 'rows-normalised', count: 2, of: 3000, firstRow: 7, tolerance: 0.01 },
      '2 rows of 3,000 did not sum to 1 (off by at most 0.01) and were normalised; first: row 7.',
    ],
    [
      { code: 'rows-normalised', count: 1, of: 3, firstRow: 0, tolerance: 0.01 },
      '1 row of 3 did not sum to 1 (off by at most 0.01) and was normalised; first: row 0.',
    ],
    [{ code: 'pieces-normalised', count: 1 }, 'Rows that did not sum to 1 were normalised, in 1 piece.'],
    [
      { code: 'classes-without-labels', classes: [1] },
      'No example is labelled class "class 1": nothing can be said about it.',
    ],
    [
      { code: 'classes-never-predicted', classes: [0, 2] },
      `The model never predicts classes "cat", "say \\"emu\\"": what is flagged of them is the model's fault first.`,
    ],
    [
      { code: 'classes-too-small', classes: [0], minExamplesPerClass: 4 },
      'Class "cat": too few examples to flag any (minExamplesPerClass is 4).',
    ],
    [
      { code: 'option-without-effect', option: 'confidentJoint', filterBy: 'both', goesWith: ['both'] },
      'The given confidentJoint has no effect with filterBy both; it goes with both.',
    ],
  ])('%j', (warning, sentence) => {
    expect(warningText(warning, NAMES)).toBe(sentence);
  });

  it('tells classes by their index where they have no names, the first ten of them', () => {
    expect(warningText({ code: 'classes-too-small', classes: many, minExamplesPerClass: 1 })).toBe(
      'Classes 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 1,002 more: too few examples to flag any (minExamplesPerClass is 1).',
    );
  });
});

describe('an error of core', () => {
  const oneClass = new CoreInputError('too-few-classes', 'Every label is class 2: …', { classes: [2] });

  it('that is about classes names them', async () => {
    await expect(namingClasses(NAMES, Promise.reject(oneClass))).rejects.toThrow(InputError);
    await expect(namingClasses(NAMES, Promise.reject(oneClass))).rejects.toThrow(
      /^Every label is class "say \\"emu\\"":/,
    );
  });

  it('stays as it is without names, and where it is about something else', async () => {
    await expect(namingClasses(undefined, Promise.reject(oneClass))).rejects.toBe(oneClass);
    const other = new CoreInputError('empty', 'There are no examples.');
    await expect(namingClasses(NAMES, Promise.reject(other))).rejects.toBe(other);
  });
});
