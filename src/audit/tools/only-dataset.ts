import { join, relative } from 'node:path';
import { findDatasets, whyNoDataset } from '../../dataset/index.ts';
import { InputError } from '../../files/index.ts';
import { modelName, modelSentence } from './model-text.ts';

/** So many data sets are named where one is to be chosen, and so many reasons told why there is none. */
const NAMED = 10;
const REASONS = 3;

/**
 * The one data set, audited or not, in some folders.
 * @param folders absolute; what a model may see, see `ToolHost`
 * @param within absolute; only these of them or below them are searched. Default: all of them
 * @returns absolute path of its labels file or folder
 * @throws InputError where there is none, or several; that names them as a model can name them again
 */
export async function onlyDataset(folders: readonly string[], within: readonly string[] = folders): Promise<string> {
  const found = (
    await Promise.all(
      within.map(async (folder) =>
        (await findDatasets(folder)).map(({ path, target }) => ({ target, written: join(folder, path) })),
      ),
    )
  ).flat();
  if (found.length === 1) return found[0].target;
  if (found.length > 1) {
    // Of several folders a relative path does not tell which one is meant.
    const name = (path: string): string => (folders.length === 1 ? relative(folders[0], path) || '.' : path);
    const some = found.slice(0, NAMED).map(({ written }) => `"${modelName(name(written))}"`);
    throw new InputError(`There are ${found.length} data sets; say which by "dataset": ${some.join(', ')}.`);
  }
  const why = (await Promise.all(within.map((folder) => whyNoDataset(folder).catch(() => [])))).flat();
  throw new InputError(
    `There is no data set ${within === folders ? 'here' : 'there'}. ${modelSentence(why.slice(0, REASONS).join(' '))}`,
  );
}
