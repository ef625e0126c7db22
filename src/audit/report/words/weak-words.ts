import {
  sayWeakness,
  type ListedFacts,
  type Naming,
  type RankedFacts,
  type ReachedFacts,
  type Weakness,
  type WeakFacts,
} from '../../../sentences/index.ts';
import type { AuditReport, ClassHealth } from '../types.ts';

/** Why the model of a report is too weak to judge labels; undefined where it is not. */
export function weaknessOf({ trust, weak }: Pick<AuditReport, 'trust' | 'weak'>): Weakness | undefined {
  return trust === undefined ? weak : trust.weak;
}

/** So many classes are named at each end. */
const NAMED = 3;
/** Of fewer pictures too few errors can be planted to tell shares by. */
const ENOUGH_PICTURES = 100;
/** More classes than this are many for a model that is too weak. */
const MANY_CLASSES = 20;

/** A class with what the model made of the pictures that bear it as their label. */
export type ReachedClass = ClassHealth & { readonly right: number; readonly predicted: number };

/** Classes with pictures of which it is known what the model made of them, best first; reports of old have none. */
export function reachedClasses({ health }: Pick<AuditReport, 'health'>): ReachedClass[] {
  return health.classes
    .filter((row): row is ReachedClass => row.examples > 0 && row.right !== undefined && row.predicted !== undefined)
    .sort((a, b) => b.right / b.examples - a.right / a.examples || b.examples - a.examples);
}

/** Classes that some pictures bear and that the model never predicts: what is flagged of them is the model's fault first. */
export function neverPredicted(report: Pick<AuditReport, 'health'>): readonly ReachedClass[] {
  return reachedClasses(report).filter(({ predicted }) => predicted === 0);
}

/** As facts; undefined where the model is not too weak. */
export function weakFacts(report: AuditReport): WeakFacts | undefined {
  const { crossValidation, dataset, trust } = report;
  const weakness = weaknessOf(report);
  if (weakness === undefined) return undefined;
  const reached = reachedClasses(report);
  const never = neverPredicted(report);
  const sizes = reached.map(({ examples }) => examples);
  return {
    weakness,
    ...(crossValidation === undefined
      ? {}
      : { reached: { accuracy: crossValidation.accuracy, ...chanceOf(reached), ...endsOf(reached) } }),
    ...(never.length === 0 ? {} : { never: listed(never) }),
    enough: ENOUGH_PICTURES,
    ...(weakness === 'too-few-pictures' ? { pictures: dataset.audited } : {}),
    ...(sizes.length === 0 ? {} : { smallest: Math.min(...sizes) }),
    hasManyClasses: dataset.classes.length > MANY_CLASSES,
    canCalibrate: trust === undefined && crossValidation !== undefined,
  };
}

/** What a guess reaches that always names the most common class. */
function chanceOf(reached: readonly ReachedClass[]): { chance?: number } {
  const [most, all] = reached.reduce(([a, b], { examples }) => [Math.max(a, examples), b + examples], [0, 0]);
  return reached.length < 2 ? {} : { chance: most / all };
}

type Ends = Pick<NonNullable<WeakFacts['reached']>, 'classes' | 'best' | 'none' | 'worst'>;

/** All classes where they are few, else the best and the worst. */
function endsOf(reached: readonly ReachedClass[]): Ends {
  if (reached.length < 2) return {};
  if (reached.length <= 2 * NAMED) return { classes: reached.map(reachedFacts) };
  const [most, least] = [rateOf(reached[0]), rateOf(reached[reached.length - 1])];
  if (most === least) return { classes: 'alike' };
  const better = reached.filter((row) => rateOf(row) > least);
  // A class is the worst where it is worse than each that is called the best.
  const bound = rateOf(better[Math.min(NAMED, better.length) - 1]);
  const worse = reached.filter((row) => rateOf(row) < bound).reverse();
  const none = worse.filter(({ right }) => right === 0).reverse();
  return { best: firstOf(better), ...(none.length > 0 ? { none: listed(none) } : { worst: firstOf(worse) }) };
}

/** The first classes of a ranking; of those that equal the last one named, how many there are. */
function firstOf(ranked: readonly ReachedClass[]): RankedFacts {
  const shown = ranked.slice(0, NAMED);
  const alike = ranked.slice(NAMED).filter((row) => rateOf(row) === rateOf(shown[shown.length - 1])).length;
  return { classes: shown.map(reachedFacts), alike };
}

const reachedFacts = ({ class: name, right, examples }: ReachedClass): ReachedFacts => ({
  class: name,
  right,
  examples,
});
const rateOf = ({ right, examples }: ReachedClass): number => right / examples;

function listed(classes: readonly ReachedClass[]): ListedFacts {
  const names = classes.slice(0, NAMED).map((row) => row.class);
  return { classes: names, more: classes.length - names.length };
}

/**
 * Why the model is too weak to judge labels, what it reached, on which classes, and what would help, in full sentences; empty
 * where it is not too weak.
 *
 * @param name how classes are named; default: in quotes
 */
export function weaknessSentences(report: AuditReport, name?: Naming): string[] {
  const facts = weakFacts(report);
  return facts === undefined ? [] : sayWeakness(facts, name);
}
