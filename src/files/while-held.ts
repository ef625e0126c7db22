import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from './file-failure.ts';

/** Milliseconds before each further try: 1.2 seconds in all. */
const WAITS = [40, 80, 160, 320, 640];

/**
 * Does something with a file, and again where another program holds it for a moment: on Windows a virus scanner, an indexer
 * or a watcher opens what was just written, and a file that is open can be neither renamed nor removed there.
 * @param work one system call, or a check and the call right after it; what it throws decides whether it is tried again
 * @throws what `work` throws: at once where the file is not held, else the last time
 */
export async function whileHeld<T>(
  work: () => T | Promise<T>,
  platform: NodeJS.Platform = process.platform,
): Promise<T> {
  for (const wait of WAITS) {
    try {
      return await work();
    } catch (error) {
      if (!isHeld(errorCode(error), platform)) throw error;
    }
    await sleep(wait);
  }
  return work();
}

/** Elsewhere than on Windows EPERM and EACCES are about rights, which do not come with time. */
function isHeld(code: string, platform: NodeJS.Platform): boolean {
  return code === 'EBUSY' || (platform === 'win32' && (code === 'EPERM' || code === 'EACCES'));
}
