import { describe, expect, it } from 'vitest';
import { countFilters, matchesFilters, NO_FILTERS, withoutUnknown } from '../../../webview/model/rows/filters.ts';
import { sortIssues } from '../../../webview/model/rows/sort-issues.ts';
import { nextClassSort, sortClasses } from '../../../webview/model/rows/sort-classes.ts';
import type { ClassRow } from '../../../src/protocol/messages.ts';
import { issue } from './issues.ts';

describe('matchesFilters', () => {
  const row = issue(3, { path: 'Images/Cat_Sofa.PNG', split: 'train', quality: 0.3 });

  it('lets everything through without filters', () => {
    expect(matchesFilters(row, 'open', NO_FILTERS)).toBe(true);
    expect(countFilters(NO_FILTERS)).toBe(0);
  });

  it.each([
    [{ given: 'cat' }, true],
    [{ given: 'dog' }, false],
    [{ given: 'cat', suggested: 'dog' }, true],
    [{ given: 'dog', suggested: 'cat' }, false],
    [{ given: 'dog', suggested: 'cat', eitherWay: true }, true],
    [{ given: 'dog', eitherWay: true }, true],
    [{ given: 'fox', eitherWay: true }, false],
    [{ split: 'train' }, true],
    [{ split: 'test' }, false],
    [{ decision: 'open' as const }, false],
    [{ decision: 'kept' as const }, true],
    [{ maxQuality: 0.3 }, true],
    [{ maxQuality: 0.29 }, false],
    [{ search: ' cat_so ' }, true],
    [{ search: 'dog' }, false],
  ])('%j of a kept picture: %s', (filters, expected) => {
    expect(matchesFilters(row, 'kept', { ...NO_FILTERS, ...filters })).toBe(expected);
  });

  it('forgets classes that a new audit does not have', () => {
    const filters = { ...NO_FILTERS, given: 'cat', suggested: 'gone', split: 'gone' };
    expect(withoutUnknown(filters, ['cat'], ['train'])).toEqual({ ...NO_FILTERS, given: 'cat' });
  });
});

describe('sortIssues', () => {
  const rows = [
    issue(0, { path: 'b/10.png', given: 'z' }),
    issue(1, { path: 'b/9.png', given: 'a' }),
    issue(2, { path: 'a/1.png', given: 'z' }),
  ];
  const ids = (key: 'quality' | 'given' | 'name', descending = false) =>
    sortIssues(rows, { key, descending }).map(({ id }) => id);

  it('keeps the ranking for the quality', () => {
    expect(ids('quality')).toEqual([0, 1, 2]);
    expect(ids('quality', true)).toEqual([2, 1, 0]);
  });
  it('sorts names as a person would, and ties by the ranking', () => {
    expect(ids('name')).toEqual([2, 1, 0]);
    expect(ids('given')).toEqual([1, 0, 2]);
    expect(ids('given', true)).toEqual([0, 2, 1]);
  });
});

describe('sortClasses', () => {
  const row = (name: string, flagged: number) => ({ class: name, flagged }) as ClassRow;
  const rows = [row('c10', 2), row('c9', 5), row('c1', 2)];
  it('sorts by number with ties by name, and turns round on a second click', () => {
    const first = nextClassSort({ column: 'class', descending: false }, 'flagged');
    expect(sortClasses(rows, first).map((r) => r.class)).toEqual(['c9', 'c1', 'c10']);
    const second = nextClassSort(first, 'flagged');
    expect(sortClasses(rows, second).map((r) => r.class)).toEqual(['c1', 'c10', 'c9']);
  });
});
