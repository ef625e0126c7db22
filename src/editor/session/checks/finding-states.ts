import type { CheckName, CheckType } from '../../../audit/light.ts';
import type { Decision } from '../../../protocol/index.ts';
import type { LabelSession, ReviewPlace } from '../label-session.ts';
import type { IssueState } from '../types.ts';

/** What a decision on what a check found in a picture is noted under. */
export function findingPlace(
  session: Pick<LabelSession, 'reviewPlace'>,
  type: CheckName,
  id: number,
): ReviewPlace & { readonly type: CheckName } {
  return { ...session.reviewPlace(id), type };
}

/** What became of a picture that a check found: a decision on its label, or on what another check found, says nothing of it. */
export function findingDecision(
  session: Pick<LabelSession, 'reviewPlace' | 'reviews'>,
  type: CheckName,
  { id, decision, current }: IssueState,
): Decision {
  if (current === undefined) return decision === 'removed' ? 'removed' : 'gone';
  return session.reviews.hasFine(session.reviewPlace(id), type) ? 'kept' : 'open';
}

/** A check of the report; undefined where it was not made. */
export function checkOf({ report }: Pick<LabelSession, 'report'>, name: string): CheckType | undefined {
  return report.checks?.types.find((type) => type.name === name);
}
