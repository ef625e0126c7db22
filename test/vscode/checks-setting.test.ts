import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import { auditOptions } from '../../src/editor/host/settings/settings.ts';
import { readReport } from '../unit/audit/read-report.ts';
import { makeGraphModel } from '../unit/training/features/own-trunk/made-models.ts';

describe('the settings of checks', () => {
  const extension = vscode.extensions.getExtension<LabelAuditApi>('label-audit.label-audit')!;
  const workspace = vscode.workspace.workspaceFolders![0].uri.fsPath;
  let api: LabelAuditApi;

  const set = async (settings: Readonly<Record<string, unknown>>): Promise<void> => {
    const section = vscode.workspace.getConfiguration('labelAudit');
    for (const [name, value] of Object.entries(settings)) {
      await section.update(name, value, vscode.ConfigurationTarget.Workspace);
    }
  };

  before(async () => {
    api = await extension.activate();
    await api.restored;
    await makeGraphModel(join(workspace, 'net'));
  });

  afterEach(async () => {
    const none = { trunk: undefined, trunkSize: undefined, folds: undefined, checks: undefined };
    await set({ ...none, darkBelow: undefined, oddSizeRanges: undefined });
    await api.runs.cancel();
    api.runs.dismiss();
    for (const session of [...api.store.sessions]) api.store.clear(session);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  after(async () => {
    for (const name of ['net', '.label-audit']) await rm(join(workspace, name), { recursive: true, force: true });
  });

  it('say what an audit looks for, and by which threshold', async () => {
    await set({ trunk: 'net', trunkSize: 32, folds: 2, checks: ['dark', 'exact_duplicates'], darkBelow: 1 });
    await vscode.commands.executeCommand('labelAudit.audit');
    const { checks, options } = await readReport(join(workspace, '.label-audit', 'report.json'));
    assert.deepEqual(options.checks, ['dark', 'exact_duplicates']);
    assert.deepEqual(
      checks?.types.map(({ name }) => name),
      ['dark', 'exact_duplicates'],
    );
    assert.equal(checks.types[0].threshold, 1);
  });

  it('are the defaults where nobody wrote any, and where what is written can be none', async () => {
    assert.deepEqual(auditOptions(workspace, '').checks ?? [], []);
    await set({ darkBelow: 2, oddSizeRanges: 'many' });
    const { darkBelow, oddSizeRanges } = auditOptions(workspace, '');
    assert.deepEqual([darkBelow, oddSizeRanges], [0.32, 3]);
  });
});
