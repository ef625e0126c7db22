import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError, isInside } from '../../files/index.ts';

/** The folder of a run as all tasks name it: absolute, without links as far as it is there already. */
export async function runPath(run: string): Promise<string> {
  const path = resolve(run);
  const parent = dirname(path);
  return realpath(path).catch(async () => (parent === path ? path : join(await runPath(parent), basename(path))));
}

/**
 * Refuses a run within the data set: its files would be taken for pictures or labels of it.
 *
 * @param run folder of the run, which need not be there yet
 * @param root folder of the data set
 * @throws InputError
 */
export async function requireOutside(run: string, root: string): Promise<void> {
  const [path, data] = await Promise.all([runPath(run), runPath(root)]);
  if (!isInside(path, data)) return;
  throw new InputError(
    `${run} lies in the data set (${root}): the files of the run would be taken for a part of it. Name a folder outside with --run, such as ${join(dirname(data), 'label-audit-runs', basename(data))}.`,
  );
}
