import { resolve } from 'node:path';
import { cancelRun, runStatus } from '../../cluster/light.ts';
import type { StatusFlags } from '../flags/run-flags.ts';
import { writeResult } from '../output.ts';
import { followAndPrint, statusLines } from '../print-status.ts';

/** What `label-audit status` does. */
export async function status(folder: string, { json, wait }: StatusFlags, signal: AbortSignal): Promise<void> {
  const run = resolve(folder);
  if (wait) {
    await whileParentLives(() => followAndPrint(run, { json, quiet: json }, signal));
    return;
  }
  const found = await runStatus(run, signal);
  await writeResult(json ? `${JSON.stringify(found, undefined, 2)}\n` : statusLines(found));
}

/** A process that was forked, as by VS Code, ends with the one that forked it, since no other process reads what it says. */
async function whileParentLives(work: () => Promise<void>): Promise<void> {
  const end = (): void => {
    process.kill(process.pid, 'SIGTERM');
  };
  if (process.connected) process.once('disconnect', end);
  try {
    await work();
  } finally {
    process.off('disconnect', end);
    // Else it would wait for messages.
    if (process.connected) process.disconnect();
  }
}

/** What `label-audit cancel` does. */
export async function cancel(folder: string, signal: AbortSignal): Promise<void> {
  const run = resolve(folder);
  const jobs = await cancelRun(run, signal);
  await writeResult(
    jobs.length === 0
      ? `${run} was handed to no engine: there is nothing to cancel.\n`
      : `Cancelled ${jobs.join(', ')}. What is done is kept; the same "audit --on" takes the run up again.\n`,
  );
}
