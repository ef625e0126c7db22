import { count, finePercent, plural } from '../../../numbers/index.ts';
import { quoted, type Naming } from './naming.ts';
import type { Weakness } from '../schema/trust-schema.ts';
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

/**
 * Why the model is too weak to judge labels, what it reached, on which classes, and what would help, in full sentences; empty
 * where it is not too weak.
 *
 * @param name how classes are named; default: in quotes
 */
export function weaknessSentences(report: AuditReport, name: Naming = quoted): string[] {
  const { crossValidation } = report;
  const weakness = weaknessOf(report);
  if (weakness === undefined) return [];
  const reached = reachedClasses(report);
  const never = neverPredicted(report);
  const why = {
    'no-better-than-chance': 'The model is too weak to judge these labels: it hardly knows the classes.',
    'misses-planted-errors':
      'The model is too weak to judge these labels: it does not find errors that the audit planted.',
    'disagrees-with-most':
      'The model is too weak to judge these labels: it disagrees with so many of them, and nothing tells who is right.',
    'too-few-pictures': 'There are too few pictures to say how many labels are wrong.',
  };
  return [
    `${why[weakness]} Where the model disagrees with a label, either may be wrong.`,
    ...(crossValidation === undefined ? [] : [reachedSentence(crossValidation.accuracy, reached, name)]),
    ...(never.length === 0 ? [] : [neverSentence(never, name)]),
    helpSentence(report, reached),
  ];
}

function reachedSentence(accuracy: number, reached: readonly ReachedClass[], name: Naming): string {
  const named = (rows: readonly ReachedClass[]): string =>
    rows.map((row) => `${name(row.class)} (${count(row.right)} of ${count(row.examples)})`).join(', ');
  const all = `The model reaches ${finePercent(accuracy)} of the given labels on pictures that it has not seen${chanceOf(reached)}`;
  if (reached.length < 2) return `${all}.`;
  if (reached.length <= 2 * NAMED) return `${all}: ${named(reached)}.`;
  const [most, least] = [rateOf(reached[0]), rateOf(reached[reached.length - 1])];
  if (most === least) return `${all}, and as many of each class.`;
  // The first classes of a ranking; of those that equal the last one named, how many there are.
  const first = (ranked: readonly ReachedClass[]): string => {
    const shown = ranked.slice(0, NAMED);
    const alike = ranked.slice(NAMED).filter((row) => rateOf(row) === rateOf(shown[shown.length - 1])).length;
    return named(shown) + (alike > 0 ? ` and ${count(alike)} more alike` : '');
  };
  const better = reached.filter((row) => rateOf(row) > least);
  // A class is the worst where it is worse than each that is called the best.
  const bound = rateOf(better[Math.min(NAMED, better.length) - 1]);
  const worse = reached.filter((row) => rateOf(row) < bound).reverse();
  const none = worse.filter(({ right }) => right === 0).reverse();
  return `${all}: best ${first(better)}; ${none.length > 0 ? `none right of ${listed(none, name)}` : `worst ${first(worse)}`}.`;
}

/** What a guess reaches that always names the most common class. */
function chanceOf(reached: readonly ReachedClass[]): string {
  const [most, all] = reached.reduce(([a, b], { examples }) => [Math.max(a, examples), b + examples], [0, 0]);
  return reached.length < 2 ? '' : ` (the most common class alone: ${finePercent(most / all)})`;
}

const rateOf = ({ right, examples }: ReachedClass): number => right / examples;

/** The first names of some classes, and how many more there are. */
function listed(classes: readonly ReachedClass[], name: Naming): string {
  const names = classes.slice(0, NAMED).map((row) => name(row.class));
  const more = classes.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${count(more)} more` : names.join(', ');
}

function neverSentence(classes: readonly ReachedClass[], name: Naming): string {
  return `It never predicts ${listed(classes, name)}: what is listed of ${classes.length === 1 ? 'that class' : 'these classes'} is the model's fault first.`;
}

function helpSentence(report: AuditReport, reached: readonly ReachedClass[]): string {
  const { dataset, trust, crossValidation } = report;
  const sizes = reached.map(({ examples }) => examples);
  const now =
    weaknessOf(report) === 'too-few-pictures'
      ? ` (there are ${count(dataset.audited)}; from some ${ENOUGH_PICTURES} on errors can be planted)`
      : sizes.length === 0
        ? ''
        : ` (the smallest class has ${plural(Math.min(...sizes), 'picture')})`;
  const fewer = dataset.classes.length > MANY_CLASSES ? ', fewer classes' : '';
  const features = 'features of a network that knows such pictures (--features or --trunk)';
  const other =
    trust !== undefined || crossValidation === undefined
      ? features
      : 'features of a pretrained network (--model features, or --trunk of your own), or --calibrate, which plants errors and tells how many are found';
  return `What would help: more pictures${now}${fewer}, or ${other}.`;
}
