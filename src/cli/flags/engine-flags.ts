import { Option, type Command } from 'commander';
import { InputError, integer } from '../../audit/index.ts';
import { ENGINES, type EngineName } from '../../cluster/light.ts';
import { readText } from './option-values.ts';

/** Where and how the tasks of an audit run. */
export interface EngineFlags {
  readonly on: EngineName;
  readonly run: string;
  readonly engineArgs?: string;
  readonly print: boolean;
  readonly wait: boolean;
  readonly shards?: number;
}

const SHARDS = integer(1, 100_000);

/** `--shards <n>`, of what plans a run. */
export function addShards(command: Command): Command {
  return command.option(
    '--shards <n>',
    'tasks that the pictures are decoded in (default: one for 2,000 pictures, but at most 1,000)',
    (text: string) => readText(SHARDS, text),
  );
}

/** Adds the options of an audit that runs elsewhere. */
export function addEngineOptions(command: Command): Command {
  command
    .addOption(new Option('--on <engine>', 'run the audit as tasks on a cluster').choices(ENGINES))
    .option('--run <folder>', 'with --on: the folder of the run, on a file system that all machines share')
    .option('--engine-args <text>', 'with --on: options for sbatch, or for the Kubernetes job; see docs/distributed.md')
    .option('--print', 'with --on: print what would be handed to the engine, and hand nothing over', false)
    .option('--wait', 'with --on: follow the run to its end; exit code 1: no report', false);
  return addShards(command);
}

/** @throws InputError where an audit of this machine is given what only one on a cluster knows */
export function requireNoEngineOptions({ run, engineArgs, print, wait, shards }: Partial<EngineFlags>): void {
  const given = Object.entries({ '--run': run, '--engine-args': engineArgs, '--shards': shards })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  if (print === true) given.push('--print');
  if (wait === true) given.push('--wait');
  if (given.length === 0) return;
  throw new InputError(
    `${given.join(', ')}: only an audit on a cluster takes this. Name the engine (--on ${ENGINES.join(' or --on ')}), or leave it out.`,
  );
}
