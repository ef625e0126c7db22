import { curveAt } from '../../../core/index.ts';
import { percent } from '../../../numbers/index.ts';
import { sayTrust, type Estimate, type TrustFacts } from '../../../sentences/index.ts';
import type { AuditReport } from '../types.ts';
import { weaknessOf } from './weak-words.ts';

type KnownTrust = NonNullable<AuditReport['trust']>;

/** The estimated share of right labels, with its interval; undefined where nothing was planted or the model is too weak. */
export function estimatedHealth({ trust }: AuditReport): Estimate | undefined {
  if (trust === undefined || trust.weak !== undefined) return undefined;
  const { estimate, low, high } = trust.noise;
  return { estimate: 1 - estimate, low: 1 - high, high: 1 - low };
}

/** How many of the first so many labels are wrong, as estimated. */
export function wrongAmongFirst(trust: KnownTrust, first: number): Estimate {
  const of = (values: readonly number[]): number => curveAt(trust.ranks, values, first);
  return { estimate: of(trust.wrong), low: of(trust.wrongLow), high: of(trust.wrongHigh) };
}

const rounded = ({ estimate, low, high }: Estimate, times = 1): Estimate => ({
  estimate: Math.round(estimate * times),
  low: Math.round(low * times),
  high: Math.round(high * times),
});

/** As facts; undefined where nothing was planted, or the model is too weak: see `weakFacts`. */
export function trustFacts({ trust, dataset, issues }: AuditReport): TrustFacts | undefined {
  if (trust === undefined || trust.weak !== undefined) return undefined;
  const { audited } = dataset;
  // Of a few labels next to nothing can be estimated: then it is said of the worst of all, listed or not.
  const isOfList = issues.length > 20;
  const first = Math.min(audited, isOfList ? issues.length : 200);
  const stop = stopOf(trust.stopAt, audited, issues.length);
  return {
    audited,
    listed: issues.length,
    wrong: rounded(trust.noise, audited),
    first,
    isOfList,
    firstWrong: rounded(wrongAmongFirst(trust, first)),
    found: curveAt(trust.ranks, trust.recall, first),
    ...(stop === undefined ? {} : { stop }),
    planted: trust.planted,
    isUnlike: trust.unlike !== undefined,
  };
}

/** Where to stop looking: never behind the end of the list. */
function stopOf(stopAt: number, audited: number, listed: number): number | 'end' | undefined {
  if (stopAt === 0 || stopAt >= audited || listed === 0) return undefined;
  return stopAt >= listed ? 'end' : stopAt;
}

/**
 * How far the list of a report is to be trusted, in full sentences; empty where nothing was planted.
 * @param report whose model is not too weak: see `weaknessSentences`
 */
export function trustSentences(report: AuditReport): string[] {
  const facts = trustFacts(report);
  return facts === undefined ? [] : sayTrust(facts);
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
