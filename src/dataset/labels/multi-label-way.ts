/** How several labels of a picture may be divided within a cell, the surest first. */
export const SET_SEPARATORS = ['|', ';', ',', '+', '&', '/'] as const;
export type SetSeparator = (typeof SET_SEPARATORS)[number];

/**
 * How a file says that a picture has several labels: a column of 0 and 1 for each class, a row for each label, or a separator
 * within the label's cell.
 */
export const MULTI_LABEL_WAYS = ['columns', 'rows', ...SET_SEPARATORS] as const;
export type MultiLabelWay = (typeof MULTI_LABEL_WAYS)[number];

/** What a user may say of it: a way, or that each picture has one label. */
export const MULTI_LABEL_CHOICES = ['off', ...MULTI_LABEL_WAYS] as const;
export type MultiLabelChoice = (typeof MULTI_LABEL_CHOICES)[number];

export function isSeparator(way: string): way is SetSeparator {
  return (SET_SEPARATORS as readonly string[]).includes(way);
}

/** The way in words that follow "several labels a picture". */
export function wayInWords(way: MultiLabelWay): string {
  if (way === 'columns') return 'one column of 0 and 1 for each class';
  if (way === 'rows') return 'one row for each label';
  return `labels separated by ${JSON.stringify(way)}`;
}
