import { Option as CommandOption, type Command } from 'commander';
import type { Option, OptionTable } from '../../audit/index.ts';
import { readText } from './option-values.ts';

/** Adds a table's options to a command. */
export function addOptions(command: Command, table: OptionTable): Command {
  for (const option of Object.values(table)) if (option.flag !== undefined) command.addOption(commandOption(option));
  return command;
}

/** An option as commander knows it. */
function commandOption({
  flag = '',
  about,
  otherwise,
  allowed,
  default: value,
  required = false,
}: Option): CommandOption {
  const option = new CommandOption(flag, otherwise === undefined ? about : `${about} (default: ${otherwise})`);
  option.makeOptionMandatory(required);
  if (allowed.type === 'choice') option.choices(allowed.values.map(String));
  if (allowed.type !== 'flag') option.argParser((text: string) => readText(allowed, text));
  // `--no-x` is true by itself where it is not given.
  if (value !== undefined && !option.negate) option.default(value);
  return option;
}
