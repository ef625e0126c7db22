import { describe, expect, it } from 'vitest';
import { findLookAlikes, noClassLabels, visibleLabel } from '../../../../src/dataset/labels/label-names.ts';

const counted = (labels: readonly string[]): Map<string, number> => new Map(labels.map((label, i) => [label, 9 - i]));

describe('labels that look alike', () => {
  it.each([
    [['cat', 'Cat', 'dog'], 'in capital letters, punctuation or width'],
    [['caf\u00e9', 'cafe\u0301', 'dog'], 'in how letters are composed (Unicode NFC and NFD)'],
    [['cat', 'cat\u200b', 'dog'], 'in invisible characters'],
    [['ice cream', 'ice  cream', 'dog'], 'in blanks'],
    [['3', '3.0', '4'], 'in how a number is written'],
    [['ice_cream', 'ice cream', 'dog'], 'in capital letters, punctuation or width'],
  ])('%j differ %s', (labels, difference) => {
    expect(findLookAlikes(counted(labels))).toEqual([{ keep: labels[0], others: [labels[1]], difference }]);
  });

  it.each([[['c', 'c++', 'c#']], [['3', '03', '30']], [['cafe', 'caf\u00e9']], [['a', 'b']], [['v', 'vi']]])(
    '%j do not',
    (labels) => {
      expect(findLookAlikes(counted(labels))).toEqual([]);
    },
  );

  it('are shown with what can not be seen', () => {
    expect(visibleLabel('cat\u200b')).toBe('"cat\\u200b"');
    expect(visibleLabel('cafe\u0301')).toBe('"cafe\\u0301"');
    expect(visibleLabel('caf\u00e9 "x"')).toBe('"caf\u00e9 \\"x\\""');
  });
});

it('labels that may be no classes are told', () => {
  expect(noClassLabels(['cat', 'nan', 'None', 'N/A', 'null', '-1', 'Not sure', 'Other', 'Skip', 'nano'])).toEqual([
    ...['nan', 'None', 'N/A', 'null', '-1', 'Not sure', 'Other', 'Skip'],
  ]);
});
