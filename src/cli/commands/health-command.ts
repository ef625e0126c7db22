import { Command } from 'commander';
import { HEALTH_OPTIONS } from '../../audit/index.ts';
import { addArrayOptions, readArrayFlags } from '../flags/array-flags.ts';
import type { ParsedFlags } from '../flags/read-flags.ts';

/** `label-audit health`: how good each class is, given arrays. */
export function healthCommand(signal: AbortSignal): Command {
  const command = new Command('health').description('Tells how good each class is and which overlap, given arrays.');
  return addArrayOptions(command, HEALTH_OPTIONS).action(async (flags: ParsedFlags) => {
    await (await import('../actions/array-actions.ts')).health(readArrayFlags(HEALTH_OPTIONS, flags), signal);
  });
}
