import { join } from 'node:path';
import pMap from 'p-map';
import { findDuplicates, rowPlace, type Dataset, type DatasetProblem, type Example } from '../../../dataset/index.ts';
import { hashFile, InputError } from '../../../files/index.ts';
import { readPredProbs } from '../../../arrays/index.ts';
import { CoreInputError } from '../../../core/index.ts';
import type { AuditOptions } from '../../options/audit-options.ts';
import { openOwnArrays } from '../../order/own-arrays.ts';
import { isProbabilityTable, readProbabilityTable } from '../../order/probability-table.ts';
import {
  settleOrder,
  type OrderedProbabilities,
  type OrderOptions,
  type UnorderedProbabilities,
} from '../../order/settle-order.ts';
import { settleSetOrder } from '../../order/settle-set-order.ts';
import { findSidecar } from '../../order/sidecar.ts';
import { listed } from '../../order/table-text.ts';
import { byClass, hasSets, setsOf, type SetDataset } from '../sets/sets-of.ts';
import { noteFile, stillThose, type GivenFiles } from './given-files.ts';
import type { Probabilities } from '../probabilities.ts';
import type { AuditHooks } from '../../report/types.ts';

/** How many files are read at once. */
const AT_ONCE = 64;

/** Probabilities of the user's own model, and the data set with the classes of all their columns. */
export interface GivenProbabilities {
  readonly dataset: Dataset;
  readonly probabilities: Probabilities;
}

/**
 * Takes the probabilities of the user's own model. Rows and columns are brought into the data set's order: see
 * `settleOrder`. The pictures themselves need not be decodable: they are only looked for, and compared byte for byte.
 * Those that are not there are listed, but judged all the same.
 *
 * @throws InputError where rows or columns do not match the data set, or stand in another order than is assumed
 */
export async function givenProbabilities(
  all: Dataset,
  file: string,
  options: Pick<AuditOptions, 'classes' | 'predProbsPaths' | 'force'>,
  { signal, onProblems, onNote }: AuditHooks,
): Promise<GivenProbabilities & Pick<OrderedProbabilities, 'columns'>> {
  const hasClasses = hasSets(all) ? byClass(all) : all;
  const { given, ...unordered } = await readProbabilities(hasClasses, file, options.predProbsPaths, { onNote, signal });
  const how = { classesGiven: options.classes !== undefined, force: options.force, onNote };
  const { dataset, predProbs, exampleIndices, columns, ...settled } = hasSets(all)
    ? settleSets(all, hasClasses, unordered, how)
    : settleOrder(all, unordered, how);
  const { examples } = dataset;
  const problems: DatasetProblem[] = [...dataset.problems, ...settled.problems];
  const readable: number[] = [];
  const hashes: string[] = [];
  const rows = Array.from(exampleIndices, (i) => examples[i]);
  const hashOfRow = await contentHashes({ ...dataset, examples: rows }, signal);
  hashOfRow.forEach((hash, i) => {
    if (hash === undefined) problems.push(missing(rows[i]));
    else {
      readable.push(exampleIndices[i]);
      hashes.push(hash);
    }
  });
  const twins = findDuplicates(dataset, { exampleIndices: Int32Array.from(readable), contentHashes: hashes });
  problems.push(...twins.problems);
  onProblems?.(problems);
  return {
    dataset,
    columns,
    probabilities: {
      ...{ predProbs, exampleIndices, problems, warnings: settled.warnings },
      labels: Int32Array.from(rows, (example) => example.label),
      contentHashes: hashOfRow,
      given,
      backend: 'provided',
    },
  };
}

/** The same where pictures have several labels each; classes that columns name and no picture bears are added. */
function settleSets(
  all: SetDataset,
  hasClasses: Dataset,
  unordered: UnorderedProbabilities,
  options: OrderOptions,
): OrderedProbabilities {
  const settled = settleSetOrder(hasClasses, unordered, (exampleIndices) => setsOf(all, exampleIndices), options);
  const multiLabel = { ...all.multiLabel, classes: settled.dataset.classes };
  return { ...settled, dataset: { ...all, multiLabel } };
}

/** Probabilities with what is known of their order: of a table, an array with a sidecar, or one that an audit wrote. */
async function readProbabilities(
  dataset: Dataset,
  file: string,
  sidecarFile: string | undefined,
  { onNote, signal }: Pick<AuditHooks, 'onNote' | 'signal'>,
): Promise<UnorderedProbabilities & { readonly given: GivenFiles }> {
  const noted = await noteFile(file, 'predProbs', signal);
  if (isProbabilityTable(file)) {
    const { predProbs, classes, unused, ...named } = await readProbabilityTable(file, dataset.classes);
    if (unused.length > 0) onNote?.(`Columns of ${file} that are no classes were passed over: ${unused.join(', ')}.`);
    return { file, predProbs, classes, named, given: await stillThose([noted]) };
  }
  const own = sidecarFile === undefined ? await openOwnArrays(file) : undefined;
  if (own !== undefined) {
    const { predProbs, classes, ...named } = own;
    return { file, predProbs, classes, named, isOwn: true, given: await stillThose([noted]) };
  }
  const predProbs = await readPredProbs(file);
  const { sidecar, notes } = await findSidecar(file, predProbs.n, sidecarFile);
  for (const note of notes) onNote?.(note);
  if (sidecar === undefined) return { file, predProbs, given: await stillThose([noted]) };
  const { classes, ...named } = sidecar;
  const given = await stillThose([noted, await noteFile(sidecar.file, 'predProbsPaths', signal)]);
  return { file, predProbs, named, ...(classes === undefined ? {} : { classes }), given };
}

/** An error at a row of the user's own probabilities, by file, picture and class: rows were brought into another order. */
export function byPicture(
  error: unknown,
  file: string | undefined,
  { dataset, exampleIndices }: Pick<GivenProbabilities, 'dataset'> & Pick<Probabilities, 'exampleIndices'>,
): unknown {
  if (file === undefined || !(error instanceof CoreInputError) || error.row === undefined) return error;
  const { examples, multiLabel } = dataset;
  const { classes } = multiLabel ?? dataset;
  const { path } = examples[exampleIndices[error.row]];
  const column = error.column === undefined ? '' : `, class ${listed([classes[error.column]], 1)}`;
  const said = error.message.replace(/^Row \d+(?:, column \d+)?: /, '');
  return new InputError(`${file}: row of ${listed([path], 1)}${column}: ${said}`, { cause: error });
}

/** The content hash of each picture, as far as it can be read. */
export function contentHashes({ root, examples }: Dataset, signal?: AbortSignal): Promise<(string | undefined)[]> {
  return pMap(examples, (example) => contentHash(root, example, signal), { concurrency: AT_ONCE, signal });
}

/** The hash of a picture's bytes; undefined where there is no such file, or none that can be read. */
async function contentHash(root: string, { path }: Example, signal?: AbortSignal): Promise<string | undefined> {
  signal?.throwIfAborted();
  try {
    return await hashFile(join(root, path), signal);
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

function missing({ path, place }: Example): DatasetProblem {
  const message = 'is not there or cannot be read; its label was judged by the given probabilities alone';
  return { kind: 'missing-image', path, ...rowPlace(place), message: `${path} ${message}.` };
}
