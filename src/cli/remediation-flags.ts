import { InvalidArgumentError, type Command } from 'commander';
import { InputError, type RemediationOptions, type Reviews } from '../audit/index.ts';
import { nameList, realNumber, wholeNumber } from './option-values.ts';

/** The options of `fix` and `compare` that say what to change. */
export interface RemediationFlags {
  readonly prune?: boolean;
  readonly relabel?: boolean;
  readonly all?: boolean;
  readonly worst?: number;
  readonly below?: number;
  readonly reviewed?: boolean;
  readonly minConfidence?: number;
  readonly keepPerClass?: number;
  readonly split?: readonly string[];
}

/** Parses `10%` or `0.1` as a share. */
function share(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(%?)\s*$/.exec(text);
  const value = match ? Number(match[1]) / (match[2] === '%' ? 100 : 1) : Number.NaN;
  if (!(value > 0 && value <= 1)) {
    throw new InvalidArgumentError('It should be a share above 0% and at most 100%, such as 10% or 0.1.');
  }
  return value;
}

const unit = realNumber((value) => value >= 0 && value <= 1, 'a number from 0 to 1');

/** Adds those options to a command. */
export function addRemediationOptions(command: Command): Command {
  return command
    .option('--prune', 'take the pictures out')
    .option('--relabel', 'give them the label that the model suggests (--reviewed: the label that a person gave)')
    .option('--all', 'every flagged label')
    .option('--worst <share>', 'the worst share of the flagged labels, such as 10%', share)
    .option('--below <quality>', 'the flagged labels of a quality below this', unit)
    .option('--reviewed', 'the labels that people found wrong: the decisions in reviews.csv')
    .option('--min-confidence <p>', 'relabel only where the suggestion is at least as probable (default: 0.5)', unit)
    .option('--keep-per-class <n>', 'leave no class with fewer pictures than this (default: 1)', wholeNumber(0))
    .option('--split <a,b>', 'change these splits alone (default: all but test splits)', nameList);
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
