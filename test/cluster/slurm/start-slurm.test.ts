import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { slurmIsMissing, startSlurm } from './start-slurm.ts';

const missing = await slurmIsMissing();
if (missing !== undefined) console.log(`Slurm is skipped: ${missing}.`);

test.skipIf(missing !== undefined)('Slurm starts, runs a job, and leaves nothing behind', async () => {
  const slurm = await startSlurm();
  try {
    await slurm.command('sbatch', '--array=0-1', '--output=/dev/null', '--wrap', 'true');
    const states = async (): Promise<string[]> => {
      const said = await slurm.command('squeue', '-h', '-r', '-a', '-t', 'all', '-o', '%i %T');
      return said.trim().split('\n').toSorted();
    };
    await expect.poll(states, { timeout: 60_000 }).toEqual(['1_0 COMPLETED', '1_1 COMPLETED']);
  } finally {
    await slurm.stop();
  }
  expect(existsSync(slurm.folder)).toBe(false);
  // Each daemon names a file of the folder, or works in it.
  const folders = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && folderOf(pid).startsWith(slurm.folder));
  expect(folders).toEqual([]);
});

/** The working folder of a process; empty where it ended meanwhile. */
function folderOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}
