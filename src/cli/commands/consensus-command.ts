import { Command } from 'commander';
import { CONSENSUS_OPTIONS } from '../../audit/index.ts';
import { addTrainingOptions } from '../flags/audit-flags.ts';
import { addOptions } from '../flags/add-options.ts';
import type { ConsensusFlags } from '../flags/consensus-flags.ts';
import { topOption } from '../flags/print-flags.ts';

/** `label-audit consensus <data set>`. */
export function consensusCommand(signal: AbortSignal): Command {
  const command = new Command('consensus')
    .description('Makes one label a picture of those of several annotators, and judges the annotators.')
    .argument('<target>', 'a labels file with the labels of several annotators, or a folder with one');
  return addTrainingOptions(addOptions(command, CONSENSUS_OPTIONS))
    .addOption(topOption('how many of the pictures to ask about are listed'))
    .option('--json', 'print everything as JSON', false)
    .option('--quiet', 'print the result alone: no progress, no notes', false)
    .action(async (target: string, flags: ConsensusFlags) => {
      await (await import('../actions/consensus-action.ts')).consensus(target, flags, signal);
    });
}
