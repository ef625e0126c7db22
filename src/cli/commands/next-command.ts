import { Command } from 'commander';
import { NEXT_OPTIONS, PLACE_OPTIONS } from '../../audit/index.ts';
import { addOptions } from '../flags/add-options.ts';
import type { NextFlags } from '../flags/next-flags.ts';

/** `label-audit next <data set>`. */
export function nextCommand(signal: AbortSignal): Command {
  const command = new Command('next')
    .description(
      'Chooses which pictures without a label to label next: those whose label is worth most, and that differ.',
    )
    .argument(
      '<target>',
      'a folder with a labels file, or with one folder per class and a folder unlabelled; or a labels file',
    );
  return addOptions(addOptions(command, NEXT_OPTIONS), PLACE_OPTIONS)
    .option('--out <file.csv>', 'write them as CSV too')
    .option('--json', 'print everything as JSON', false)
    .option('--quiet', 'print the result alone: no progress, no notes', false)
    .action(async (target: string, flags: NextFlags) => {
      await (await import('../actions/next-action.ts')).next(target, flags, signal);
    });
}
