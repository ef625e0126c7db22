import type { JoinedSet } from '../../../core/index.ts';
import type { Dataset, Example } from '../../../dataset/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import type { TWIN_CHECKS } from '../../options/picture-checks.ts';
import type { CheckType, Leak, NotMade, PictureSet } from '../../report/schema/checks-schema.ts';
import type { SliceHooks } from '../in-slices.ts';
import type { MeasuredTable } from '../looks/measured-table.ts';
import { MOST_LISTED } from './checks-type.ts';
import { protection, setMember } from './set-member.ts';
import { equalPairs, findTwins, setsOf, type Twins } from './twin-sets.ts';

export type TwinCheck = (typeof TWIN_CHECKS)[number];

/** The pictures of a data set, in every split. */
export interface TwinInput {
  readonly dataset: Pick<Dataset, 'classes'>;
  /** Of all splits, whatever is audited. */
  readonly examples: readonly Example[];
  /** For each example the audited row, where it is audited. */
  readonly rowOf: readonly (number | undefined)[];
  /** For each example. */
  readonly measured: MeasuredTable;
  /** Number of audited rows. */
  readonly rows: number;
  /** Class that each audited row is taken for: the better of two equal pictures is the one whose label it is. */
  readonly suggested: ArrayLike<number>;
}

/** What the checks found: of each its part of the report, and the score of each audited row. */
export interface CheckedColumns {
  readonly types: readonly CheckType[];
  readonly columns: readonly Float64Array[];
  readonly notMade: readonly NotMade[];
}

/** Sharpness that differs by less is the same: every copy of a picture is a little less sharp. */
const SHARPER = 0.05;

/**
 * Finds pictures that show the same: with the same pixels, with nearly the same, and across splits.
 *
 * @throws the signal's reason where it is aborted
 */
export async function checkTwins(
  names: readonly TwinCheck[],
  input: TwinInput,
  options: AuditOptions,
  work: SliceHooks,
): Promise<CheckedColumns> {
  if (names.length === 0) return { types: [], columns: [], notMade: [] };
  const isNearWanted = names.includes('near_duplicates') || names.includes('leaks');
  const twins = await findTwins(input.measured, isNearWanted, work);
  const checked = names.map((name) => checkOne(name, twins, input, options));
  return {
    types: checked.flatMap((one) => ('type' in one ? [one.type] : [])),
    columns: checked.flatMap((one) => ('type' in one ? [one.scores] : [])),
    notMade: checked.flatMap((one) => ('notMade' in one ? [one.notMade] : [])),
  };
}

type Checked = { readonly type: CheckType; readonly scores: Float64Array } | { readonly notMade: NotMade };

function checkOne(name: TwinCheck, twins: Twins, input: TwinInput, options: AuditOptions): Checked {
  const { examples, rowOf } = input;
  const below = options.nearDuplicatesBelow;
  if (name === 'near_duplicates' && twins.pairs === undefined) {
    return { notMade: { name, reason: 'too-many-pictures' } };
  }
  if (name === 'leaks') {
    if (new Set(examples.flatMap(({ split }) => split ?? [])).size < 2)
      return { notMade: { name, reason: 'one-split' } };
    const sets = setsOf(twins, below).filter(({ members }) => isLeak(members, examples));
    const splitOf = (i: number): string | undefined => examples[i].split;
    const pairs = [...equalPairs(twins.firsts), ...(twins.pairs ?? [])];
    const scores = scoresOf(twins, input, pairs, (a, b) => splitOf(a) !== splitOf(b));
    // Of equal pictures only the first is in pairs with others.
    const { type } = report(name, sets, scores, below, input);
    return { type: { ...type, leaks: leaksOf(sets, examples) }, scores };
  }
  // Pictures of other splits are the leaks' business.
  const audited = (i: number): boolean => rowOf[i] !== undefined;
  if (name === 'exact_duplicates') {
    const equal = equalSets(twins.firsts, (i) => audited(i));
    const sets = equal.map((all) => ({ members: onePath(all, examples), distance: 0 })).filter(isSet);
    return report(
      name,
      sets,
      scoresOf(twins, input, [], () => false),
      0.5,
      input,
    );
  }
  const near = setsOf(twins, below).map(({ members, distance }) => {
    return { members: onePath(members.filter(audited), examples), distance };
  });
  const sets = near
    .filter(isSet)
    // Those that are all equal are told of as such.
    .filter(({ members }) => members.some((i) => twins.firsts[i] !== twins.firsts[members[0]]));
  const scores = scoresOf(twins, input, twins.pairs ?? [], () => true);
  return report(name, sets, scores, below, input);
}

const isSet = ({ members }: JoinedSet): boolean => members.length > 1;

function isLeak(members: readonly number[], examples: readonly Example[]): boolean {
  return new Set(members.flatMap((i) => examples[i].split ?? [])).size > 1;
}

/** One of each path: a picture that stands in two splits is no duplicate of itself. */
function onePath(members: readonly number[], examples: readonly Example[]): number[] {
  const known = new Set<string>();
  return members.filter((i) => !known.has(examples[i].path) && known.add(examples[i].path));
}

function equalSets(firsts: Int32Array, isWanted: (i: number) => boolean): number[][] {
  const sets = new Map<number, number[]>();
  firsts.forEach((first, i) => {
    if (first < 0 || !isWanted(i)) return;
    const set = sets.get(first);
    if (set === undefined) sets.set(first, [i]);
    else set.push(i);
  });
  return [...sets.values()];
}

/** For each audited row the smallest distance from another picture, 1 where none is near; NaN where it can't be read. */
function scoresOf(
  { firsts }: Twins,
  { rowOf, rows }: TwinInput,
  pairs: readonly { readonly a: number; readonly b: number; readonly distance: number }[],
  counts: (a: number, b: number) => boolean,
): Float64Array {
  const scores = new Float64Array(rows).fill(NaN);
  rowOf.forEach((row, i) => {
    if (row !== undefined && firsts[i] >= 0) scores[row] = 1;
  });
  for (const { a, b, distance } of pairs) {
    if (!counts(a, b)) continue;
    for (const row of [rowOf[a], rowOf[b]]) if (row !== undefined) scores[row] = Math.min(scores[row], distance);
  }
  return scores;
}

/** Puts sets into the report. Who is in one is flagged. */
function report(
  name: TwinCheck,
  sets: readonly JoinedSet[],
  scores: Float64Array,
  threshold: number,
  input: TwinInput,
): { readonly type: CheckType; readonly scores: Float64Array } {
  const { dataset, examples, rowOf } = input;
  const flagged = new Set<number>();
  for (const { members, distance } of sets) {
    for (const i of members) {
      const row = rowOf[i];
      if (row === undefined) continue;
      flagged.add(row);
      // Of several equal pictures one stands for all.
      if (!(scores[row] < threshold)) scores[row] = distance;
    }
  }
  const worst = [...sets].sort((a, b) => a.distance - b.distance || a.members[0] - b.members[0]);
  const rows = [...flagged].sort((a, b) => scores[a] - scores[b] || a - b);
  return {
    type: {
      ...{ name, threshold, flagged: flagged.size, setCount: sets.length },
      pictures: rows.slice(0, MOST_LISTED).map((index) => ({ index, score: scores[index] })),
      sets: worst.slice(0, MOST_LISTED).map(({ members, distance }): PictureSet => {
        const ranked = bestFirst(members, input).map((i) => setMember(examples[i], dataset.classes, rowOf[i]));
        return { members: ranked, by: 'pixels', score: distance };
      }),
    },
    scores,
  };
}

/**
 * The one that is proposed to stay comes first: of a test set, since no test row is ever proposed to go, then of a validation
 * set; then the largest; then a sharper one; then one whose label most of the set bear, and the model believes in; then the
 * first in the data set.
 */
function bestFirst(members: readonly number[], input: TwinInput): number[] {
  const { examples, measured, rowOf, suggested } = input;
  const votes = new Map<number, number>();
  for (const i of members) votes.set(examples[i].label, (votes.get(examples[i].label) ?? 0) + 1);
  const keys = new Map(
    members.map((i) => {
      const { split, label } = examples[i];
      const { width = 0, height = 0, looks } = measured.at(i) ?? {};
      const row = rowOf[i];
      return [
        i,
        [
          protection(split),
          width * height,
          Math.round((looks?.sharpness ?? 0) / SHARPER),
          votes.get(label) ?? 0,
          row !== undefined && suggested[row] === label ? 1 : 0,
        ],
      ];
    }),
  );
  return [...members].sort((a, b) => {
    const [one, other] = [keys.get(a)!, keys.get(b)!];
    const at = one.findIndex((value, i) => value !== other[i]);
    return at < 0 ? a - b : other[at] - one[at];
  });
}

/** How many pictures of a split also stand in another one, from which they are proposed to go. */
function leaksOf(sets: readonly JoinedSet[], examples: readonly Example[]): Leak[] {
  const counts = new Map<string, Map<string, number>>();
  for (const { members } of sets) {
    const splits = [...new Set(members.flatMap((i) => examples[i].split ?? []))];
    for (const split of splits) {
      const pictures = members.filter((i) => examples[i].split === split).length;
      for (const other of splits) {
        if (split === other || !isProtectedFrom(split, other)) continue;
        const others = counts.get(split) ?? new Map<string, number>();
        counts.set(split, others.set(other, (others.get(other) ?? 0) + pictures));
      }
    }
  }
  return [...counts]
    .flatMap(([split, others]) => [...others].map(([other, pictures]) => ({ split, other, pictures })))
    .sort((a, b) => protection(b.split) - protection(a.split) || b.pictures - a.pictures);
}

/** Each two splits are told of once: the test set is said to leak into training, not the other way round. */
function isProtectedFrom(split: string, other: string): boolean {
  const [own, its] = [protection(split), protection(other)];
  return own === its ? split < other : own > its;
}
