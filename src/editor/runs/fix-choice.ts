import { isTestSplit, type RemediationOptions } from '../../audit/light.ts';
import type { FixChoice } from '../../protocol/index.ts';
import type { AuditSession } from '../session/types.ts';

/** What Fix Labels begins with: the article's way. */
export const FIRST_CHOICE: FixChoice = {
  ...{ action: 'prune', by: 'worst', share: 0.1, threshold: 0.1, minConfidence: 0.5, minExamplesPerClass: 1 },
  splits: null,
};

/** A choice as the options of a plan. */
export function remediationOptions(choice: FixChoice): Omit<RemediationOptions, 'reviews'> {
  const { action, by, share, threshold, minConfidence, minExamplesPerClass, splits } = choice;
  return {
    ...{ action, by, minExamplesPerClass },
    ...(by === 'worst' ? { share } : by === 'below' ? { threshold } : {}),
    ...(action === 'relabel' ? { minConfidence } : {}),
    ...(splits === null ? {} : { splits }),
  };
}

/** Splits that a plan may change. */
export function changeableSplits({ report }: AuditSession): string[] {
  return Object.keys(report.dataset.splits).filter((name) => !isTestSplit(name));
}
