import { findLookAlikes, isTestSplit, visibleLabel } from '../../dataset/index.ts';
import { InputError } from '../../files/index.ts';
import type { LabelledPicture } from './picture-index.ts';
import type { RowChange } from './plan.ts';

/** A spelling of a class, and the one that it is to have. */
export type Respelling = readonly [from: string, to: string];

/** One spelling that goes. */
export interface MergedClass {
  readonly from: string;
  readonly to: string;
  /** How the two differ, as the end of a sentence; absent where the user named them. */
  readonly difference?: string;
  /** Rows that are changed. */
  readonly rows: number;
  /** Rows of test splits, which keep the old spelling. */
  readonly testRows: number;
}

/** What becomes of classes that look alike. */
export interface MergePlan {
  readonly merges: readonly MergedClass[];
  readonly changes: readonly RowChange[];
}

/**
 * Plans to write labels alike that look alike: the rarer spellings as the most frequent one, or those that the user names.
 * No row of a test split is among the changes.
 *
 * @param pictures every row of the data set
 * @param respellings default: those of all labels that look alike
 * @throws InputError where no row bears a label that the user named, or a label is to become two
 */
export function planMerge(pictures: readonly LabelledPicture[], respellings?: readonly Respelling[]): MergePlan {
  const counts = new Map<string, number>();
  for (const { label } of pictures) counts.set(label, (counts.get(label) ?? 0) + 1);
  if (respellings !== undefined) checkRespellings(respellings, counts);
  const merges = new Map<string, { to: string; difference?: string; rows: number; testRows: number }>();
  if (respellings === undefined) {
    for (const { keep, others, difference } of findLookAlikes(counts)) {
      for (const from of others) merges.set(from, { to: keep, difference, rows: 0, testRows: 0 });
    }
  } else for (const [from, to] of respellings) merges.set(from, { to, rows: 0, testRows: 0 });
  const changes: RowChange[] = [];
  for (const { path, label, split, file, row } of pictures) {
    const merge = merges.get(label);
    if (merge === undefined) continue;
    if (split !== undefined && isTestSplit(split)) {
      merge.testRows += 1;
      continue;
    }
    merge.rows += 1;
    changes.push({
      ...{ path, from: label, to: merge.to },
      ...(split === undefined ? {} : { split }),
      ...(row === undefined ? {} : { rows: [row] }),
      ...(file === undefined ? {} : { file }),
    });
  }
  return { merges: Array.from(merges, ([from, merge]) => ({ from, ...merge })), changes };
}

function checkRespellings(respellings: readonly Respelling[], counts: ReadonlyMap<string, number>): void {
  const seen = new Set<string>();
  for (const [from, to] of respellings) {
    if (!counts.has(from)) {
      throw new InputError(`No row bears the label ${visibleLabel(from)}; see how it is written in the labels file.`);
    }
    if (from === to) throw new InputError(`${visibleLabel(from)} is to become itself; name two spellings.`);
    if (seen.has(from)) throw new InputError(`${visibleLabel(from)} is to become two labels; name one.`);
    seen.add(from);
  }
  const chained = respellings.find(([, to]) => seen.has(to));
  if (chained !== undefined) {
    throw new InputError(`${visibleLabel(chained[1])} is to go and to stay; name the spelling that stays.`);
  }
}

/**
 * Reads `Cat=cat,dog =dog`: pairs with commas between. A backslash takes the character after it as it is.
 * @throws InputError where a part is no pair
 */
export function readRespellings(text: string): Respelling[] {
  const pairs: string[][] = [['']];
  for (let i = 0; i < text.length; i++) {
    const pair = pairs[pairs.length - 1];
    if (text[i] === '\\' && i + 1 < text.length) pair[pair.length - 1] += text[++i];
    else if (text[i] === ',') pairs.push(['']);
    else if (text[i] === '=') pair.push('');
    else pair[pair.length - 1] += text[i];
  }
  return pairs.map((pair): Respelling => {
    const [from, to] = pair.map((label) => label.trim());
    if (pair.length !== 2 || from === '' || to === '') {
      throw new InputError(
        `--merge-classes takes pairs such as "Cat=cat,3.0=3", not ${JSON.stringify(pair.join('='))}; write \\, and \\= within names.`,
      );
    }
    return [from, to];
  });
}
