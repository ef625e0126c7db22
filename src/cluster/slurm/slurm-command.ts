import { engineCommand } from '../engine-command.ts';

/**
 * Runs one of Slurm's commands.
 *
 * @param input what it reads from stdin
 * @throws EngineFailure where it is missing or fails, with its own words; the signal's reason
 */
export async function slurmCommand(
  name: 'sbatch' | 'squeue' | 'scancel' | 'scontrol',
  args: readonly string[],
  signal?: AbortSignal,
  input?: string,
): Promise<string> {
  return engineCommand(name, args, { signal, input, where: 'run this on a login node of the cluster' });
}
