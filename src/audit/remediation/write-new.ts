import { resolve } from 'node:path';
import { FileChangedError, InputError, writeFileAtomic } from '../../files/index.ts';

/**
 * Writes a file that must not be there yet, as `--out` names it.
 * @returns its absolute path
 * @throws InputError where it is there; FileWriteError
 */
export async function writeNew(out: string, text: string): Promise<string> {
  const place = resolve(out);
  await writeFileAtomic(place, text, { replaces: null }).catch((error: unknown) => {
    if (!(error instanceof FileChangedError)) throw error;
    throw new InputError(`${place} is there already: remove it, or name another file with --out.`, { cause: error });
  });
  return place;
}
