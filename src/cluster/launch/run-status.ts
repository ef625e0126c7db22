import { open } from 'node:fs/promises';
import { parseJson, readJsonText } from '../../files/index.ts';
import type { EngineRecord, QueueEntry, QueueState } from '../engine.ts';
import { EngineFailure } from '../engine.ts';
import { findMerged } from '../plan/merged.ts';
import { taskCount, tasksOf, type PhaseName, type Plan } from '../plan/plan.ts';
import { readPlan } from '../plan/read-plan.ts';
import { tasksIn } from '../plan/tasks-in.ts';
import { runFolder } from '../run-folder.ts';
import { engineNamed } from './engines.ts';

/** How a task, or the merge, stands. `ready`: nothing is done with it, and no engine knows of it. */
export type TaskState = 'ready' | 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

export interface TaskStatus {
  /** Absent for the merge. */
  readonly task?: number;
  readonly state: TaskState;
  /** Of the task, in [0, 1]. */
  readonly share: number;
  /** What it does, or why it failed or waits. */
  readonly words?: string;
}

export interface StepStatus {
  readonly name: PhaseName | 'merge';
  readonly counts: Readonly<Record<TaskState, number>>;
  readonly total: number;
  /** In [0, 1]. */
  readonly share: number;
}

/** How a run stands. */
export interface RunStatus {
  readonly run: string;
  readonly plan: string;
  readonly target: string;
  readonly pictures: number;
  readonly state: TaskState;
  readonly steps: readonly StepStatus[];
  /** Tasks that run, or have failed; the others are in the counts. */
  readonly tasks: readonly TaskStatus[];
  readonly engine?: { readonly name: string; readonly submitted: string; readonly jobs: readonly string[] };
  /** Why the engine could not be asked. */
  readonly unreachable?: string;
  /** Folder of the finished report. */
  readonly out?: string;
}

/**
 * Looks at a run folder, and asks the engine that works on it. Needs nothing but the folder: the process that started the run may be gone.
 *
 * @throws PlanError where there is no plan in it, or it is damaged; the signal's reason
 */
export async function runStatus(run: string, signal?: AbortSignal): Promise<RunStatus> {
  const plan = await readPlan(run);
  const folder = runFolder(run);
  const record = await readRecord(run, plan);
  // The engine first: a task that ends between two looks has its result by the second, and is not taken for failed.
  const { queue, unreachable } = await askEngine(record, signal);
  const done = new Set(await tasksIn(folder.results));
  const failed = new Set(await tasksIn(folder.failed));
  const said = new Set(await tasksIn(folder.events));
  const merge = taskCount(plan);
  const merged = await findMerged(run, plan);
  if (merged !== undefined) done.add(merge);
  const statusOf = async (task: number): Promise<TaskStatus> => {
    const named = task === merge ? {} : { task };
    if (done.has(task)) return { ...named, state: 'done', share: 1 };
    const last = said.has(task) ? await lastEvent(folder.eventsFile(task)) : undefined;
    const queued = queue.get(task === merge ? undefined : task);
    const state = stateOf(queued?.state, failed.has(task), last);
    const share = state === 'running' && last?.type === 'progress' ? (last.share ?? 0) : 0;
    const words = state === 'waiting' ? queued?.reason : (last?.message ?? last?.words ?? queued?.reason);
    return { ...named, state, share, ...(words === undefined ? {} : { words }) };
  };
  const steps: StepStatus[] = [];
  const shown: TaskStatus[] = [];
  for (const { name, tasks } of [
    ...plan.phases.map((phase) => ({ name: phase.name, tasks: tasksOf(phase) })),
    { name: 'merge' as const, tasks: [merge] },
  ]) {
    const counts = { ready: 0, waiting: 0, running: 0, done: 0, failed: 0, cancelled: 0 };
    let share = 0;
    for (const task of tasks) {
      const status = await statusOf(task);
      counts[status.state]++;
      share += status.share;
      if (status.state === 'running' || status.state === 'failed') shown.push(status);
    }
    steps.push({ name, counts, total: tasks.length, share: share / tasks.length });
  }
  return {
    ...{ run, plan: plan.id, target: plan.options.target, pictures: plan.data.pictures },
    ...{ state: stateOfAll(steps), steps, tasks: shown },
    ...(record === undefined
      ? {}
      : { engine: { name: record.engine, submitted: record.submitted, jobs: record.jobs.map(({ id }) => id) } }),
    ...(unreachable === undefined ? {} : { unreachable }),
    ...(merged?.out === undefined ? {} : { out: merged.out }),
  };
}

function stateOfAll(steps: readonly StepStatus[]): RunStatus['state'] {
  const some = (state: TaskState): boolean => steps.some(({ counts }) => counts[state] > 0);
  if (steps.at(-1)?.counts.done === 1) return 'done';
  if (some('running')) return 'running';
  if (some('failed')) return 'failed';
  if (some('waiting')) return 'waiting';
  return some('cancelled') ? 'cancelled' : 'ready';
}

interface LastEvent {
  readonly type: string;
  readonly time: string;
  readonly share?: number;
  readonly words?: string;
  readonly message?: string;
  readonly final?: boolean;
}

/** What an engine, the run folder and the task itself say, as one; a task without an engine is believed. */
function stateOf(queued: QueueState | undefined, isFailed: boolean, last: LastEvent | undefined): TaskState {
  if (queued === 'running' || queued === 'waiting') return queued;
  if (isFailed || queued === 'failed') return 'failed';
  if (queued === 'cancelled') return 'cancelled';
  // The engine ended it without a result, or has forgotten it.
  if (queued === 'ended' || queued === 'lost') return last?.type === 'terminated' ? 'cancelled' : 'failed';
  // It was done, but what it had made was taken away, to be made again.
  if (last === undefined || last.type === 'early' || last.type === 'done') return 'ready';
  if (last.type === 'failed') return 'failed';
  if (last.type === 'terminated') return 'cancelled';
  // Without an engine, a task that was killed is known by its silence alone.
  return Date.now() - Date.parse(last.time) < SILENCE ? 'running' : 'failed';
}

/** Milliseconds after which a task that no engine knows of is thought to be gone. */
const SILENCE = 15 * 60_000;

async function askEngine(
  record: EngineRecord | undefined,
  signal?: AbortSignal,
): Promise<{ readonly queue: ReadonlyMap<number | undefined, QueueEntry>; readonly unreachable?: string }> {
  if (record === undefined) return { queue: new Map() };
  try {
    const entries = await engineNamed(record.engine).queue(record, signal);
    return { queue: new Map(entries.map((entry) => [entry.task, entry])) };
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    return { queue: new Map(), unreachable: error.message };
  }
}

/** What the launcher wrote down; undefined where there was none for this plan. */
export async function readRecord(run: string, plan: Pick<Plan, 'id'>): Promise<EngineRecord | undefined> {
  const text = await readJsonText(runFolder(run).engine, 'the note of the jobs');
  const record = text === undefined ? undefined : (parseJson(text) as EngineRecord);
  return record?.plan === plan.id ? record : undefined;
}

/** An event is never longer. */
const TAIL = 16_384;

async function lastEvent(file: string): Promise<LastEvent | undefined> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, TAIL);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    // The last line may be on its way.
    for (const line of buffer.toString('utf8').trimEnd().split('\n').reverse()) {
      try {
        return JSON.parse(line) as LastEvent;
      } catch {
        continue;
      }
    }
    return undefined;
  } finally {
    await handle.close();
  }
}
