import { Command } from 'commander';
import { FEATURES_OPTIONS, PLACE_OPTIONS } from '../../audit/index.ts';
import { addOptions } from '../flags/add-options.ts';
import type { FeaturesFlags } from '../flags/features-flags.ts';

/** `label-audit features <data set> --out F.npy`. */
export function featuresCommand(signal: AbortSignal): Command {
  const command = new Command('features')
    .description('Writes the features by which an audit judges, one row per picture, for --features and for others.')
    .argument('<target>', 'a folder (with a labels file, or one folder per class), or a labels file')
    .requiredOption(
      '--out <file.npy>',
      'where to write them; the picture of each row goes to file.paths.txt beside it',
    );
  return addOptions(addOptions(command, FEATURES_OPTIONS), PLACE_OPTIONS)
    .option('--quiet', 'print nothing but errors', false)
    .action(async (target: string, flags: FeaturesFlags) => {
      await (await import('../actions/features-action.ts')).features(target, flags, signal);
    });
}
