import { Worker } from 'node:worker_threads';

/** How often the parent is looked for, in milliseconds. */
const EVERY = 250;

/**
 * Ends this process when its parent has gone, even where it is busy and hears of nothing: a thread of its own looks for
 * the parent. A process that is not busy learns it by `disconnect`, and has `grace` milliseconds to tidy up.
 */
export function watchParent(grace: number): void {
  const thread = new Worker(
    `const parent = process.ppid;
    const isThere = () => {
      // A child whose parent has ended gets another; on Windows it keeps the number of one that is no more.
      if (process.ppid !== parent) return false;
      try {
        process.kill(parent, 0);
      } catch (error) {
        return error.code !== 'ESRCH';
      }
      return true;
    };
    setInterval(() => {
      if (!isThere()) setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${grace});
    }, ${EVERY});`,
    { eval: true, execArgv: [], env: {}, resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 } },
  );
  thread.unref();
  // Without it the process still ends by `disconnect`.
  thread.on('error', () => undefined);
}
