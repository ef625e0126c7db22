import { isInputError } from '../../audit/index.ts';

/** Whether an error of a task would be the same again, so that no engine should start it again. */
export function isFinal(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return isInputError(error) || ['PlanError', 'TrainingError', 'BackendError'].includes(error.name);
}
