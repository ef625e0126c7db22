import { stat } from 'node:fs/promises';
import { InputError } from './input-error.ts';

/**
 * Refuses files that are there already, before work is done that would end in them. A pipe or device, such as `/dev/stdout`, is
 * no file that could be lost.
 *
 * @throws InputError that names the first of them
 */
export async function refuseThere(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const found = await stat(file).catch(() => undefined);
    if (found === undefined || found.isFIFO() || found.isCharacterDevice() || found.isSocket()) continue;
    throw new InputError(`${file} is there already: remove it, or name another file with --out.`);
  }
}
