import { curveAt } from '../../../core/index.ts';
import { count, finePercent, percent, plural } from '../../../numbers/index.ts';
import type { AuditReport } from '../types.ts';
import { weaknessOf } from './weak-words.ts';

type KnownTrust = NonNullable<AuditReport['trust']>;

/** The estimated share of right labels, with its interval; undefined where nothing was planted or the model is too weak. */
export function estimatedHealth({ trust }: AuditReport): { estimate: number; low: number; high: number } | undefined {
  if (trust === undefined || trust.weak !== undefined) return undefined;
  const { estimate, low, high } = trust.noise;
  return { estimate: 1 - estimate, low: 1 - high, high: 1 - low };
}

/** How many of the first so many labels are wrong, as estimated. */
export function wrongAmongFirst(trust: KnownTrust, first: number): { estimate: number; low: number; high: number } {
  const of = (values: readonly number[]): number => curveAt(trust.ranks, values, first);
  return { estimate: of(trust.wrong), low: of(trust.wrongLow), high: of(trust.wrongHigh) };
}

/**
 * How far the list of a report is to be trusted, in full sentences; empty where nothing was planted.
 * @param report whose model is not too weak: see `weaknessSentences`
 */
export function trustSentences({ trust, dataset, issues }: AuditReport): string[] {
  if (trust === undefined || trust.weak !== undefined) return [];
  const { noise, stopAt } = trust;
  // Of a few labels next to nothing can be estimated: then it is said of the worst of all, listed or not.
  const isOfList = issues.length > 20;
  const first = Math.min(dataset.audited, isOfList ? issues.length : 200);
  const these = isOfList
    ? `Of the first ${count(first)} of the list`
    : `Of the ${count(first)} labels that are ranked worst, of which the list has ${count(issues.length)},`;
  const wrong = wrongAmongFirst(trust, first);
  const found = curveAt(trust.ranks, trust.recall, first);
  const all = Math.round(noise.estimate * dataset.audited);
  const are = (number: number): string => (number === 1 ? 'is' : 'are');
  const interval = (low: number, high: number): string => `${count(Math.round(low))} to ${count(Math.round(high))}`;
  return [
    `About ${count(all)} of ${plural(dataset.audited, 'label')} ${are(all)} wrong (${interval(noise.low * dataset.audited, noise.high * dataset.audited)})${trust.unlike === undefined ? '' : ', as far as the model can tell'}.`,
    `${these} about ${count(Math.round(wrong.estimate))} ${are(Math.round(wrong.estimate))} wrong (${interval(wrong.low, wrong.high)}); ${finePercent(found)} of all wrong labels stand among them.`,
    ...stopSentence(stopAt, dataset.audited, issues.length),
    `This is estimated from ${count(trust.planted)} errors that the audit planted itself${errorsSentence(trust)}`,
  ];
}

/** How planted errors differ from people's, to be said behind how many there were. */
function errorsSentence({ unlike }: KnownTrust): string {
  return unlike === undefined
    ? "; people's errors on unclear pictures are harder to find."
    : '. The worst labels are on pictures that the model finds less clear than most, so planted errors on unclear pictures count for more. Where a picture shows none of the classes, its label is found only in part.';
}

/** Where to stop looking: never behind the end of the list. */
function stopSentence(stopAt: number, audited: number, listed: number): string[] {
  if (stopAt === 0 || stopAt >= audited || listed === 0) return [];
  if (stopAt >= listed)
    return ['It pays to look at the whole list: up to its end, at least one in five of the next labels is wrong.'];
  return [`A good place to stop is after ${count(stopAt)}: of the labels behind it fewer than one in five are wrong.`];
}

/** The health that is told first: as planted errors estimate it, else as the confident joint does; undefined where nothing can be said. */
export function headlineHealth(report: AuditReport): number | undefined {
  if (weaknessOf(report) !== undefined) return undefined;
  return estimatedHealth(report)?.estimate ?? report.health.overallLabelHealthScore ?? undefined;
}

/** What decided how long the list is. */
export function listedBy({ options }: AuditReport, name: (filter: string) => string = (filter) => filter): string {
  const { targetPrecision, filterBy } = options;
  if (targetPrecision === undefined) return `by ${name(filterBy)}`;
  return `cut where an estimated ${percent(targetPrecision)} of them are wrong`;
}
