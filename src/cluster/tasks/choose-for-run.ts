import { chooseModel, readAudited, stageClock, type AuditHooks } from '../../audit/index.ts';
import { requireSameData } from '../plan/data-hashes.ts';
import type { Done } from '../plan/done.ts';
import type { Plan } from '../plan/plan.ts';

/** Chooses the model as the audit itself would, on a sample of the pictures. */
export async function chooseForRun(plan: Plan, hooks: AuditHooks): Promise<Pick<Done, 'files' | 'chosen'>> {
  const dataset = await readAudited(plan.options, { signal: hooks.signal });
  requireSameData(dataset, plan);
  const { chosen } = await chooseModel(dataset, plan.options, stageClock(hooks), hooks);
  return { files: {}, chosen };
}
