import { posix } from 'node:path';
import { InputError } from '../../../files/index.ts';
import { plural } from '../../../numbers/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import type { NextPictures, NextQueue, QueuedPicture } from '../../report/next-pictures.ts';
import type { AuditHooks } from '../../report/types.ts';
import { describeDataset, foundColumns, withoutPlaces } from '../describe-audited.ts';
import type { AuditedDataset } from '../read-audited.ts';
import type { JudgedPool } from './judge-pool.ts';
import { poolOf, together, type Pool } from './pool.ts';
import { chooseNext } from './run-next.ts';

/** Up to so many classes all of them are told with their probabilities; of more, the most probable `MOST_TOLD`. */
const ALL_TOLD = 20;
const MOST_TOLD = 9;

/**
 * Chooses as `runNext` does, among the pictures whose label an editor can write down where it belongs: into a cell, or by a move
 * from a folder `unlabelled/` to that of its class.
 *
 * @throws InputError where there are none, too; what `runNext` throws
 */
export async function queueNext(options: AuditOptions, count: number, hooks: AuditHooks = {}): Promise<NextQueue> {
  const next = { count, isDiverse: true };
  const { found, read, pool, judged, order } = await chooseNext(options, next, hooks, (dataset) =>
    writablePool(dataset, options.splits),
  );
  const all = together({ ...pool, labelled: read, unlabelled: read.unlabelled ?? [] });
  return {
    ...found,
    pictures: found.pictures.map((picture, i): QueuedPicture => ({
      ...picture,
      written: pool.unlabelled[judged.places[order[i]]].written,
      classes: mostProbable(judged, order[i]),
    })),
    namesakes: namesakesIn(read, found),
    dataset: describeDataset(all, judged.exampleIndices),
    // What was found is what the rows are read by in the editor, whatever is typed there.
    options: withoutPlaces({ ...options, ...foundColumns(read) }),
  };
}

function namesakesIn({ allExamples, unlabelled = [] }: AuditedDataset, { pictures }: NextPictures): string[] {
  const chosen = new Set(pictures.map(({ path }) => path));
  const names = new Set(pictures.map(({ path }) => posix.basename(path)));
  const paths = [...allExamples, ...unlabelled].map(({ path }) => path);
  return [...new Set(paths)].filter((path) => !chosen.has(path) && names.has(posix.basename(path)));
}

/** Of a pool, what can be written down in place. */
function writablePool(dataset: AuditedDataset, splits: readonly string[] | undefined): Pool {
  const { labelsFile, labelsFiles = labelsFile === undefined ? [] : [labelsFile], annotators, root } = dataset;
  if (annotators?.isLabel === true) {
    throw new InputError(
      `${root} has the labels of each annotator and no column for the one that counts. Write one with: label-audit consensus --write (or --out), and begin again.`,
    );
  }
  const other = labelsFiles.find(({ layout }) => layout !== 'csv' && layout !== 'jsonl');
  if (other !== undefined) {
    throw new InputError(
      `${other.name} is read as ${other.layout}, in which an entry without a label has no place for one. Label in the tool that wrote it, or write a table with an empty cell for each picture.`,
    );
  }
  const pool = poolOf(dataset, splits);
  if (labelsFile === undefined) return directlyInFolders(pool, root);
  const rows = pool.unlabelled.filter(({ place }) => place.kind === 'csv');
  const rowless = pool.unlabelled.length - rows.length;
  if (rows.length === 0) {
    throw new InputError(
      `${root}: ${plural(rowless, 'picture waits', 'pictures wait')} for a label, and no row of ${labelsFile.name} names ${rowless === 1 ? 'it' : 'them'}. Add a row with an empty label cell for each.`,
    );
  }
  const note = `${plural(rowless, 'picture')} without a label ${rowless === 1 ? 'has' : 'have'} no row in ${labelsFile.name}, and ${rowless === 1 ? 'is' : 'are'} not offered: add a row with an empty label cell for each.`;
  return { ...pool, unlabelled: rows, notes: rowless === 0 ? pool.notes : [...pool.notes, note] };
}

/** Those that lie in a folder `unlabelled/` itself: from one within it no move to the folder of a class is plain. */
function directlyInFolders(pool: Pool, root: string): Pool {
  const unlabelled = pool.unlabelled.filter(
    ({ path, written }) => posix.basename(posix.dirname(path)).trim() === written,
  );
  const deeper = pool.unlabelled.length - unlabelled.length;
  if (deeper === 0) return pool;
  const note = `${plural(deeper, 'picture')} without a label ${deeper === 1 ? 'lies' : 'lie'} in a folder within another, and ${deeper === 1 ? 'is' : 'are'} not offered: move ${deeper === 1 ? 'it' : 'them'} up into the folder unlabelled itself.`;
  if (unlabelled.length === 0) throw new InputError(`${root}: ${note}`);
  return { ...pool, unlabelled, notes: [...pool.notes, note] };
}

function mostProbable({ dataset: { classes }, unlabelled: { data, k } }: JudgedPool, row: number) {
  const told = Array.from({ length: k }, (_, j) => ({ class: classes[j], probability: data[row * k + j] }));
  told.sort((a, b) => b.probability - a.probability);
  return told.slice(0, k <= ALL_TOLD ? k : MOST_TOLD);
}
