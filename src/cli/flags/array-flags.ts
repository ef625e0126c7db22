import type { Command } from 'commander';
import { ARRAY_OPTIONS, type OptionTable, type OptionValues } from '../../audit/index.ts';
import { addOptions } from './add-options.ts';
import { readOptions, type ParsedFlags } from './read-flags.ts';

/** Where the arrays are, and how the result is printed. */
export type ArrayFlags = OptionValues<typeof ARRAY_OPTIONS>;

/** Adds the options of all commands on arrays, and those of one of them. */
export function addArrayOptions(command: Command, table: OptionTable): Command {
  return addOptions(addOptions(command, ARRAY_OPTIONS), table);
}

/** The command line of a command on arrays. */
export function readArrayFlags<T extends OptionTable>(table: T, flags: ParsedFlags): ArrayFlags & OptionValues<T> {
  return { ...readOptions(ARRAY_OPTIONS, flags), ...readOptions(table, flags) };
}
