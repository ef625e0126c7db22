import {
  healthLines,
  healthOfFiles,
  issuesLines,
  issuesOfFiles,
  jsonChunks,
  lineChunks,
  printable,
  scoresOfFiles,
  type ArrayFiles,
  type ArrayResult,
  type ArrayWork,
  type HEALTH_OPTIONS,
  type ISSUES_OPTIONS,
  type OptionValues,
  type SCORES_OPTIONS,
} from '../../audit/index.ts';
import type { ArrayFlags } from '../flags/array-flags.ts';
import { writeChunks } from '../output.ts';

/** Prints `compute`'s result as JSON or text, and its warnings to stderr. */
async function onArrays<Result extends object>(
  { labels, predProbs, memory, json, classNames, force }: ArrayFlags,
  signal: AbortSignal,
  compute: (files: ArrayFiles, work: ArrayWork) => Promise<ArrayResult<Result>>,
  text: (result: Result) => Iterable<string>,
): Promise<void> {
  const work = { signal, classNames, force, ...(memory === undefined ? {} : { memory: memory * 2 ** 20 }) };
  const { result, warnings } = await compute({ labels, predProbs }, work);
  for (const warning of warnings) process.stderr.write(`label-audit: ${printable(warning)}\n`);
  await writeChunks(json ? jsonChunks(result) : lineChunks(text(result)), signal);
}

/** What `label-audit issues` does. */
export function issues(flags: ArrayFlags & OptionValues<typeof ISSUES_OPTIONS>, signal: AbortSignal): Promise<void> {
  return onArrays(flags, signal, (files, work) => issuesOfFiles(files, flags, work), issuesLines);
}

function* scoreLines({ scores }: { readonly scores: Float64Array }): Generator<string> {
  for (const score of scores) yield String(score);
}

/** What `label-audit scores` does. */
export function scores(flags: ArrayFlags & OptionValues<typeof SCORES_OPTIONS>, signal: AbortSignal): Promise<void> {
  return onArrays(flags, signal, (files, work) => scoresOfFiles(files, flags, work), scoreLines);
}

/** What `label-audit health` does. */
export function health(flags: ArrayFlags & OptionValues<typeof HEALTH_OPTIONS>, signal: AbortSignal): Promise<void> {
  return onArrays(flags, signal, (files, work) => healthOfFiles(files, work), healthLines);
}
