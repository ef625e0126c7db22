import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import { activated, applyFix, makeAuditedDigits, until, type AuditedDigits, type Row } from './audited-digits.ts';

/** The flagged pictures stand in the test split as well, above the training rows, with the same labels. */
function inTwoSplits(rows: readonly Row[]): string {
  const line = ({ path, label }: Row, split: string): string => `${path},${split},"${label}"\r\n`;
  const again = rows.filter(({ label }) => label === 'three' || label === 'one');
  return `image,split,label\r\n${again.map((row) => line(row, 'test')).join('')}${rows
    .map((row) => line(row, 'train'))
    .join('')}`;
}

describe('pictures that stand in the training and in the test split', () => {
  let api: LabelAuditApi;
  let digits: AuditedDigits;

  before(async () => {
    api = await activated();
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    api.store.clear(digits.session);
    await vscode.commands.executeCommand('notifications.clearAll');
    await digits.remove();
  });

  const onDisk = (): Promise<string> => readFile(digits.labelsFile.fsPath, 'utf8');
  const reviews = (): Promise<string> =>
    readFile(join(digits.root.fsPath, '.label-audit', 'reviews.csv'), 'utf8').catch(() => '');
  const open = async (): Promise<string> => {
    digits = await makeAuditedDigits(api, { write: inTwoSplits, args: ['--split', 'train'] });
    api.store.activate(digits.session);
    await until('the flagged rows', () => digits.session.issues.every(({ current }) => current?.range !== undefined));
    return inTwoSplits(digits.rows);
  };
  /** A training row of the worst picture, as it is written. */
  const trained = (label = 'three'): string => `${digits.wrong[0].path},train,"${label}"\r\n`;
  const range = (): vscode.Range => digits.session.issues[0].current!.range!;

  it('are flagged in the training row', async () => {
    const text = await open();
    assert.equal(text.split('\r\n')[range().start.line], trained().trimEnd());
    assert.equal(digits.session.stale, false);
  });

  it('are relabelled by a quick fix in that row alone, and undone', async () => {
    const text = await open();
    await vscode.window.showTextDocument(digits.labelsFile);
    await applyFix(digits.labelsFile, range(), 'Change to "eight"');
    assert.equal(await onDisk(), text.replace(trained(), trained('eight')));
    assert.equal(digits.session.issues[0].decision, 'relabelled');
    const written = await until(
      'the decision in reviews.csv',
      async () => (await reviews()).includes('relabelled') && reviews(),
    );
    assert.match(written, /^path,label,decision,note,date,content,split\n.*,eight,relabelled,.*,train\n$/);
    assert.equal(await api.decisions.undo(digits.session), true);
    assert.equal(await onDisk(), text);
    assert.equal(digits.session.issues[0].decision, 'open');
  });

  it('are removed by the panel from that row alone, and come back in their place', async () => {
    const text = await open();
    await api.decisions.decide(digits.session, [0, 3], { kind: 'remove' });
    const without = [digits.wrong[0], digits.wrong[3]].reduce(
      (rest, { path, given }) => rest.replace(`${path},train,"${given}"\r\n`, ''),
      text,
    );
    assert.equal(await onDisk(), without);
    assert.equal(digits.session.issues[0].decision, 'removed');
    assert.equal(await api.decisions.undo(digits.session), true);
    assert.equal(await onDisk(), text);
  });

  it('are changed by a plan in the training rows alone', async () => {
    const text = await open();
    const choice = { action: 'prune', by: 'all', share: 1, threshold: 1, minConfidence: 0, minExamplesPerClass: 0 };
    const applying = vscode.commands.executeCommand('labelAudit.fixLabels', { ...choice, splits: null });
    await sleep(1500);
    await vscode.commands.executeCommand('refactorPreview.focus');
    await vscode.commands.executeCommand('list.focusFirst');
    await vscode.commands.executeCommand('refactorPreview.toggleCheckedState');
    await vscode.commands.executeCommand('refactorPreview.apply');
    assert.equal(await applying, true);
    const pruned = digits.wrong.reduce(
      (rest, { path, given }) => rest.replace(`${path},train,"${given}"\r\n`, ''),
      text,
    );
    assert.equal(await onDisk(), pruned);
    assert.equal(await api.decisions.undo(digits.session), true);
    assert.equal(await onDisk(), text);
  });
});
