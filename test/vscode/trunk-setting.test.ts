import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import { auditOptions } from '../../src/editor/host/settings/settings.ts';
import type { AuditOptions } from '../../src/audit/light.ts';
import { readReport } from '../unit/audit/read-report.ts';
import { makeGraphModel } from '../unit/training/features/own-trunk/made-models.ts';

describe('the setting of a network of the user’s', () => {
  const extension = vscode.extensions.getExtension<LabelAuditApi>('label-audit.label-audit')!;
  const workspace = vscode.workspace.workspaceFolders![0].uri.fsPath;
  const inside = join(workspace, 'net');
  let api: LabelAuditApi;
  let temporary: string;
  let outside: string;

  const set = async (
    settings: Readonly<Record<string, unknown>>,
    where = vscode.ConfigurationTarget.Workspace,
  ): Promise<void> => {
    const section = vscode.workspace.getConfiguration('labelAudit');
    for (const [name, value] of Object.entries(settings)) await section.update(name, value, where);
  };
  const optionsNow = (): AuditOptions => auditOptions(workspace, '');

  before(async () => {
    api = await extension.activate();
    await api.restored;
    temporary = await mkdtemp(join(tmpdir(), 'label-audit-trunk-'));
    outside = join(temporary, 'net');
    await makeGraphModel(inside);
    await makeGraphModel(outside);
  });

  afterEach(async () => {
    const none = { trunk: undefined, trunkSize: undefined, trunkScaling: undefined, folds: undefined };
    await set(none);
    await set(none, vscode.ConfigurationTarget.Global);
    await api.runs.cancel();
    api.runs.dismiss();
    for (const session of [...api.store.sessions]) api.store.clear(session);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  after(async () => {
    for (const folder of [temporary, inside, join(workspace, '.label-audit')]) {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('is the network that an audit of the workspace is made by', async () => {
    await set({ trunk: 'net', trunkSize: 32, trunkScaling: 'unit', folds: 2 });
    await vscode.commands.executeCommand('labelAudit.audit');
    const { crossValidation, options } = await readReport(join(workspace, '.label-audit', 'report.json'));
    assert.equal(options.trunk, inside);
    assert.equal(crossValidation?.settings.model, 'features');
    assert.equal(crossValidation.settings.trunk, 'net/model.json');
    assert.equal(crossValidation.settings.imageSize, 32);
  });

  it('of a workspace names no file outside of it, nor one that a link leads to', async () => {
    await symlink(outside, join(workspace, 'link'));
    try {
      for (const trunk of [outside, '../net', '\\\\host\\share\\net.onnx', 'link', '~/net']) {
        await set({ trunk });
        if (process.platform !== 'win32' && trunk.startsWith('\\')) continue;
        assert.throws(optionsNow, /outside of the workspace \(labelAudit\.trunk: /, trunk);
      }
      await set({ trunk: outside });
      await vscode.commands.executeCommand('labelAudit.audit');
      assert.equal(api.runs.current, undefined, 'nothing was started');
    } finally {
      await rm(join(workspace, 'link'));
    }
  });

  it('of the user’s own names any file', async () => {
    await set({ trunk: outside, trunkSize: 64 }, vscode.ConfigurationTarget.Global);
    assert.deepEqual([optionsNow().trunk, optionsNow().trunkSize], [outside, 64]);
  });

  it('leaves what is said of no network out', async () => {
    await set({ trunkSize: 64, trunkScaling: 'unit' });
    const { trunk, trunkSize, trunkScaling } = optionsNow();
    assert.deepEqual([trunk, trunkSize, trunkScaling], [undefined, undefined, undefined]);
  });
});
