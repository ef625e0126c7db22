import { Command } from 'commander';
import type { FixFlags } from '../flags/fix-flags.ts';
import { addRemediationOptions } from '../flags/remediation-flags.ts';

/** `label-audit fix <data set>`. */
export function fixCommand(signal: AbortSignal): Command {
  const command = new Command('fix')
    .description(
      'Prunes or relabels what an audit flagged, or merges classes, in the labels file; no picture is touched.',
    )
    .argument('<target>', 'the data set that was audited: a folder or labels file');
  return addRemediationOptions(command)
    .option(
      '--merge-classes [Cat=cat,...]',
      'instead: write labels alike that look alike (default: the rarer spellings as the most frequent one)',
    )
    .option('--report <path>', 'the report to use (default: .label-audit beside the labels)')
    .option('--dry-run', 'print what would change as a unified diff, and change nothing', false)
    .option('--out <file>', 'write the cleaned labels to a new file instead')
    .option('--quiet', 'print the result alone', false)
    .action(async (target: string, flags: FixFlags) => {
      await (await import('../actions/fix-action.ts')).fix(target, flags, signal);
    });
}
