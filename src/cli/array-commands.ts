import { Command } from 'commander';
import {
  FILTER_BY,
  formatHealthText,
  formatIssuesText,
  healthOfArrays,
  issuesOfArrays,
  RANK_BY,
  readArrays,
  scoresOfArrays,
  type FilterBy,
  type RankBy,
} from '../audit/index.ts';
import { choiceOption, nameList, notNegative, wholeNumber } from './option-values.ts';
import { writeResult } from './output.ts';

interface ArrayFlags {
  readonly labels: string;
  readonly predProbs: string;
  readonly json: boolean;
}

interface IssuesFlags extends ArrayFlags {
  readonly filterBy: FilterBy;
  readonly rankBy: RankBy;
  readonly fracNoise: number;
  readonly minExamplesPerClass: number;
  readonly adjust: boolean;
}

interface ScoresFlags extends ArrayFlags {
  readonly method: RankBy;
  readonly adjust: boolean;
}

interface HealthFlags extends ArrayFlags {
  readonly classNames?: readonly string[];
}

/** Reads the two arrays, prints `compute`'s result as JSON or text, and its warnings to stderr. */
async function onArrays<Result>(
  flags: ArrayFlags,
  compute: (arrays: Awaited<ReturnType<typeof readArrays>>) => { result: Result; warnings: readonly string[] },
  text: (result: Result) => string,
): Promise<void> {
  const { result, warnings } = compute(await readArrays(flags.labels, flags.predProbs));
  for (const warning of warnings) process.stderr.write(`label-audit: ${warning}\n`);
  await writeResult(flags.json ? `${JSON.stringify(result)}\n` : text(result));
}

function arrayCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption('--labels <file.npy>', 'given labels: one class index per example')
    .requiredOption('--pred-probs <file.npy>', 'out-of-sample probabilities: one row per example, one column per class')
    .option('--json', 'print JSON', false);
}

/** `label-audit issues`, `scores` and `health`: confident learning alone, on arrays of one's own. */
export function arrayCommands(): Command[] {
  const issues = arrayCommand('issues', 'Finds the labels that are probably wrong, given arrays.')
    .addOption(choiceOption('--filter-by <name>', 'how they are chosen', FILTER_BY, 'prune_by_noise_rate'))
    .addOption(choiceOption('--rank-by <name>', 'how they are ranked', RANK_BY, 'self_confidence'))
    .option('--frac-noise <x>', 'share of the estimated wrong labels to report', notNegative, 1)
    .option('--min-examples-per-class <n>', 'report none in a class that would keep fewer', wholeNumber(0), 1)
    .option('--adjust', 'rank with probabilities adjusted by class thresholds', false)
    .action((flags: IssuesFlags) => onArrays(flags, (arrays) => issuesOfArrays(arrays, flags), formatIssuesText));
  const scores = arrayCommand('scores', 'Scores every label in [0, 1], given arrays; low is suspect.')
    .addOption(choiceOption('--method <name>', 'how label quality is scored', RANK_BY, 'self_confidence'))
    .option('--adjust', 'score with probabilities adjusted by class thresholds', false)
    .action((flags: ScoresFlags) =>
      onArrays(
        flags,
        (arrays) => scoresOfArrays(arrays, flags),
        (result) => `${result.scores.join('\n')}\n`,
      ),
    );
  const health = arrayCommand('health', 'Tells how good each class is and which overlap, given arrays.')
    .option('--class-names <a,b,c>', 'names of the classes, in the order of the columns', nameList)
    .action((flags: HealthFlags) =>
      onArrays(flags, (arrays) => healthOfArrays(arrays, flags.classNames), formatHealthText),
    );
  return [issues, scores, health];
}
