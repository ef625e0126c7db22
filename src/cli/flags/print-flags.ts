import { Option, type Command } from 'commander';
import { integer } from '../../audit/index.ts';
import { AUDIT_FORMATS } from './audit-command-flags.ts';
import { readText } from './option-values.ts';

/** Adds the options that say how an audit is printed, and where it is written. */
export function addPrintOptions(command: Command): Command {
  return command
    .addOption(new Option('--format <name>', 'what to print').choices(AUDIT_FORMATS).default('text'))
    .option('--out <folder>', 'where to write the report (default: .label-audit beside the labels)')
    .option('--no-formula-guard', 'csv: give cells that a spreadsheet would run as formulas as they are, for programs')
    .addOption(topOption('how many of the worst labels text and markdown list'))
    .option('--quiet', 'print the result alone: no progress, no notes', false);
}

/** `--top <n>`. */
export function topOption(about: string): Option {
  return new Option('--top <n>', about).argParser(readTop).default(20);
}

const TOP = integer(0, Number.MAX_SAFE_INTEGER);
const readTop = (text: string): unknown => readText(TOP, text);
