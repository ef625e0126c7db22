import { joinGroups } from './join-groups.ts';
import { rowPlace, type Dataset, type DatasetProblem, type Duplicates, type PictureContents } from './types.ts';

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
    .flatMap(({ pictures }) => pictures.flatMap((picture) => conflict(dataset, exampleIndices, picture, pictures)));
  const joined = joinGroups(dataset, exampleIndices, groups);
  const groupCount = joined === groups ? members.length : new Set(joined).size;
  return { groups: joined, groupCount, sets, problems };
}

function conflict(
  { examples, classes }: Dataset,
  exampleIndices: Int32Array,
  picture: number,
  pictures: readonly number[],
): DatasetProblem[] {
  const { path, place, label } = examples[exampleIndices[picture]];
  const others = pictures.map((other) => examples[exampleIndices[other]]).filter((other) => other.path !== path);
  const twins = others
    .filter((other) => other.label !== label)
    .map((other) => `${other.path} (${classes[other.label]})`);
  if (twins.length === 0) return [];
  const shown = twins.slice(0, 3).join(', ') + (twins.length > 3 ? ` and ${twins.length - 3} more` : '');
  const message = `${path} (${classes[label]}) is the same picture as ${shown}: one of the labels is wrong; correct it.`;
  return [
    { kind: 'conflicting-duplicates', path, ...rowPlace(place), message, others: others.map((other) => other.path) },
  ];
}
