// What a task of a run and the engine that starts it know of each other. docs/distributed.md says the same to people who
// start tasks by other means.

/** What the exit code of `task` and `merge` says to an engine. */
export const TASK_EXIT = {
  /**
   * An error of ours that would be the same again: bad input, another version of Node, a damaged plan. The engine must not
   * try again, and should stop the other tasks.
   */
  final: 3,
  /** It was told to end (SIGTERM); it may be started again. */
  terminated: 143,
} as const;

/** After any other exit code an engine starts a task again so often at most. */
export const MOST_RETRIES = 2;

/** Where the place of a task in an array of tasks stands, by engine: Slurm, an Indexed Job of Kubernetes, AWS Batch. */
export const INDEX_VARIABLES = ['SLURM_ARRAY_TASK_ID', 'JOB_COMPLETION_INDEX', 'AWS_BATCH_JOB_ARRAY_INDEX'] as const;

/**
 * Numbers of tasks as a text, such as `0-4,7,9-12`, for `task DIR --of LIST`: the engine's index then counts into the list,
 * so that a job of the missing tasks alone is an array from 0.
 */
export function taskList(tasks: readonly number[]): string {
  const runs: string[] = [];
  for (let i = 0; i < tasks.length;) {
    let end = i;
    while (end + 1 < tasks.length && tasks[end + 1] === tasks[end] + 1) end++;
    runs.push(end === i ? `${tasks[i]}` : `${tasks[i]}-${tasks[end]}`);
    i = end + 1;
  }
  return runs.join(',');
}

/** What follows `label-audit` where an array does these tasks, each place one of them. */
export function taskArgs(run: string, tasks: readonly number[]): string[] {
  return ['task', run, '--of', taskList(tasks)];
}

/** The numbers of such a text; undefined where it is none. */
export function readTaskList(text: string): number[] | undefined {
  const tasks: number[] = [];
  for (const part of text.split(',')) {
    const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part.trim());
    if (match === null) return undefined;
    const first = Number(match[1]);
    const last = match.at(2) === undefined ? first : Number(match[2]);
    if (last < first) return undefined;
    for (let task = first; task <= last; task++) tasks.push(task);
  }
  return tasks;
}
