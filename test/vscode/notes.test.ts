import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import {
  activated,
  makeAuditedDigits,
  until,
  type AuditedDigits,
  type AuditedDigitsOptions,
} from './audited-digits.ts';

describe('notes on decisions', () => {
  let api: LabelAuditApi;
  let digits: AuditedDigits;

  before(async () => {
    api = await activated();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    api.store.clear(digits.session);
    await settings().update('recordReviewer', undefined, vscode.ConfigurationTarget.Global);
    await digits.remove();
  });

  const settings = () => vscode.workspace.getConfiguration('labelAudit');
  const open = async (layout: AuditedDigitsOptions['layout']): Promise<void> => {
    digits = await makeAuditedDigits(api, { layout });
    execFileSync('git', ['-C', digits.root.fsPath, 'init', '-q']);
    execFileSync('git', ['-C', digits.root.fsPath, 'config', 'user.name', 'Ada Lovelace']);
  };
  const reviews = () => readFile(join(digits.root.fsPath, '.label-audit', 'reviews.csv'), 'utf8').catch(() => '');
  const untilReviews = (what: RegExp) =>
    until(`reviews.csv to hold ${String(what)}`, async () => what.test(await reviews()));

  for (const layout of ['csv', 'folders'] as const) {
    it(`are written with the decision and who made it, and go and come back with it (${layout})`, async () => {
      await open(layout);
      const { session } = digits;
      await api.decisions.note(session, [0], 'an eight, clearly');
      assert.equal(await reviews(), '');
      await api.decisions.decide(session, [0], { kind: 'accept' });
      await untilReviews(/,eight,relabelled,"an eight, clearly",[^,]+,[0-9a-f]{16},Ada Lovelace\n/);
      assert.match(await reviews(), /^path,label,decision,note,date,content,reviewer\n/);
      const before = await reviews();
      await api.decisions.note(session, [0], 'an eight');
      assert.equal(await reviews(), before.replace('"an eight, clearly"', 'an eight'));
      await api.decisions.decide(session, [1], { kind: 'keep' });
      await api.decisions.note(session, [1], 'a three');
      assert.match(await reviews(), /,three,kept,a three,/);
      assert.equal(await api.decisions.undo(session), true);
      assert.equal(await api.decisions.undo(session), true);
      await until('both decisions to be gone', async () => (await reviews()).split('\n').length === 2);
      await settings().update('recordReviewer', false, vscode.ConfigurationTarget.Global);
      await api.decisions.decide(session, [0], { kind: 'accept' });
      await untilReviews(/,eight,relabelled,an eight,[^,]+,[0-9a-f]{16},\n/);
    });
  }
});
