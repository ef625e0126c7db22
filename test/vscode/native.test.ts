import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { AuditReport } from '../../src/audit/report/types.ts';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import type { InstallOutcome } from '../../src/editor/commands/install-training.ts';
import { makeImageFolder, type ImageFolder } from '../harness/image-folder.ts';

const run = (name: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`labelAudit.${name}`, ...args);

/** What `npm run setup:native` left on this machine: the harness gives VS Code a home of its own. */
const INSTALLED = join(userInfo().homedir, '.cache', 'label-audit', 'native');

describe('native TensorFlow', () => {
  const extension = vscode.extensions.getExtension<LabelAuditApi>('label-audit.label-audit')!;
  const environment = { ...process.env };
  let images: ImageFolder;

  before(async () => {
    await extension.activate();
    images = await makeImageFolder();
  });

  after(async () => {
    Object.assign(process.env, environment);
    await vscode.workspace
      .getConfiguration('labelAudit')
      .update('backend', undefined, vscode.ConfigurationTarget.Workspace);
    await run('clear');
    await images.remove();
  });

  it('says in one line what is missing, and leaves nothing behind', async () => {
    const folder = process.env.LABEL_AUDIT_NATIVE!;
    assert.ok(folder, 'processes of the extension know where to look');
    // A machine without npm, Python, and an installation of another program's.
    process.env.PATH = '';
    process.env.XDG_CACHE_HOME = join(images.folder, 'no-cache');
    delete process.env.npm_execpath;
    const outcome = (await run('installNative')) as InstallOutcome;
    Object.assign(process.env, environment);
    if (environment.XDG_CACHE_HOME === undefined) delete process.env.XDG_CACHE_HOME;
    assert.equal(outcome.done, false);
    assert.match(outcome.reason!, /^npm is not installed \(npm(\.cmd)?\)\.$/);
    assert.equal(existsSync(folder), false);
  });

  it('trains audits once it is there, until it is removed', async function () {
    if (!existsSync(join(INSTALLED, 'verified.json'))) {
      console.log('Skipped: npm run setup:native has not been run on this machine.');
      this.skip();
    }
    this.timeout(180_000);
    const folder = process.env.LABEL_AUDIT_NATIVE!;
    await mkdir(dirname(folder), { recursive: true });
    await symlink(INSTALLED, folder);
    const outcome = (await run('installNative')) as InstallOutcome;
    assert.equal(outcome.done, true);
    assert.match(outcome.reason!, /^TensorFlow 2\.\d+\.\d+ is installed in .* already/);

    const section = vscode.workspace.getConfiguration('labelAudit');
    await section.update('backend', 'native', vscode.ConfigurationTarget.Workspace);
    await section.update('folds', 2, vscode.ConfigurationTarget.Workspace);
    await section.update('epochs', 1, vscode.ConfigurationTarget.Workspace);
    await run('audit', vscode.Uri.file(images.folder));
    const report = JSON.parse(
      await readFile(join(images.folder, '.label-audit', 'report.json'), 'utf8'),
    ) as AuditReport;
    assert.equal(report.environment.backend, 'native');
    for (const name of ['folds', 'epochs']) await section.update(name, undefined, vscode.ConfigurationTarget.Workspace);

    assert.equal(((await run('removeNative')) as InstallOutcome).done, true);
    assert.equal(existsSync(folder), false);
    assert.ok(existsSync(INSTALLED), 'a link is removed, not what it leads to');
  });
});
