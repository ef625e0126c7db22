import { Command } from 'commander';
import { FILTER_BY, RANK_BY, type FilterBy, type RankBy } from '../audit/index.ts';
import { choiceOption, nameList, notNegative, wholeNumber } from './option-values.ts';

export interface ArrayFlags {
  readonly labels: string;
  readonly predProbs: string;
  readonly json: boolean;
  /** Megabytes. */
  readonly memory?: number;
}

export interface IssuesFlags extends ArrayFlags {
  readonly filterBy: FilterBy;
  readonly rankBy: RankBy;
  readonly fracNoise: number;
  readonly minExamplesPerClass: number;
  readonly adjust: boolean;
}

export interface ScoresFlags extends ArrayFlags {
  readonly method: RankBy;
  readonly adjust: boolean;
}

export interface HealthFlags extends ArrayFlags {
  readonly classNames?: readonly string[];
}

function arrayCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption('--labels <file.npy>', 'given labels: one class index per example')
    .requiredOption('--pred-probs <file.npy>', 'out-of-sample probabilities: one row per example, one column per class')
    .option(
      '--memory <MB>',
      'probabilities to hold in memory at most; a larger file is read in pieces (default: by the free memory)',
      wholeNumber(0),
    )
    .option('--json', 'print JSON', false);
}

/** `label-audit issues`, `scores` and `health`: confident learning alone, on arrays of one's own. */
export function arrayCommands(signal: AbortSignal): Command[] {
  const issues = arrayCommand('issues', 'Finds the labels that are probably wrong, given arrays.')
    .addOption(choiceOption('--filter-by <name>', 'how they are chosen', FILTER_BY, 'prune_by_noise_rate'))
    .addOption(choiceOption('--rank-by <name>', 'how they are ranked', RANK_BY, 'self_confidence'))
    .option('--frac-noise <x>', 'share of the estimated wrong labels to report', notNegative, 1)
    .option('--min-examples-per-class <n>', 'report none in a class that would keep fewer', wholeNumber(0), 1)
    .option('--adjust', 'rank with probabilities adjusted by class thresholds', false)
    .action(async (flags: IssuesFlags) => (await import('./array-actions.ts')).issues(flags, signal));
  const scores = arrayCommand('scores', 'Scores every label in [0, 1], given arrays; low is suspect.')
    .addOption(choiceOption('--method <name>', 'how label quality is scored', RANK_BY, 'self_confidence'))
    .option('--adjust', 'score with probabilities adjusted by class thresholds', false)
    .action(async (flags: ScoresFlags) => (await import('./array-actions.ts')).scores(flags, signal));
  const health = arrayCommand('health', 'Tells how good each class is and which overlap, given arrays.')
    .option('--class-names <a,b,c>', 'names of the classes, in the order of the columns', nameList)
    .action(async (flags: HealthFlags) => (await import('./array-actions.ts')).health(flags, signal));
  return [issues, scores, health];
}
