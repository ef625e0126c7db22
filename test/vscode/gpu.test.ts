import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import type { InstallOutcome } from '../../src/editor/commands/install-training.ts';
import { GPU_RECEIPT } from '../../src/training/backends/gpu/gpu-location.ts';

const run = (name: string): Thenable<InstallOutcome> => vscode.commands.executeCommand(`labelAudit.${name}`);

describe('GPU training', () => {
  const environment = { ...process.env };
  const restore = (): void => {
    Object.assign(process.env, environment);
    if (environment.XDG_CACHE_HOME === undefined) delete process.env.XDG_CACHE_HOME;
  };

  before(async () => {
    await vscode.extensions.getExtension<LabelAuditApi>('label-audit.label-audit')!.activate();
    environment.LABEL_AUDIT_GPU = process.env.LABEL_AUDIT_GPU;
  });
  after(restore);

  it('says in one line what is missing, and leaves nothing behind', async () => {
    const folder = process.env.LABEL_AUDIT_GPU!;
    assert.ok(folder, 'processes of the extension know where to look');
    // A machine without npm, and without an installation of another program's.
    process.env.PATH = '';
    process.env.XDG_CACHE_HOME = join(folder, '..', 'no-cache');
    delete process.env.npm_execpath;
    const outcome = await run('installGpu');
    restore();
    assert.equal(outcome.done, false);
    assert.match(outcome.reason!, /^npm is not installed \(npm(\.cmd)?\)\.$/);
    assert.equal(existsSync(folder), false);
  });

  it('removes what it installed, and nothing else', async () => {
    const folder = process.env.LABEL_AUDIT_GPU!;
    await mkdir(folder, { recursive: true });
    const refused = await run('removeGpu');
    assert.equal(refused.done, false);
    assert.match(refused.reason!, /holds no GPU training of ours/);
    await writeFile(join(folder, GPU_RECEIPT), '{}');
    assert.equal((await run('removeGpu')).done, true);
    assert.equal(existsSync(folder), false);
  });
});
