export { ENGINES, type EngineName, type EngineRecord } from './engine.ts';
export { cancelRun, launchRun, printRun } from './launch/launch-run.ts';
export { CommandLineError, endRun, lookAtRun, submitRun, watchRun, type CommandLine } from './launch/command-line.ts';
export { enginesHere, type EngineHere } from './launch/engines-here.ts';
export { followRun } from './launch/follow-run.ts';
export { runStatus, type RunStatus, type StepStatus, type TaskStatus } from './launch/run-status.ts';
export { shellWords } from './shell-words.ts';
export { TASK_EXIT } from './task-contract.ts';
export { requireOutside, runPath } from './plan/run-path.ts';
