import { errorCode, fileFailure, parseJson, readJsonText } from '../../files/index.ts';
import { runFolder } from '../run-folder.ts';
import { PlanError, requireWhole, type Plan } from './plan.ts';

/**
 * Reads the plan of a run folder.
 *
 * @returns undefined where there is none
 * @throws PlanError where it can't be read, or is damaged
 */
export async function findPlan(run: string): Promise<Plan | undefined> {
  const { plan: file } = runFolder(run);
  let text: string | undefined;
  try {
    text = await readJsonText(file, 'the plan');
    return text === undefined ? undefined : requireWhole(parseJson(text) as Plan, file);
  } catch (error) {
    if (error instanceof PlanError) throw error;
    const why = text === undefined ? (errorCode(error) === '' ? String(error) : fileFailure(error)) : 'it is no JSON';
    throw new PlanError(`The plan ${file} can't be read: ${why}. Plan into a new folder.`, { cause: error });
  }
}

/** @throws PlanError where there is no plan, or it is damaged */
export async function readPlan(run: string): Promise<Plan> {
  const plan = await findPlan(run);
  if (plan === undefined) {
    throw new PlanError(`${run} holds no plan.json: name the folder that "label-audit plan … --run" wrote.`);
  }
  return plan;
}
