import { realpath, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { writeFilesAtomic, type FileToWrite } from '../audit/index.ts';

/**
 * Writes files that the user named: all of them or none. A pipe or device, such as `/dev/stdout`, is written to and never
 * replaced, and so is what a symbolic link leads to.
 *
 * @throws FileWriteError
 */
export async function writeNamedFiles(
  files: readonly { readonly file: string; readonly text: string }[],
): Promise<void> {
  const replaced: FileToWrite[] = [];
  for (const { file, text } of files) {
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined && !found.isFile()) await writeFile(file, text);
    else replaced.push({ file: found === undefined ? resolve(file) : await realpath(file), bytes: text });
  }
  await writeFilesAtomic(replaced);
}
