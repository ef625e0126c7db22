import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScratchFolder, removeStaleScratchFolders } from '../../../src/files/scratch-folder.ts';

let temporary: string;
const before = process.env.TMPDIR;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'label-audit-scratch-'));
  process.env.TMPDIR = temporary;
});
afterEach(() => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  rmSync(temporary, { recursive: true });
});

/** A process that has ended. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'close');
  return child.pid!;
}

/** A folder as a process of that number would have left it. */
function leftBy(name: string, parts: { machine?: string; pid?: number; start?: string }): string {
  const [label, audit, run, machine, pid, start, random] = name.split('-');
  const changed = [parts.machine ?? machine, String(parts.pid ?? pid), parts.start ?? start];
  const folder = join(temporary, [label, audit, run, ...changed, random].join('-'));
  mkdirSync(folder);
  writeFileSync(join(folder, 'images.bin'), 'pixels');
  return folder;
}

describe('a scratch folder', () => {
  it('is removed with all that is in it, once or twice', async () => {
    const { folder, remove } = await createScratchFolder();
    writeFileSync(join(folder, 'large'), 'x');
    await remove();
    await remove();
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('stays while its process is there, and is removed by the next run once that was killed', async () => {
    const own = await createScratchFolder();
    const name = basename(own.folder);
    const pid = await deadProcess();
    const gone = leftBy(name, { pid });
    const sameNumber = leftBy(name, { start: '1' });
    const elsewhere = leftBy(name, { machine: '00000000', pid });
    const next = await createScratchFolder();
    const expected = [own.folder, elsewhere, next.folder].map((folder) => basename(folder)).sort();
    // Where the system does not tell when a process was started, its number alone has to do.
    const left = readdirSync(temporary).filter((one) => process.platform === 'linux' || one !== basename(sameNumber));
    expect(left.sort()).toEqual(expected);
    expect(readdirSync(temporary)).not.toContain(basename(gone));
  });

  it('of another machine goes after a week; what is not ours never does', async () => {
    const long = new Date(Date.now() - 8 * 24 * 3600 * 1000);
    for (const name of ['label-audit-run-00000000-5-5-abcdef', 'label-audit-run-mine', 'other']) {
      mkdirSync(join(temporary, name));
      utimesSync(join(temporary, name), long, long);
    }
    await removeStaleScratchFolders();
    expect(readdirSync(temporary).sort()).toEqual(['label-audit-run-mine', 'other']);
  });
});
