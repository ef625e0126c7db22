import { count, finePercent, plural } from '../numbers/index.ts';
import { quoted, type Naming } from './naming.ts';

/** Why the model of an audit is too weak to judge labels. */
export const WEAKNESSES = [
  'no-better-than-chance',
  'misses-planted-errors',
  'too-few-pictures',
  'disagrees-with-most',
] as const;
export type Weakness = (typeof WEAKNESSES)[number];

/** Of the pictures that bear a class, how many the model takes for it. */
export interface ReachedFacts {
  readonly class: string;
  readonly right: number;
  readonly examples: number;
}

/** The first of a ranking of classes, and how many more equal the last of them. */
export interface RankedFacts {
  readonly classes: readonly ReachedFacts[];
  readonly alike: number;
}

/** The first names of some classes, and how many more there are. */
export interface ListedFacts {
  readonly classes: readonly string[];
  readonly more: number;
}

/** Why a model is too weak to judge labels, and what would help: what the sentences are made from, in any language. */
export interface WeakFacts {
  readonly weakness: Weakness;
  /** What it reached of the given labels, on pictures that it had not seen; absent where that was not measured. */
  readonly reached?: {
    readonly accuracy: number;
    /** What a guess reaches that always names the most common class; absent where nothing is known of classes. */
    readonly chance?: number;
    /** All classes, best first, where they are few; `alike`: as many of each class; absent where nothing is known of them. */
    readonly classes?: readonly ReachedFacts[] | 'alike';
    readonly best?: RankedFacts;
    /** Classes of which nothing is right, where there are any; else the worst. */
    readonly none?: ListedFacts;
    readonly worst?: RankedFacts;
  };
  /** Classes that it never predicts. */
  readonly never?: ListedFacts;
  /** How many pictures there are, where that is too few to plant errors. */
  readonly pictures?: number;
  /** Of how many errors can be planted. */
  readonly enough: number;
  /** Pictures of the smallest class, where that is known. */
  readonly smallest?: number;
  readonly hasManyClasses: boolean;
  /** Features of a pretrained network were not tried, and no errors were planted: both can be asked for. */
  readonly canCalibrate: boolean;
}

/**
 * Why a model is too weak to judge labels, what it reached, on which classes, and what would help, in full English sentences.
 * @param name how classes are named; default: in quotes
 */
export function sayWeakness(facts: WeakFacts, name: Naming = quoted): string[] {
  const { weakness, reached, never } = facts;
  return [
    `${WHY[weakness]} Where the model disagrees with a label, either may be wrong.`,
    ...(reached === undefined ? [] : [reachedSentence(reached, name)]),
    ...(never === undefined ? [] : [neverSentence(never, name)]),
    helpSentence(facts),
  ];
}

const WHY: Readonly<Record<Weakness, string>> = {
  'no-better-than-chance': 'The model is too weak to judge these labels: it hardly knows the classes.',
  'misses-planted-errors':
    'The model is too weak to judge these labels: it does not find errors that the audit planted.',
  'disagrees-with-most':
    'The model is too weak to judge these labels: it disagrees with so many of them, and nothing tells who is right.',
  'too-few-pictures': 'There are too few pictures to say how many labels are wrong.',
};

function reachedSentence(reached: NonNullable<WeakFacts['reached']>, name: Naming): string {
  const { accuracy, chance, classes, best, none, worst } = reached;
  const guess = chance === undefined ? '' : ` (the most common class alone: ${finePercent(chance)})`;
  const all = `The model reaches ${finePercent(accuracy)} of the given labels on pictures that it has not seen${guess}`;
  const named = (rows: readonly ReachedFacts[]): string =>
    rows.map((row) => `${name(row.class)} (${count(row.right)} of ${count(row.examples)})`).join(', ');
  const ranked = (rows: RankedFacts | undefined): string =>
    rows === undefined ? '' : named(rows.classes) + (rows.alike > 0 ? ` and ${count(rows.alike)} more alike` : '');
  if (classes === 'alike') return `${all}, and as many of each class.`;
  if (classes !== undefined) return `${all}: ${named(classes)}.`;
  if (best === undefined) return `${all}.`;
  const least = none === undefined ? `worst ${ranked(worst)}` : `none right of ${namesOf(none, name)}`;
  return `${all}: best ${ranked(best)}; ${least}.`;
}

function namesOf({ classes, more }: ListedFacts, name: Naming): string {
  const names = classes.map(name).join(', ');
  return more > 0 ? `${names} and ${count(more)} more` : names;
}

function neverSentence(never: ListedFacts, name: Naming): string {
  const isOne = never.classes.length + never.more === 1;
  return `It never predicts ${namesOf(never, name)}: what is listed of ${isOne ? 'that class' : 'these classes'} is the model's fault first.`;
}

function helpSentence({ pictures, enough, smallest, hasManyClasses, canCalibrate }: WeakFacts): string {
  const now =
    pictures !== undefined
      ? ` (there are ${count(pictures)}; from some ${enough} on errors can be planted)`
      : smallest === undefined
        ? ''
        : ` (the smallest class has ${plural(smallest, 'picture')})`;
  const other = canCalibrate
    ? 'features of a pretrained network (--model features, or --trunk of your own), or --calibrate, which plants errors and tells how many are found'
    : 'features of a network that knows such pictures (--features or --trunk)';
  return `What would help: more pictures${now}${hasManyClasses ? ', fewer classes' : ''}, or ${other}.`;
}
