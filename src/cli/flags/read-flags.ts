import type { Command } from 'commander';
import type { Option, OptionTable, OptionValues } from '../../audit/index.ts';

// The commands' work reads its flags with this file; commander itself stays out of their bundles.

/** What commander makes of a command line: values by the names of the flags. */
export type ParsedFlags = Readonly<Record<string, unknown>>;

/** The values of a table's options on a command line. An option that the command does not have keeps its default. */
export function readOptions<T extends OptionTable>(table: T, flags: ParsedFlags): OptionValues<T> {
  const entries = Object.entries<Option>(table).flatMap(([name, option]) => {
    const value = flags[flagName(name, option)] ?? option.default;
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries) as OptionValues<T>;
}

/** The options of a table that are on the command line itself, rather than defaults. */
export function givenOptions(command: Command, table: OptionTable): ReadonlySet<string> {
  const given = Object.entries(table).filter(
    ([name, option]) => command.getOptionValueSource(flagName(name, option)) === 'cli',
  );
  return new Set(given.map(([name]) => name));
}

/** Commander's name of the option's value. */
function flagName(name: string, { flag }: Option): string {
  const long = flag === undefined ? undefined : /^--(?:no-)?([a-z-]+)/.exec(flag)?.[1];
  return long?.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()) ?? name;
}
