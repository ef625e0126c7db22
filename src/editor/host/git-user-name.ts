import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Milliseconds that git gets: it reads two small files. */
const PATIENCE = 3000;
/** A name is a line of text; what is longer is none. */
const LONGEST = 200;

/**
 * `user.name` as git has it in a folder: the repository's own, else the user's.
 * @param folder absolute path
 */
export async function gitUserName(folder: string): Promise<string | undefined> {
  try {
    // From the home folder: on Windows a program of this name in the data set would be run in git's place.
    const { stdout } = await run('git', ['-C', folder, 'config', '--get', 'user.name'], {
      ...{ cwd: homedir(), timeout: PATIENCE, windowsHide: true, maxBuffer: 64 * 1024 },
    });
    const name = stdout.trim();
    return name === '' || name.length > LONGEST || /[\r\n]/.test(name) ? undefined : name;
  } catch {
    return undefined;
  }
}
