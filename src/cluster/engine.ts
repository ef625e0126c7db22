// The scheduler that runs the tasks of a run: Slurm or Kubernetes. All that we know of either is behind this interface.

export const ENGINES = ['slurm', 'kubernetes'] as const;
export type EngineName = (typeof ENGINES)[number];

/**
 * Some commands of equal kind that may run at once, each `label-audit ...args`: an array of tasks. None begins before all
 * commands of the step before have ended with exit code 0.
 */
export interface Step {
  /** Short, of `[a-z0-9-]`: `shards`, `deal`, `folds`, `doubt`, `folds-2`, `merge`. */
  readonly name: string;
  /** The tasks of the plan that it does, ascending; none for the merge, which is one command all the same. */
  readonly tasks: readonly number[];
  /**
   * What follows `label-audit`: `task RUN --of LIST`, whose place in the list is the engine's index from 0 (see
   * `INDEX_VARIABLES`); or `merge RUN`.
   */
  readonly args: readonly string[];
}

/** What an engine is asked to run. */
export interface Submission {
  /** Absolute path of the run folder, the same on every machine that runs a task. */
  readonly run: string;
  /** The plan's id: 64 hexadecimal digits. */
  readonly plan: string;
  /** In order; done ones are left out. At least one. */
  readonly steps: readonly Step[];
  /** How label-audit is started on a machine of the engine, such as `['/usr/bin/node', '/opt/label-audit/dist/cli.mjs']`. */
  readonly launch: readonly string[];
  /** The user's own, such as `--partition=gpu --mem=8G`, taken apart as a shell would. */
  readonly engineArgs: readonly string[];
  /** What `NODE_OPTIONS` must hold on the machines of the engine, where Node's own limits are too low. */
  readonly nodeOptions?: string;
}

/** One job that was handed to an engine: an array with a place for each task. */
export interface SubmittedJob {
  readonly step: string;
  /** The engine's name of it. */
  readonly id: string;
  /** What place i of the array does; empty for the merge. */
  readonly tasks: readonly number[];
}

/** `engine.json`: what the launcher wrote down, so that another one finds the jobs when it is gone. */
export interface EngineRecord {
  readonly engine: EngineName;
  readonly plan: string;
  /** ISO 8601. */
  readonly submitted: string;
  /** What the engine needs to find the jobs, such as a namespace. */
  readonly where: Readonly<Record<string, string>>;
  readonly jobs: readonly SubmittedJob[];
}

/** What an engine says of a place in an array: `ended` well or not, since the run folder knows which; `lost`: it knows no more. */
export type QueueState = 'waiting' | 'running' | 'ended' | 'failed' | 'cancelled' | 'lost';

export interface QueueEntry {
  readonly step: string;
  /** Absent for the merge. */
  readonly task?: number;
  readonly state: QueueState;
  /** The engine's own words, such as `Resources` or `ImagePullBackOff`. */
  readonly reason?: string;
}

/** One kind of scheduler. Each call starts its commands anew, and keeps nothing in memory. */
export interface Engine {
  readonly name: EngineName;
  /** The command that hands jobs over: where it is on the PATH, the engine can be used. */
  readonly program: string;
  /** The scripts or manifests that `submit` hands over, as one text that a user may submit by hand. */
  readonly print: (submission: Submission) => Promise<string>;
  /**
   * Hands all steps over, each dependent on the one before. Where one fails, those before it are cancelled again.
   * @throws EngineFailure where the engine can't be reached or refuses it, with its own words
   */
  readonly submit: (submission: Submission, signal?: AbortSignal) => Promise<Pick<EngineRecord, 'where' | 'jobs'>>;
  /**
   * What the engine knows of all places of all jobs now, in any order.
   * @throws EngineFailure where it can't be reached
   */
  readonly queue: (record: EngineRecord, signal?: AbortSignal) => Promise<readonly QueueEntry[]>;
  /**
   * Cancels what runs and what waits; resolves when the engine has taken that in. What has ended already is no error.
   * @throws EngineFailure where it can't be reached
   */
  readonly cancel: (record: EngineRecord, signal?: AbortSignal) => Promise<void>;
}

/** A scheduler's command is missing, or refused what we asked for. The message says so in its own words. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';
}
