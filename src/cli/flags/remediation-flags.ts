import type { Command } from 'commander';
import {
  InputError,
  REMEDIATION_OPTIONS,
  type OptionValues,
  type RemediationOptions,
  type Reviews,
} from '../../audit/index.ts';
import { addOptions } from './add-options.ts';

/** The options of `fix` and `compare` that say what to change. */
export type RemediationFlags = OptionValues<typeof REMEDIATION_OPTIONS>;

/** Adds those options to a command. */
export function addRemediationOptions(command: Command): Command {
  return addOptions(command, REMEDIATION_OPTIONS);
}

/** Whether any of them was given. */
export function namesRemediation({ prune, relabel, all, worst, below, reviewed }: RemediationFlags): boolean {
  return [prune, relabel, all, worst, below, reviewed].some((flag) => flag !== undefined);
}

/** @throws InputError where they do not say exactly one action and one choice */
export function toRemediation(flags: RemediationFlags, reviews: Reviews): RemediationOptions {
  const { prune, relabel, all, worst, below, reviewed, minConfidence, keepPerClass, split } = flags;
  if ((prune === true) === (relabel === true)) throw new InputError('Say either --prune or --relabel.');
  const choices = [
    ...(all === true ? [{ by: 'all' as const }] : []),
    ...(worst === undefined ? [] : [{ by: 'worst' as const, share: worst }]),
    ...(below === undefined ? [] : [{ by: 'below' as const, threshold: below }]),
    ...(reviewed === true ? [{ by: 'reviewed' as const }] : []),
  ];
  if (choices.length !== 1) throw new InputError('Say one of --all, --worst <share>, --below <quality> or --reviewed.');
  if (minConfidence !== undefined && prune === true) throw new InputError('--min-confidence goes with --relabel.');
  return {
    ...choices[0],
    action: prune === true ? 'prune' : 'relabel',
    ...{ minConfidence, minExamplesPerClass: keepPerClass, splits: split, reviews },
  };
}
