import { Command } from 'commander';
import { addFindingOptions, addPictureCheckOptions, addTrainingOptions } from '../flags/audit-flags.ts';
import { addShards } from '../flags/engine-flags.ts';
import { addPrintOptions } from '../flags/print-flags.ts';
import { integer } from '../../audit/index.ts';
import { readText } from '../flags/option-values.ts';
import type { MergeFlags, PlanFlags, StatusFlags, TaskFlags } from '../flags/run-flags.ts';

const RUN = 'the folder of the run';

/** `label-audit plan <folder or labels.csv> --run DIR`. */
export function planCommand(signal: AbortSignal): Command {
  const command = new Command('plan')
    .description('Plans an audit as tasks for a cluster, in a folder that all of its machines share.')
    .argument('<target>', 'a folder (with a labels file, or one folder per class), or a labels file');
  addPictureCheckOptions(addFindingOptions(addTrainingOptions(command)));
  return addShards(command)
    .requiredOption('--run <folder>', 'the folder of the run, on a file system that all machines share')
    .option('--out <folder>', 'where the merge writes the report (default: .label-audit beside the labels)')
    .option('--quiet', 'no progress, no notes', false)
    .action(async (target: string, flags: PlanFlags) => {
      await (await import('../actions/run-actions.ts')).plan(target, flags, signal);
    });
}

const WAIT = integer(0, 10_000_000);

/** `label-audit task DIR [INDEX]`. */
export function taskCommand(signal: AbortSignal): Command {
  return new Command('task')
    .description('Does one task of a planned audit; exit code 3: it would fail again, and must not be tried again.')
    .argument('<run>', RUN)
    .argument('[index]', 'number of the task (default: what the engine says in its variable)')
    .option('--of <list>', 'tasks that the index counts into, such as 0-4,7')
    .option('--wait <seconds>', 'how long to wait for tasks that it needs', (text) => readText(WAIT, text), 0)
    .option('--quiet', 'no notes', false)
    .action(async (run: string, index: string | undefined, flags: TaskFlags) => {
      await (await import('../actions/run-actions.ts')).task(run, index, flags, signal);
    });
}

/** `label-audit merge DIR`. */
export function mergeCommand(signal: AbortSignal): Command {
  const command = new Command('merge')
    .description('Makes the audit of a run whose tasks are all done; exit code 3: it would fail again.')
    .argument('<run>', RUN);
  return addPrintOptions(command).action(async (run: string, flags: MergeFlags) => {
    await (await import('../actions/run-actions.ts')).merge(run, flags, signal);
  });
}

/** `label-audit status DIR`. */
export function statusCommand(signal: AbortSignal): Command {
  return new Command('status')
    .description('Says how a run stands: its tasks, what they do, and what the cluster says of them.')
    .argument('<run>', RUN)
    .option('--json', 'as JSON, for programs; with --wait a line whenever something changes', false)
    .option(
      '--wait',
      'follow the run to its end, and let the next steps begin on Kubernetes; exit code 1: no report',
      false,
    )
    .action(async (run: string, flags: StatusFlags) => {
      await (await import('../actions/status-actions.ts')).status(run, flags, signal);
    });
}

/** `label-audit cancel DIR`. */
export function cancelCommand(signal: AbortSignal): Command {
  return new Command('cancel')
    .description('Ends the tasks of a run that run or wait; what is done is kept, and the run can be taken up again.')
    .argument('<run>', RUN)
    .action(async (run: string) => {
      await (await import('../actions/status-actions.ts')).cancel(run, signal);
    });
}
