export { mergeRun } from './merge/merge-run.ts';
export { makePlan } from './plan/make-plan.ts';
export type { Plan } from './plan/plan.ts';
export { isFinal } from './tasks/is-final.ts';
export { runTask } from './tasks/run-task.ts';
export { INDEX_VARIABLES, readTaskList } from './task-contract.ts';
