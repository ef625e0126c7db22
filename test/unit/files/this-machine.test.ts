import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createScratchFolder } from '../../../src/files/scratch-folder.ts';
import { temporaryFile } from '../../../src/files/temporary-files.ts';
import { isProcessAlive, startOfProcess, thisMachine } from '../../../src/files/this-machine.ts';

describe('thisMachine', () => {
  it('is one name for temporary files and folders', async () => {
    expect(thisMachine()).toMatch(/^[0-9a-f]{8}$/);
    expect(basename(temporaryFile('/data'))).toContain(`-${thisMachine()}-${process.pid}-`);
    const scratch = await createScratchFolder();
    expect(basename(scratch.folder)).toContain(`-${thisMachine()}-${process.pid}-${startOfProcess(process.pid)}-`);
    await scratch.remove();
  });
});

describe('isProcessAlive', () => {
  it('knows this process, and one that has ended', () => {
    expect(isProcessAlive(process.pid)).toBe(true);
    expect(isProcessAlive(spawnSync(process.execPath, ['-e', '']).pid)).toBe(false);
    expect(startOfProcess(spawnSync(process.execPath, ['-e', '']).pid)).toBe('0');
  });
});
