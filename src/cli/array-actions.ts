import {
  formatHealthText,
  formatIssuesText,
  healthOfArrays,
  issuesOfArrays,
  readArrays,
  scoresOfArrays,
} from '../audit/index.ts';
import type { ArrayFlags, HealthFlags, IssuesFlags, ScoresFlags } from './array-commands.ts';
import { writeResult } from './output.ts';

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

/** What `label-audit issues` does. */
export function issues(flags: IssuesFlags): Promise<void> {
  return onArrays(flags, (arrays) => issuesOfArrays(arrays, flags), formatIssuesText);
}

/** What `label-audit scores` does. */
export function scores(flags: ScoresFlags): Promise<void> {
  return onArrays(
    flags,
    (arrays) => scoresOfArrays(arrays, flags),
    (result) => `${result.scores.join('\n')}\n`,
  );
}

/** What `label-audit health` does. */
export function health(flags: HealthFlags): Promise<void> {
  return onArrays(flags, (arrays) => healthOfArrays(arrays, flags.classNames), formatHealthText);
}
