import { count, finePercent, plural } from '../numbers/index.ts';

/** How far the list of an audit is to be trusted: what the sentences are made from, in any language. */
export interface TrustFacts {
  readonly audited: number;
  /** Number of labels listed. */
  readonly listed: number;
  /** How many of all labels are wrong. */
  readonly wrong: Estimate;
  /** So many of the list, or where that is too short, of the labels that are ranked worst, listed or not. */
  readonly first: number;
  readonly isOfList: boolean;
  /** How many of them are wrong. */
  readonly firstWrong: Estimate;
  /** Which share of all wrong labels stands among them. */
  readonly found: number;
  /** After so many of the list it is a good place to stop; `end`: at its end; absent where nothing says so. */
  readonly stop?: number | 'end';
  /** Errors that were planted. */
  readonly planted: number;
  /** The worst labels are on pictures less clear to the model than those of planted errors. */
  readonly isUnlike: boolean;
}

/** A number or share of labels, with its interval. */
export interface Estimate {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** How far the list of an audit is to be trusted, in full English sentences. */
export function sayTrust(facts: TrustFacts): string[] {
  const { audited, listed, wrong, first, firstWrong, stop, isUnlike } = facts;
  const these = facts.isOfList
    ? `Of the first ${count(first)} of the list`
    : `Of the ${count(first)} labels that are ranked worst, of which the list has ${count(listed)},`;
  return [
    `About ${count(wrong.estimate)} of ${plural(audited, 'label')} ${areWrong(wrong)}${isUnlike ? ', as far as the model can tell' : ''}.`,
    `${these} about ${count(firstWrong.estimate)} ${areWrong(firstWrong)}; ${finePercent(facts.found)} of all wrong labels stand among them.`,
    ...(stop === undefined
      ? []
      : stop === 'end'
        ? ['It pays to look at the whole list: up to its end, at least one in five of the next labels is wrong.']
        : [`A good place to stop is after ${count(stop)}: of the labels behind it fewer than one in five are wrong.`]),
    `This is estimated from ${count(facts.planted)} errors that the audit planted itself${
      isUnlike
        ? '. The worst labels are on pictures that the model finds less clear than most, so planted errors on unclear pictures count for more. Where a picture shows none of the classes, its label is found only in part.'
        : "; people's errors on unclear pictures are harder to find."
    }`,
  ];
}

/** E.g. `are wrong (12 to 30)`. */
function areWrong({ estimate, low, high }: Estimate): string {
  return `${estimate === 1 ? 'is' : 'are'} wrong (${count(low)} to ${count(high)})`;
}
