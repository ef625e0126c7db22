import { count, finePercent, plural } from '../../numbers/index.ts';
import type { AuditReport } from './types.ts';

type KnownTrust = NonNullable<AuditReport['trust']>;

/** The estimated share of right labels, with its interval; undefined where nothing was planted or the model is too weak. */
export function estimatedHealth({ trust }: AuditReport): { estimate: number; low: number; high: number } | undefined {
  if (trust === undefined || trust.weak !== undefined) return undefined;
  const { estimate, low, high } = trust.noise;
  return { estimate: 1 - estimate, low: 1 - high, high: 1 - low };
}

/** How many of the first so many labels are wrong, as estimated. */
export function wrongAmongFirst(trust: KnownTrust, first: number): { estimate: number; low: number; high: number } {
  const of = (values: readonly number[]): number => interpolated(trust.ranks, values, first);
  return { estimate: of(trust.wrong), low: of(trust.wrongLow), high: of(trust.wrongHigh) };
}

/**
 * How far the list of a report is to be trusted, in full sentences; empty where nothing was planted.
 * @param report whose model is not too weak: see `weaknessSentence`
 */
export function trustSentences({ trust, dataset, issues }: AuditReport): string[] {
  if (trust === undefined || trust.weak !== undefined) return [];
  const { noise, stopAt } = trust;
  const first = Math.min(dataset.audited, issues.length > 20 ? issues.length : 200);
  const wrong = wrongAmongFirst(trust, first);
  const found = interpolated(trust.ranks, trust.recall, first);
  const all = Math.round(noise.estimate * dataset.audited);
  const interval = (low: number, high: number): string => `${count(Math.round(low))} to ${count(Math.round(high))}`;
  return [
    `About ${count(all)} of ${plural(dataset.audited, 'label')} are wrong (${interval(noise.low * dataset.audited, noise.high * dataset.audited)}).`,
    `Of the first ${count(first)} of the list about ${count(Math.round(wrong.estimate))} are wrong (${interval(wrong.low, wrong.high)}); ${finePercent(found)} of all wrong labels stand among them.`,
    ...(stopAt > 0 && stopAt < dataset.audited
      ? [`A good place to stop is after ${count(stopAt)}: of the labels behind it fewer than one in five are wrong.`]
      : []),
    `This is estimated from ${count(trust.planted)} errors that the audit planted itself; people's errors on unclear pictures are harder to find.`,
  ];
}

/** Why the model is too weak to judge labels, and what would help; undefined where it is not. */
export function weaknessSentence({ trust, crossValidation, dataset }: AuditReport): string | undefined {
  if (trust?.weak === undefined) return undefined;
  const reached =
    crossValidation === undefined
      ? ''
      : ` It reaches ${finePercent(crossValidation.accuracy)} of the given labels on pictures that it has not seen.`;
  const help =
    dataset.classes.length > 20
      ? 'More pictures, fewer classes or features of your own (--features) would help.'
      : 'More pictures or features of your own (--features) would help.';
  const what = {
    'no-better-than-chance': `The model is too weak to judge these labels: it hardly knows the classes.${reached} ${help}`,
    'misses-planted-errors': `The model is too weak to judge these labels: it does not find errors that the audit planted.${reached} ${help}`,
    'too-few-pictures': `There are too few pictures to say how many labels are wrong.${reached} ${help}`,
  };
  return what[trust.weak];
}

function interpolated(ranks: readonly number[], values: readonly number[], first: number): number {
  const after = ranks.findIndex((rank) => rank >= first);
  if (after < 0) return values.at(-1) ?? 0;
  if (after === 0) return values[0];
  const [left, right] = [ranks[after - 1], ranks[after]];
  return values[after - 1] + ((values[after] - values[after - 1]) * (first - left)) / (right - left);
}

/** The health that is told first: as planted errors estimate it, else as the confident joint does; undefined where nothing can be said. */
export function headlineHealth(report: AuditReport): number | undefined {
  if (report.trust?.weak !== undefined) return undefined;
  return estimatedHealth(report)?.estimate ?? report.health.overallLabelHealthScore;
}
