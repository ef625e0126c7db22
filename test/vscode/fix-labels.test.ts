import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { ExportFormat } from '../../src/audit/light.ts';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import type { FixChoice } from '../../src/protocol/messages.ts';
import { activated, makeAuditedDigits, plainCsv, until, type AuditedDigits, type Row } from './audited-digits.ts';

const WORST_HALF: FixChoice = {
  ...{ action: 'prune', by: 'worst', share: 0.5, threshold: 0, minConfidence: 0.5, minExamplesPerClass: 1 },
  splits: null,
};

/** As cautious people write: quotes, semicolons, CRLF, a comment, no final line end. */
const quaintCsv = (rows: readonly Row[]): string =>
  `# made by hand\r\n"image";"label";note\r\n${rows.map(({ path, label }) => `${path};"${label}";ok`).join('\r\n')}`;

describe('Fix Labels', () => {
  let api: LabelAuditApi;
  let digits: AuditedDigits;

  before(async () => {
    api = await activated();
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    api.store.clear(digits.session);
    await digits.remove();
  });

  const onDisk = (): Promise<string> => readFile(digits.labelsFile.fsPath, 'utf8');
  const fix = (choice: FixChoice): Thenable<unknown> => vscode.commands.executeCommand('labelAudit.fixLabels', choice);
  /** Ticks everything in the refactor preview, and applies it. */
  const confirm = async (): Promise<void> => {
    await sleep(1500);
    await vscode.commands.executeCommand('refactorPreview.focus');
    await vscode.commands.executeCommand('list.focusFirst');
    await vscode.commands.executeCommand('refactorPreview.toggleCheckedState');
    await vscode.commands.executeCommand('refactorPreview.apply');
  };
  const worst = (count: number): readonly string[] => digits.wrong.slice(0, count).map(({ path }) => path);

  it('removes the worst share once it is confirmed, byte for byte, and undo brings it back', async () => {
    digits = await makeAuditedDigits(api, { write: quaintCsv });
    api.store.activate(digits.session);
    const { document } = await vscode.window.showTextDocument(digits.labelsFile);
    const before = quaintCsv(digits.rows);
    const discarding = fix(WORST_HALF);
    await sleep(1500);
    assert.equal(await onDisk(), before, 'nothing changes before it is confirmed');
    await vscode.commands.executeCommand('refactorPreview.discard');
    assert.equal(await discarding, false);
    assert.equal(await onDisk(), before);

    const applying = fix(WORST_HALF);
    await confirm();
    assert.equal(await applying, true);
    const expected = quaintCsv(digits.rows.filter(({ path }) => !worst(2).includes(path)));
    assert.equal(await onDisk(), expected);
    assert.equal(digits.session.openCount, 2);

    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await until('the rows to come back', () => document.getText() === before);
    await document.save();
    assert.equal(await onDisk(), before);
    assert.equal(digits.session.openCount, 4);
  });

  it('relabels those that the model is sure of, and the panel’s undo takes all of it back', async () => {
    digits = await makeAuditedDigits(api);
    api.store.activate(digits.session);
    const applying = fix({ ...WORST_HALF, action: 'relabel', by: 'all', minConfidence: 0.8 });
    await confirm();
    assert.equal(await applying, true);
    const rows = digits.rows.map((row) => (worst(3).includes(row.path) ? { ...row, label: 'eight' } : row));
    assert.equal(await onDisk(), plainCsv(rows));
    assert.equal(await api.decisions.undo(digits.session), true);
    assert.equal(await onDisk(), plainCsv(digits.rows));
  });

  it('moves those pictures of class folders that are confirmed', async () => {
    digits = await makeAuditedDigits(api, { layout: 'folders' });
    api.store.activate(digits.session);
    const at = (path: string): string => join(digits.root.fsPath, path);
    const here = (): boolean[] => worst(2).map((path) => existsSync(at(path)));
    const there = (): boolean[] => worst(2).map((path) => existsSync(at(path.replace(/^three\//, 'eight/'))));
    const applying = fix({ ...WORST_HALF, action: 'relabel' });
    // Each move is an entry of its own: the first of the two is ticked.
    await confirm();
    assert.equal(await applying, true);
    assert.equal(here().filter(Boolean).length, 1);
    assert.deepEqual(
      there(),
      here().map((is) => !is),
    );
    assert.equal(await api.decisions.undo(digits.session), true);
    assert.deepEqual(here(), [true, true]);
    assert.deepEqual(there(), [false, false]);
  });

  it('exports each kind of report', async () => {
    digits = await makeAuditedDigits(api);
    api.store.activate(digits.session);
    const kinds: Record<ExportFormat, RegExp> = {
      html: /^<!doctype html>[^]*data:image\/webp/,
      markdown: /^### Label Audit: 4 label issues in 40 pictures/,
      sarif: /"version": "2\.1\.0"/,
      csv: /^image,given_label,is_label_issue,label_quality,predicted_label/,
    };
    for (const [format, content] of Object.entries(kinds)) {
      const file = vscode.Uri.joinPath(digits.root, `report.${format}`);
      await vscode.commands.executeCommand('labelAudit.exportReport', format, file);
      assert.match(await readFile(file.fsPath, 'utf8'), content, format);
    }
  });
});
