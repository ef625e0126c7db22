import { planRemediation, readReviews, type RemediationPlan } from '../../audit/light.ts';
import type { FixChoice } from '../../protocol/index.ts';
import type { LabelSession } from '../session/label-session.ts';
import { remediationOptions } from './fix-choice.ts';

/** A plan for a session as it is now. */
export async function planFix(session: LabelSession, choice: FixChoice): Promise<RemediationPlan> {
  const [reviews, pictures] = await Promise.all([readReviews(session.root.fsPath), session.pictures()]);
  return planRemediation(session.report, pictures, { ...remediationOptions(choice), reviews });
}
