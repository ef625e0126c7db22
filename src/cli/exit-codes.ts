import { TASK_EXIT } from '../cluster/light.ts';

/** What the process's exit code says. */
export const EXIT = {
  /** The command did what it was asked to. */
  ok: 0,
  /** It was asked properly, but failed. */
  failed: 1,
  /** The command line or the data given to it is wrong. */
  usage: 2,
  /** A task or a merge of a planned audit failed, and would fail again: an engine must not try it again. */
  final: TASK_EXIT.final,
  /** Ctrl-C, as shells count it: 128 + SIGINT. */
  interrupted: 130,
  /** Told to end, as by an engine: 128 + SIGTERM. */
  terminated: TASK_EXIT.terminated,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
