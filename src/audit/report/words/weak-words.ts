import { count, finePercent, plural } from '../../../numbers/index.ts';
import { quoted, type Naming } from './naming.ts';
import type { AuditReport, ClassHealth } from '../types.ts';

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
export function neverPredicted(report: Pick<AuditReport, 'health'>): readonly string[] {
  return reachedClasses(report)
    .filter(({ predicted }) => predicted === 0)
    .map((row) => row.class);
}

/**
 * Why the model is too weak to judge labels, what it reached, on which classes, and what would help, in full sentences; empty
 * where it is not too weak.
 *
 * @param name how classes are named; default: in quotes
 */
export function weaknessSentences(report: AuditReport, name: Naming = quoted): string[] {
  const { trust, crossValidation } = report;
  if (trust?.weak === undefined) return [];
  const reached = reachedClasses(report);
  const never = neverPredicted(report);
  const why = {
    'no-better-than-chance': 'The model is too weak to judge these labels: it hardly knows the classes.',
    'misses-planted-errors':
      'The model is too weak to judge these labels: it does not find errors that the audit planted.',
    'too-few-pictures': 'There are too few pictures to say how many labels are wrong.',
  };
  return [
    `${why[trust.weak]} Where the model disagrees with a label, either may be wrong.`,
    ...(crossValidation === undefined ? [] : [reachedSentence(crossValidation.accuracy, reached, name)]),
    ...(never.length === 0 ? [] : [neverSentence(never, name)]),
    helpSentence(report, reached),
  ];
}

function reachedSentence(accuracy: number, reached: readonly ReachedClass[], name: Naming): string {
  const named = (rows: readonly ReachedClass[]): string =>
    rows.map((row) => `${name(row.class)} (${count(row.right)} of ${count(row.examples)})`).join(', ');
  const all = `The model reaches ${finePercent(accuracy)} of the given labels on pictures that it has not seen`;
  if (reached.length < 2) return `${all}.`;
  if (reached.length <= 2 * NAMED) return `${all}: ${named(reached)}.`;
  return `${all}: best ${named(reached.slice(0, NAMED))}; worst ${named(reached.slice(-NAMED).reverse())}.`;
}

function neverSentence(classes: readonly string[], name: Naming): string {
  const named = classes.slice(0, NAMED).map(name);
  const more = classes.length - named.length;
  const names = more > 0 ? `${named.join(', ')} and ${count(more)} more` : named.join(', ');
  return `It never predicts ${names}: what is listed of ${classes.length === 1 ? 'that class' : 'these classes'} is the model's fault first.`;
}

function helpSentence({ trust, dataset }: AuditReport, reached: readonly ReachedClass[]): string {
  const sizes = reached.map(({ examples }) => examples);
  const now =
    trust?.weak === 'too-few-pictures'
      ? ` (there are ${count(dataset.audited)}; from some ${ENOUGH_PICTURES} on errors can be planted)`
      : sizes.length === 0
        ? ''
        : ` (the smallest class has ${plural(Math.min(...sizes), 'picture')})`;
  const fewer = dataset.classes.length > MANY_CLASSES ? ', fewer classes' : '';
  return `What would help: more pictures${now}${fewer}, or features of a network that knows such pictures (--features or --trunk on the command line).`;
}
