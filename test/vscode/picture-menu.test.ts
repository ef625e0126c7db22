import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import { activated, makeAuditedDigits, until, type AuditedDigits } from './audited-digits.ts';

describe('the menu of a picture', () => {
  let api: LabelAuditApi;
  let digits: AuditedDigits;

  before(async () => {
    api = await activated();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    api.store.clear(digits.session);
    await digits.remove();
  });

  it('decides and copies through the panel that shows it, and takes no other words', async () => {
    digits = await makeAuditedDigits(api);
    const { session } = digits;
    api.store.activate(session);
    await vscode.commands.executeCommand('labelAudit.showPanel');
    const choose = (item: string, context: unknown) =>
      vscode.commands.executeCommand(`labelAudit.picture.${item}`, context);
    await vscode.env.clipboard.writeText('');
    // Until the page is up nothing happens.
    await until('the path to be copied', async () => {
      await choose('copyPath', { webview: 'labelAudit.panel', webviewSection: 'picture', id: 1 });
      return (await vscode.env.clipboard.readText()).endsWith(session.issues[1].issue.path.split('/').at(-1)!);
    });
    for (const context of [undefined, 1, {}, { id: '1' }, { id: -1 }, { id: 99 }]) await choose('keep', context);
    await choose('accept', { id: 2 });
    await until('a suggestion to be accepted', () => session.issues[2].decision === 'relabelled');
    assert.deepEqual(
      session.issues.map(({ decision }) => decision),
      ['open', 'open', 'relabelled', 'open'],
    );
  });
});
