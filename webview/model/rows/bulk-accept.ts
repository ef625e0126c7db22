import type { IssueRow } from '../../../src/protocol/index.ts';
import type { Standing } from './filters.ts';

/** Where the slider for many suggestions begins. */
export const SURE = 0.95;

/** Whether a suggestion can be accepted among many: it is open, and suggests something else. */
export function isOpenSuggestion({ given, current = given, suggested }: IssueRow, standing: Standing): boolean {
  return standing === 'open' && suggested !== current;
}

/** Whether a picture is of a split that is changed by a person's own hand alone, one picture at a time. */
export function isOfTest({ split }: IssueRow, testSplits: readonly string[]): boolean {
  return split !== undefined && testSplits.includes(split);
}
