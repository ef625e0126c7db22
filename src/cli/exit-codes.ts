/** What the process's exit code says. */
export const EXIT = {
  /** The command did what it was asked to. */
  ok: 0,
  /** It was asked properly, but failed. */
  failed: 1,
  /** The command line or the data given to it is wrong. */
  usage: 2,
  /** Ctrl-C, as shells count it: 128 + SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
