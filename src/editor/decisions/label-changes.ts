import type { CheckName, RemediationPlan } from '../../audit/light.ts';
import type { UndoStep } from '../session/decision-history.ts';

/** Changes labels where a session has them written down. Each change is one step, which VS Code can undo, too. */
export interface LabelChanges {
  /**
   * Carries out a person's decision: gives flagged pictures another label, or (undefined) takes them out.
   * @param type the check whose finding it is about; default: the label
   * @returns takes it back; undefined where there was nothing to change
   * @throws FixError where it can't be done; then nothing was changed
   */
  change(
    ids: readonly number[],
    labelOf: (id: number) => string | undefined,
    type?: CheckName,
  ): Promise<UndoStep | undefined>;
  /**
   * Carries out a plan, once the user has confirmed it in VS Code's refactor preview.
   * @returns takes it back; undefined where there was nothing to do, or the user declined
   * @throws FixError as above
   */
  carryOut(plan: RemediationPlan): Promise<UndoStep | undefined>;
}
