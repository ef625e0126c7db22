import { printable } from '../audit/index.ts';
import { followRun, type RunStatus, type StepStatus, type TaskStatus } from '../cluster/light.ts';
import { writeResult } from './output.ts';

/** How a run stands, for people. */
export function statusLines({
  target,
  plan,
  pictures,
  state,
  steps,
  tasks,
  engine,
  unreachable,
  out,
}: RunStatus): string {
  const where = engine === undefined ? '' : `, on ${engine.name} (jobs ${engine.jobs.join(', ')})`;
  const lines = [
    `${target}: ${pictures} pictures, plan ${plan.slice(0, 12)}${where}: ${state}`,
    ...(unreachable === undefined ? [] : [`The engine does not answer: ${unreachable}`]),
    ...steps.map(stepLine),
    ...tasks.slice(0, MOST_TASKS).map(taskLine),
    ...(tasks.length > MOST_TASKS ? [`and ${tasks.length - MOST_TASKS} more tasks (see --json)`] : []),
    ...(out === undefined ? [] : [`Report: ${out}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** More are for programs. */
const MOST_TASKS = 20;

function stepLine({ name, counts, total, share }: StepStatus): string {
  const { done, ...others } = counts;
  const rest = Object.entries(others).flatMap(([state, count]) => (count === 0 ? [] : [`${count} ${state}`]));
  const percent = share > 0 && share < 1 ? ` (${Math.floor(100 * share)}%)` : '';
  return `${name.padEnd(8)} ${[`${done}/${total} done${percent}`, ...rest].join(', ')}`;
}

function taskLine({ task, state, share, words }: TaskStatus): string {
  const percent = state === 'running' ? ` ${Math.floor(100 * share)}%` : '';
  const name = task === undefined ? 'merge' : `task ${task}`;
  return `${name}: ${state}${percent}${words === undefined ? '' : `, ${words}`}`;
}

/** What happens now, in one line. */
function summary({ run, steps, state }: RunStatus): string {
  const step = steps.find(({ counts, total }) => counts.done < total);
  return `${run}: ${state}${step === undefined ? '' : `, ${stepLine(step).replace(/\s+/, ' ')}`}`;
}

/**
 * Follows a run to its end and prints how it stands: as JSON, a line each time that something changes; else its end, and what
 * happens meanwhile on stderr.
 *
 * @throws RunEndedError where the run ends without a report; the signal's reason, after a note that the jobs go on
 */
export async function followAndPrint(
  run: string,
  { json, quiet }: { readonly json: boolean; readonly quiet: boolean },
  signal: AbortSignal,
): Promise<void> {
  const note = (line: string): void => {
    if (!quiet) process.stderr.write(`label-audit: ${printable(line)}\n`);
  };
  let said = '';
  let written: Promise<void> = Promise.resolve();
  const onStatus = (status: RunStatus): void => {
    if (json) {
      written = written.then(() => writeResult(`${JSON.stringify(status)}\n`));
      return;
    }
    const line = status.unreachable ?? summary(status);
    if (line !== said) note(line);
    said = line;
  };
  let end: RunStatus;
  try {
    end = await followRun(run, { signal, onStatus });
  } catch (error) {
    if (signal.aborted)
      note(`what was handed over goes on: see "label-audit status ${run}"; "label-audit cancel ${run}" ends it`);
    throw error;
  }
  await written;
  if (!json) await writeResult(statusLines(end));
  if (end.state !== 'done') throw new RunEndedError(whyEnded(end));
}

/** Why a run ended without a report, in one line. */
function whyEnded({ run, state, tasks }: RunStatus): string {
  const failed = tasks.find((task) => task.state === 'failed');
  const again = 'the same "audit --on" takes it up again';
  if (state === 'cancelled') return `${run} was cancelled: ${again}.`;
  return `${run} has failed${failed === undefined ? '' : ` (${taskLine(failed)})`}. When that is mended, ${again}.`;
}

/** A run that was followed ended without a report. */
export class RunEndedError extends Error {
  override readonly name = 'RunEndedError';
}
