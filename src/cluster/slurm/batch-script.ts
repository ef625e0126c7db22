import { join } from 'node:path';
import type { Step, Submission } from '../engine.ts';
import { runFolder } from '../run-folder.ts';
import { MOST_RETRIES, TASK_EXIT } from '../task-contract.ts';

/** One job: a step, or as much of it as one array may hold. */
export interface BatchJob {
  readonly step: Step['name'];
  readonly tasks: Step['tasks'];
  readonly args: Step['args'];
}

/** A word as a shell reads it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * The options of `sbatch` that we give. What the user gives comes after them, and so wins.
 *
 * @param after ids of the jobs that must have ended well
 */
export function batchOptions({ run, plan, engineArgs }: Submission, job: BatchJob, after: readonly string[]): string[] {
  const isArray = job.tasks.length > 0;
  return [
    `--job-name=label-audit-${job.step}-${plan.slice(0, 8)}`,
    `--output=${join(runFolder(run).logs, isArray ? `${job.step}-%A_%a.log` : `${job.step}-%j.log`)}`,
    '--open-mode=append',
    // A node that dies does not count as an attempt; all else is tried again by the script, as Slurm itself would not.
    '--requeue',
    ...(isArray ? [`--array=0-${job.tasks.length - 1}`] : []),
    ...(after.length > 0 ? [`--dependency=afterok:${after.join(':')}`, '--kill-on-invalid-dep=yes'] : []),
    ...engineArgs,
  ];
}

/**
 * The script of a job. It tries again what did not end by an error of ours, hands SIGTERM on to the task, and cancels the
 * other tasks of the array after an error of ours.
 */
export function batchScript(
  { launch, nodeOptions }: Pick<Submission, 'launch' | 'nodeOptions'>,
  { args, tasks }: BatchJob,
): string {
  const command = [...launch, ...args].map(quoted).join(' ');
  const stop = tasks.length > 0 ? '\n    scancel "$SLURM_ARRAY_JOB_ID"' : '';
  // What the user has set comes last, and so wins.
  const options = nodeOptions === undefined ? '' : `export NODE_OPTIONS="${nodeOptions} \${NODE_OPTIONS:-}"\n`;
  return `#!/bin/bash
# Written by label-audit. Exit code ${TASK_EXIT.final}: an error that would be the same again.
${options}ended=
# Slurm signals the task too, as a rule; a second signal would end it before it has said so.
trap 'ended=yes; sleep 0.5; kill -TERM "$child" 2>/dev/null' TERM INT
for attempt in $(seq 0 ${MOST_RETRIES}); do
  ${command} &
  child=$!
  wait "$child"; code=$?
  # A signal ends the wait, not the task.
  while kill -0 "$child" 2>/dev/null; do wait "$child"; code=$?; done
  [ "$code" = 0 ] && exit 0
  [ -n "$ended" ] && exit ${TASK_EXIT.terminated}
  if [ "$code" = ${TASK_EXIT.final} ]; then${stop}
    exit ${TASK_EXIT.final}
  fi
  echo "label-audit: attempt $attempt ended with exit code $code" >&2
  sleep $((attempt + 1))
done
exit "$code"
`;
}
