import { realpath, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { writeFilesAtomic, type FileToWrite } from '../audit/index.ts';

/**
 * Writes files that the user named: all of them or none. A pipe or device, such as `/dev/stdout`, is written to and never
 * replaced, and so is what a symbolic link leads to.
 *
 * @param files those that are `isNew` replace none that has come meanwhile
 * @throws FileWriteError; FileChangedError where a new one is there
 */
export async function writeNamedFiles(
  files: readonly { readonly file: string; readonly text: string; readonly isNew?: boolean }[],
): Promise<void> {
  const replaced: FileToWrite[] = [];
  for (const { file, text, isNew } of files) {
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined && !found.isFile()) await writeFile(file, text);
    else {
      const place = found === undefined ? resolve(file) : await realpath(file);
      replaced.push({ file: place, bytes: text, ...(isNew === true ? { replaces: null } : {}) });
    }
  }
  await writeFilesAtomic(replaced);
}
