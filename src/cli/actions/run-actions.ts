import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError, printable, type Audit, type AuditOptions } from '../../audit/index.ts';
import { INDEX_VARIABLES, isFinal, makePlan, mergeRun, readTaskList, runTask, type Plan } from '../../cluster/index.ts';
import { launchRun, printRun, runPath, shellWords, type EngineName } from '../../cluster/light.ts';
import { FinalError } from '../final-error.ts';
import type { AuditCommandFlags } from '../flags/audit-command-flags.ts';
import { toOptions } from '../flags/audit-flags.ts';
import type { MergeFlags, PlanFlags, TaskFlags } from '../flags/run-flags.ts';
import { printMade, tellingHooks } from '../print-audit.ts';
import { followAndPrint } from '../print-status.ts';
import { progressDisplay } from '../progress-bar.ts';
import { writeResult } from '../output.ts';

// What a cluster's machines run, and what plans it. Planning, tasks and merge share one bundle, since all need the audit's.

/** What `label-audit plan` does. */
export async function plan(target: string, flags: PlanFlags, signal: AbortSignal): Promise<void> {
  const made = await planned(toOptions(target, flags), flags, signal);
  const lines = made.phases.map(({ name, first, count }) => phaseLine(name, first, count));
  if (!flags.quiet) await writeResult(lines.join(''));
}

function phaseLine(name: string, first: number, count: number): string {
  return `${name.padEnd(8)} ${count === 1 ? `task ${first}` : `tasks ${first}-${first + count - 1}`}\n`;
}

async function planned(
  options: AuditOptions,
  { run, shards, quiet }: Pick<PlanFlags, 'run' | 'shards' | 'quiet'>,
  signal: AbortSignal,
): Promise<Plan> {
  const display = progressDisplay(quiet);
  try {
    // The report lists the problems; here it is enough to know that there are some.
    const hooks = tellingHooks(display, { format: 'text' }, signal);
    return await makePlan(options, { run: await runPath(run), shards }, hooks);
  } finally {
    display.stop();
  }
}

/** What `label-audit audit … --on ENGINE` does: plans, and hands the tasks to the engine. */
export async function auditOn(
  target: string,
  engine: EngineName,
  flags: AuditCommandFlags,
  signal: AbortSignal,
): Promise<void> {
  const { run: folder, quiet, shards } = flags;
  if (folder === undefined) {
    throw new InputError(`--on ${engine} needs --run: a folder that this machine and those of the cluster share.`);
  }
  await planned(toOptions(target, flags), { run: folder, shards, quiet }, signal);
  const run = await runPath(folder);
  const options = { engine, engineArgs: shellWords(flags.engineArgs ?? ''), launch: ownCommand() };
  if (flags.print) {
    await writeResult(await printRun(run, options));
    return;
  }
  const record = await launchRun(run, options, signal);
  if (record === undefined) {
    await writeResult(`${run} is done: its tasks and its merge.\n`);
    return;
  }
  const jobs = record.jobs.map(({ step, id }) => `${step} ${id}`).join(', ');
  await writeResult(`Handed to ${engine}: ${jobs}\nlabel-audit status ${run}\n`);
  if (flags.wait) await followAndPrint(run, { json: false, quiet }, signal);
}

/** How this label-audit is started: the machines of a cluster have it, and Node, in the same place. */
function ownCommand(): string[] {
  return [process.execPath, realpathSync(process.argv[1])];
}

/** What `label-audit task` does. */
export async function task(
  folder: string,
  index: string | undefined,
  { of, wait, quiet }: TaskFlags,
  signal: AbortSignal,
): Promise<void> {
  const note = (line: string): void => {
    if (!quiet) process.stderr.write(`label-audit: ${printable(line)}\n`);
  };
  await endingForEngines(signal, async () => {
    const number = taskNumber(index, of);
    const isNew = await runTask(resolve(folder), number, { wait, signal, onNote: note });
    note(isNew ? `task ${number} is done` : `task ${number} was done before`);
  });
}

/** @throws InputError where none is named */
function taskNumber(index: string | undefined, of: string | undefined): number {
  const variable = INDEX_VARIABLES.find((name) => process.env[name] !== undefined);
  const text = index ?? (variable === undefined ? undefined : process.env[variable]);
  const source = index === undefined && variable !== undefined ? variable : 'the index';
  if (text === undefined) {
    throw new InputError(`Name the task: as INDEX, or in ${INDEX_VARIABLES.join(', ')}, as engines do.`);
  }
  if (!/^\d{1,6}$/.test(text)) throw new InputError(`${source} is "${text}", which is no number of a task.`);
  if (of === undefined) return Number(text);
  const tasks = readTaskList(of);
  if (tasks === undefined) throw new InputError(`--of ${of} is no list of tasks, such as 0-4,7.`);
  const found = tasks.at(Number(text));
  if (found === undefined) throw new InputError(`--of ${of} has ${tasks.length} tasks: none at place ${text}.`);
  return found;
}

/** What `label-audit merge` does. */
export async function merge(folder: string, flags: MergeFlags, signal: AbortSignal): Promise<void> {
  const display = progressDisplay(flags.quiet);
  let result: Audit;
  try {
    result = await endingForEngines(signal, () =>
      mergeRun(resolve(folder), tellingHooks(display, flags, signal), {
        out: flags.out === undefined ? undefined : resolve(flags.out),
      }),
    );
  } finally {
    display.stop();
  }
  await printMade(result, flags, display, signal);
}

/** Does work whose errors of ours end with the exit code that engines know. */
async function endingForEngines<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted || !isFinal(error)) throw error;
    throw new FinalError(error.message, { cause: error });
  }
}
