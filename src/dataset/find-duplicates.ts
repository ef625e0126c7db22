import { joinGroups } from './join-groups.ts';
import {
  rowPlace,
  type Dataset,
  type DatasetProblem,
  type Duplicates,
  type Example,
  type PictureContents,
} from './types.ts';

/**
 * Finds the pictures whose files are the same byte for byte. Where the same picture bears different labels one of them
 * is certainly wrong: each is reported as `conflicting-duplicates`, with the others. Rows that name one and the same file
 * in several splits are in one group too, but `readDataset` has reported those already. So are pictures of one group of
 * the data set.
 */
export function findDuplicates(dataset: Dataset, images: PictureContents): Duplicates {
  const { exampleIndices, contentHashes } = images;
  const groups = new Int32Array(contentHashes.length);
  const members: number[][] = [];
  const groupOf = new Map<string, number>();
  contentHashes.forEach((hash, picture) => {
    let group = groupOf.get(hash);
    if (group === undefined) {
      group = members.length;
      groupOf.set(hash, group);
      members.push([]);
    }
    groups[picture] = group;
    members[group].push(picture);
  });
  const labelOf = (picture: number): number => dataset.examples[exampleIndices[picture]].label;
  const sets = members
    .filter((pictures) => pictures.length > 1)
    .map((pictures) => ({ pictures, conflicting: pictures.some((other) => labelOf(other) !== labelOf(pictures[0])) }));
  const problems = sets
    .filter(({ conflicting }) => conflicting)
    .flatMap(({ pictures }) => conflicts(dataset, exampleIndices, pictures));
  const joined = joinGroups(dataset, exampleIndices, groups);
  const groupCount = joined === groups ? members.length : new Set(joined).size;
  return { groups: joined, groupCount, sets, problems };
}

/** A problem names at most so many other pictures: each of 10,000 copies would name 10,000. */
const MOST_NAMED = 20;
/** So many of them are named in its message. */
const SHOWN = 3;

/** What is wrong with each of some pictures that are the same and bear different labels. */
function conflicts(dataset: Dataset, exampleIndices: Int32Array, pictures: readonly number[]): DatasetProblem[] {
  const { classes, examples } = dataset;
  const copies = pictures.map((picture) => examples[exampleIndices[picture]]);
  const twinsOf = findTwins(copies);
  return copies.flatMap((copy): DatasetProblem[] => {
    const { path, place, label } = copy;
    const { twins, count } = twinsOf(copy);
    if (count === 0) return [];
    const named = twins.slice(0, SHOWN).map((twin) => `${twin.path} (${classes[twin.label]})`);
    const shown = named.join(', ') + (count > named.length ? ` and ${count - named.length} more` : '');
    const message = `${path} (${classes[label]}) is the same picture as ${shown}: one of the labels is wrong; correct it.`;
    const others = copies.length > MOST_NAMED ? twins : copies.filter((other) => other.path !== path);
    const left = copies.length > MOST_NAMED ? count - twins.length : 0;
    return [
      {
        ...{ kind: 'conflicting-duplicates', path, ...rowPlace(place), message },
        others: others.map((other) => other.path),
        ...(left === 0 ? {} : { moreOthers: left }),
      },
    ];
  });
}

/**
 * Finds the copies of a picture with another label and path: the first `MOST_NAMED` of them, and how many there are. The time
 * does not grow with the number of copies.
 */
function findTwins(copies: readonly Example[]): (copy: Example) => { twins: readonly Example[]; count: number } {
  const met = new Set<string>();
  const ofLabel = new Map<number, number>();
  const ofPath = new Map<string, number>();
  // Of each label as many as can be named, and one more that may have the path of who asks.
  const candidates: Example[] = [];
  for (const copy of copies) {
    const { label, path } = copy;
    // The same file in rows of several splits is one copy.
    const key = `${label}\0${path}`;
    if (met.has(key)) continue;
    met.add(key);
    const known = ofLabel.get(label) ?? 0;
    ofLabel.set(label, known + 1);
    ofPath.set(path, (ofPath.get(path) ?? 0) + 1);
    if (known <= MOST_NAMED) candidates.push(copy);
  }
  return ({ label, path }) => {
    const twins: Example[] = [];
    for (const other of candidates) {
      if (twins.length === MOST_NAMED) break;
      if (other.label !== label && other.path !== path) twins.push(other);
    }
    return { twins, count: met.size - (ofLabel.get(label)! + ofPath.get(path)! - 1) };
  };
}
