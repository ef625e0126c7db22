import assert from 'node:assert/strict';
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

describe('the history of decisions', () => {
  let api: LabelAuditApi;
  let digits: AuditedDigits;

  before(async () => {
    api = await activated();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    api.store.clear(digits.session);
    await vscode.commands.executeCommand('notifications.clearAll');
    await digits.remove();
  });

  const open = async (layout: AuditedDigitsOptions['layout']): Promise<void> => {
    digits = await makeAuditedDigits(api, { layout });
  };
  const standing = () =>
    digits.session.issues.map(({ decision, current }) => `${decision} ${current?.label ?? ''}`.trim());
  const untilStanding = (wanted: readonly string[]) =>
    until(`issues to be ${wanted.join(', ')}`, () => standing().join() === wanted.join());

  for (const layout of ['csv', 'folders'] as const) {
    it(`is gone back and on to, with labels, pictures and reviews (${layout})`, async () => {
      await open(layout);
      const { session } = digits;
      const { decisions } = api;
      const onDisk = () => (layout === 'csv' ? readFile(digits.labelsFile.fsPath, 'utf8') : Promise.resolve(''));
      const was = await onDisk();
      const atFirst = standing();
      await decisions.decide(session, [0, 1], { kind: 'accept' });
      await decisions.decide(session, [2], { kind: 'remove' });
      await decisions.decide(session, [3], { kind: 'keep' });
      const atLast = ['relabelled eight', 'relabelled eight', 'removed', 'kept one'];
      await untilStanding(atLast);
      const changed = await onDisk();
      await decisions.goTo(session, 0);
      await untilStanding(atFirst);
      assert.equal(await onDisk(), was);
      await decisions.goTo(session, 3);
      await untilStanding(atLast);
      assert.equal(await onDisk(), changed);
      await decisions.goTo(session, 1);
      await untilStanding(['relabelled eight', 'relabelled eight', atFirst[2], atFirst[3]]);
      assert.equal(await decisions.redo(session), true);
      await untilStanding(['relabelled eight', 'relabelled eight', 'removed', atFirst[3]]);
      assert.equal(session.stale, false);
      const summary = String(await vscode.commands.executeCommand('labelAudit.copySummary'));
      assert.match(summary, /\| 3 \| 2 \| 0 \| 0 \| 1 \| 0 \|/);
      assert.equal(await vscode.env.clipboard.readText(), summary);
      const reviews = join(digits.root.fsPath, '.label-audit', 'reviews.csv');
      assert.equal((await readFile(reviews, 'utf8')).trimEnd().split('\n').length, 4);
    });
  }

  it('makes nothing again where a row was changed since, and says so', async () => {
    await open('csv');
    const { session } = digits;
    await api.decisions.decide(session, [0], { kind: 'accept' });
    assert.equal(await api.decisions.undo(session), true);
    const document = await vscode.workspace.openTextDocument(digits.labelsFile);
    const { range } = session.issues[0].current!;
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, range!, 'nine');
    await vscode.workspace.applyEdit(edit);
    await document.save();
    const text = document.getText();
    await assert.rejects(api.decisions.redo(session), /is not labelled as taking the decision back left it/);
    assert.equal(document.getText(), text);
    assert.equal(await api.decisions.redo(session), false);
  });
});
