import { describe, expect, it } from 'vitest';
import type { DatasetProblem } from '../../../../src/dataset/types.ts';
import { isStillWrong, type ProblemRow } from '../../../../src/editor/session/problem-state.ts';

const problem = (kind: DatasetProblem['kind'], others?: string[]): DatasetProblem => ({
  ...{ kind, path: 'a.png', message: 'wrong' },
  ...(others ? { others } : {}),
});
const row = (label: string, isRagged = false): ProblemRow => ({ label, isRagged });

describe('isStillWrong', () => {
  it.each<[string, DatasetProblem, ProblemRow[], ProblemRow[], boolean]>([
    ['an unreadable picture stays one', problem('unreadable-image'), [row('i')], [], true],
    ['an unreadable picture goes with its row', problem('unreadable-image'), [], [], false],
    ['twins with two labels conflict', problem('conflicting-duplicates', ['b.png']), [row('i')], [row('v')], true],
    ['twins with one label do not', problem('conflicting-duplicates', ['b.png']), [row('i')], [row('i')], false],
    ['nor does one without the other', problem('conflicting-duplicates', ['b.png']), [row('i')], [], false],
    ['one path with two labels conflicts', problem('conflicting-duplicates'), [row('i'), row('v')], [], true],
    ['until one of them goes', problem('conflicting-duplicates'), [row('v')], [], false],
    ['a row twice is one too many', problem('duplicate-row'), [row('i'), row('i')], [], true],
    ['a row once is not', problem('duplicate-row'), [row('i')], [], false],
    ['a missing label', problem('empty-label'), [row('')], [], true],
    ['a label that was filled in', problem('empty-label'), [row('i')], [], false],
    ['a ragged row', problem('ragged-row'), [row('i', true)], [], true],
    ['a row made whole', problem('ragged-row'), [row('i', false)], [], false],
  ])('%s', (_name, wrong, rows, others, expected) => {
    expect(isStillWrong(wrong, rows, () => others)).toBe(expected);
  });
});
