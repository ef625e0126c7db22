import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import {
  activated,
  applyFix,
  makeAuditedDigits,
  problemsOf,
  until,
  type AuditedDigits,
  type Row,
} from './audited-digits.ts';

/** The second `zero` of the training rows is written `Zero`, and so is one of the test rows. */
function misspelt(rows: readonly Row[]): string {
  let zeros = 0;
  const lines = rows.map(({ path, label }) => {
    const number = label === 'zero' ? ++zeros : 0;
    return `${path},${number === 2 || number === 3 ? 'Zero' : label},${number === 3 ? 'test' : 'train'}\n`;
  });
  return `image,label,split\n${lines.join('')}`;
}

describe('labels that look alike', () => {
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

  it('are warned of, and written alike by a fix that leaves test rows and reviews alone, and undone', async () => {
    digits = await makeAuditedDigits(api, { write: misspelt, classes: ['Zero'] });
    api.store.activate(digits.session);
    const text = misspelt(digits.rows);
    const onDisk = (): Promise<string> => readFile(digits.labelsFile.fsPath, 'utf8');
    const looks = (): vscode.Diagnostic[] =>
      problemsOf(digits.labelsFile).filter(({ code }) => (code as { value: string }).value === 'look-alike');
    await vscode.window.showTextDocument(digits.labelsFile);
    const [warning] = await until('a warning', () => looks().length === 1 && looks());
    assert.equal(
      warning.message,
      '"Zero" (2 rows) is read as another class than "zero" (2 rows): they differ in capital letters, punctuation or width.',
    );
    const title = 'Write "Zero" in 1 rows as "zero"';
    await applyFix(digits.labelsFile, warning.range, title);
    const expected = text.replace(',Zero,train', ',zero,train');
    assert.notEqual(expected, text);
    assert.equal(await onDisk(), expected);
    const reviews = join(digits.root.fsPath, '.label-audit', 'reviews.csv');
    assert.equal(await readFile(reviews, 'utf8').catch(() => ''), '');
    assert.equal(await api.decisions.undo(digits.session), true);
    assert.equal(await onDisk(), text);
  });
});
