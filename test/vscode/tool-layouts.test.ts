import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import { LAYOUT_WRITERS } from '../harness/layout-writers.ts';
import {
  activated,
  applyFix,
  fixesAt,
  makeAuditedDigits,
  NAMES,
  problemsOf,
  until,
  untilProblems,
  type AuditedDigits,
} from './audited-digits.ts';

/** What is followed line by line has its own suites. */
const WRITERS = LAYOUT_WRITERS.filter(({ layout, beside }) => !['csv', 'jsonl'].includes(layout) || beside);
const REVIEWS = join('.label-audit', 'reviews.csv');

for (const writer of WRITERS) {
  describe(`${writer.layout} (${writer.file}), live`, () => {
    let api: LabelAuditApi;
    let digits: AuditedDigits;
    let folder: string;
    let original: string;

    before(async () => {
      api = await activated();
    });

    afterEach(async () => {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      for (const session of api.store.sessions) api.store.clear(session);
      await vscode.commands.executeCommand('notifications.clearAll');
      await digits.remove();
    });

    const open = async (): Promise<void> => {
      digits = await makeAuditedDigits(api, {
        files: (rows) => ({ [writer.file]: writer.write(rows, NAMES), ...writer.beside?.(NAMES) }),
      });
      folder = digits.root.fsPath;
      api.store.activate(digits.session);
      original = await onDisk();
      await rangesThere();
    };
    const rangesThere = (): Promise<unknown> =>
      until('the flagged rows', () => digits.session.issues.every(({ current }) => current?.range !== undefined));
    const onDisk = (): Promise<string> => readFile(join(folder, writer.file), 'utf8');
    /** What `fix` writes in a copy of the data set, as it was or as it is now. */
    const byFix = async (args: readonly string[], text = original): Promise<string> => {
      const copy = await mkdtemp(join(tmpdir(), 'label-audit-fix-'));
      try {
        // Notes of decisions may be being written.
        await cp(folder, copy, { recursive: true, filter: (path) => !/\.(?:tmp|lock)$/.test(path) });
        await writeFile(join(copy, writer.file), text);
        const { extensionPath } = vscode.extensions.getExtension('label-audit.label-audit')!;
        const cli = join(extensionPath, 'dist', 'cli.mjs');
        await promisify(execFile)(process.execPath, [cli, 'fix', copy, ...args, '--keep-per-class', '0', '--quiet']);
        return await readFile(join(copy, writer.file), 'utf8');
      } finally {
        await rm(copy, { recursive: true, force: true });
      }
    };
    const decisions = (how: string): Promise<string> =>
      until('the decision in reviews.csv', async () => {
        const written = await readFile(join(folder, REVIEWS), 'utf8').catch(() => '');
        return written.includes(`,${how},`) && written;
      });
    const undone = async (): Promise<void> => {
      assert.equal(await api.decisions.undo(digits.session), true);
    };
    const confirm = async (): Promise<void> => {
      await sleep(1500);
      await vscode.commands.executeCommand('refactorPreview.focus');
      await vscode.commands.executeCommand('list.focusFirst');
      await vscode.commands.executeCommand('refactorPreview.toggleCheckedState');
      await vscode.commands.executeCommand('refactorPreview.apply');
    };
    const show = async (): Promise<{ uri: vscode.Uri; range: vscode.Range; document: vscode.TextDocument }> => {
      const { document } = await vscode.window.showTextDocument(digits.labelsFile);
      const range = await until('the worst row', () => digits.session.issues[0].current?.range);
      return { uri: digits.labelsFile, range, document };
    };

    it('has its problems on the labels, a hover and a lens', async () => {
      await open();
      assert.equal(digits.session.stale, false);
      const problems = await untilProblems(digits.labelsFile, 4);
      const { document, range } = await show();
      const shown = problems.map((problem) => document.getText(problem.range));
      if (writer.layout === 'one-hot') for (const text of shown) assert.match(text, /^images\/.*,x$/);
      else for (const text of shown) assert.match(text, /^"?(three|one|[0-9]|10)"?$/);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        digits.labelsFile,
        range.start,
      );
      const text = hovers
        .flatMap(({ contents }) => contents.map((one) => (one as vscode.MarkdownString).value))
        .join('\n');
      assert.match(text, new RegExp(`95%.*eight[^]*Label quality`));
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        digits.labelsFile,
      );
      assert.deepEqual(lenses[0].command?.title, '4 of 4 label issues open');
    });

    it('is changed by a quick fix as `fix` would, and undone', async () => {
      await open();
      const { uri, range } = await show();
      await applyFix(uri, range, 'Change to "eight"');
      const relabelled = await onDisk();
      assert.notEqual(relabelled, original);
      await decisions('relabelled');
      assert.equal(relabelled, await byFix(['--relabel', '--reviewed']));
      await until('the decision', () => digits.session.issues[0].decision === 'relabelled');
      await rangesThere();
      await applyFix(uri, digits.session.issues[1].current!.range!, 'Remove this row');
      const removed = await onDisk();
      await decisions('removed');
      assert.equal(removed, await byFix(['--prune', '--reviewed'], relabelled));
      assert.notEqual(removed, relabelled);
      await undone();
      assert.equal(await onDisk(), relabelled);
      await undone();
      assert.equal(await onDisk(), original);
      await until('all open', () => digits.session.openCount === 4 && !digits.session.stale);
    });

    it('is changed by decisions of the panel while no editor shows it', async () => {
      await open();
      const ids = digits.session.issues.map(({ id }) => id);
      await api.decisions.decide(digits.session, ids, { kind: 'remove' });
      assert.equal(await onDisk(), await byFix(['--prune', '--all']));
      await until('none open', () => digits.session.openCount === 0);
      await undone();
      assert.equal(await onDisk(), original);
      await until('all open', () => digits.session.openCount === 4);
      await api.decisions.decide(digits.session, ids, { kind: 'accept' });
      assert.equal(await onDisk(), await byFix(['--relabel', '--all']));
      await undone();
      assert.equal(await onDisk(), original);
      await api.decisions.decide(digits.session, ids.slice(0, 1), { kind: 'keep' });
      assert.equal(digits.session.issues[0].decision, 'kept');
      assert.equal(await onDisk(), original);
    });

    it('is changed by a plan and by a fix of all labels of a kind, once they are confirmed', async () => {
      await open();
      const choice = { action: 'prune', by: 'all', share: 1, threshold: 1, minConfidence: 0, minExamplesPerClass: 0 };
      const applying = vscode.commands.executeCommand('labelAudit.fixLabels', { ...choice, splits: null });
      await confirm();
      assert.equal(await applying, true);
      assert.equal(await onDisk(), await byFix(['--prune', '--all']));
      await undone();
      assert.equal(await onDisk(), original);
      const { uri, range } = await show();
      const bulk = applyFix(uri, range, /^Change all "three" → "eight" above 90%/);
      await confirm();
      await bulk;
      // The plain way to the same: those labels alone are given to the tool's own writer.
      const planned = new Set(digits.wrong.filter(({ probability }) => probability > 0.9).map(({ path }) => path));
      const rows = digits.rows.map((row) => (planned.has(row.path) ? { ...row, label: 'eight' } : row));
      assert.equal(await onDisk(), writer.write(rows, NAMES));
      await undone();
      assert.equal(await onDisk(), original);
    });

    it('is followed while it is typed in, and undone around what was typed', async () => {
      await open();
      const { uri, range, document } = await show();
      await applyFix(uri, range, 'Change to "eight"');
      await rangesThere();
      await applyFix(uri, digits.session.issues[1].current!.range!, 'Remove this row');
      // A blank line, where the layout may have one; what else is typed must not change.
      const line = writer.layout === 'one-hot' || writer.beside ? 1 : 0;
      const at = new vscode.Position(line, writer.layout === 'cvat' ? document.lineAt(0).text.length : 0);
      const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
      const third = await until('the third row', () => digits.session.issues[2].current?.range);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(uri, at, eol);
      assert.ok(await vscode.workspace.applyEdit(edit));
      const now = await until('the rows below', () => {
        const { current } = digits.session.issues[2];
        return current?.range?.start.line === third.start.line + 1 && current.range;
      });
      assert.equal(now.start.character, third.start.character);
      await undone();
      await undone();
      const offset = Buffer.from(original).length === original.length ? document.offsetAt(at) : -1;
      assert.equal(document.getText(), original.slice(0, offset) + eol + original.slice(offset));
      // The editor's own undo goes all the way back, too.
      for (let i = 0; i < 8 && document.getText() !== original; i += 1) await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), original);
      await document.save();
      await until('all open', () => digits.session.openCount === 4 && !digits.session.stale);
    });

    it('is taken back by the editor’s own undo, of which the panel then knows', async () => {
      await open();
      const { uri, range, document } = await show();
      await applyFix(uri, range, 'Remove this row');
      await until('the removal', () => digits.session.issues[0].decision === 'removed');
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), original);
      await until('the row', () => digits.session.issues[0].decision === 'open');
      assert.equal(await api.decisions.undo(digits.session), false);
      await document.save();
      assert.equal(await onDisk(), original);
      const notes = join(folder, REVIEWS);
      await until('no decision in reviews.csv', async () => {
        const written = await readFile(notes, 'utf8').catch(() => '');
        return !written.includes(',removed,');
      });
    });

    it('is followed on disk, and after the window was loaded anew', async () => {
      await open();
      await untilProblems(digits.labelsFile, 4);
      const { path, truth } = digits.wrong[0];
      const rows = digits.rows.map((row) => (row.path === path ? { path, label: truth } : row));
      await writeFile(join(folder, writer.file), writer.write(rows, NAMES));
      await until('the label', () => digits.session.issues[0].decision === 'relabelled');
      await untilProblems(digits.labelsFile, 3);
      api.store.clear(digits.session);
      await until('no problems', () => problemsOf(digits.labelsFile).length === 0);
      const again = await api.store.load(digits.root);
      await until('the label', () => again.issues[0].decision === 'relabelled');
      assert.equal(again.openCount, 3);
      await untilProblems(digits.labelsFile, 3);
    });
  });
}

describe('a tool’s file that can’t be understood for a while', () => {
  let api: LabelAuditApi;
  let digits: AuditedDigits;
  const coco = LAYOUT_WRITERS.find(({ layout }) => layout === 'coco')!;

  before(async () => {
    api = await activated();
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const session of api.store.sessions) api.store.clear(session);
    await digits.remove();
  });

  it('keeps its problems, refuses decisions with the reason, and goes on when it is whole again', async () => {
    digits = await makeAuditedDigits(api, { files: (rows) => ({ [coco.file]: coco.write(rows, NAMES) }) });
    await untilProblems(digits.labelsFile, 4);
    const { document } = await vscode.window.showTextDocument(digits.labelsFile);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(digits.labelsFile, new vscode.Position(0, 1), '"half": [');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await assert.rejects(
      api.decisions.decide(digits.session, [0], { kind: 'accept' }),
      /instances\.json can’t be understood as it stands: .*Correct it, then try again/,
    );
    assert.equal(problemsOf(digits.labelsFile).length, 4);
    assert.equal(digits.session.issues[0].decision, 'open');
    await vscode.commands.executeCommand('undo');
    await api.decisions.decide(digits.session, [0], { kind: 'accept' });
    assert.equal(digits.session.issues[0].decision, 'relabelled');
    await document.save();
  });

  it('is not given a label that it can’t say', async () => {
    digits = await makeAuditedDigits(api, { files: (rows) => ({ [coco.file]: coco.write(rows, NAMES) }) });
    const text = await readFile(digits.labelsFile.fsPath, 'utf8');
    await assert.rejects(
      api.decisions.decide(digits.session, [0], { kind: 'relabel', label: 'eleven' }),
      /annotations\/instances\.json: The file has no category "eleven"; add it to "categories"\. Nothing was changed\./,
    );
    assert.equal(await readFile(digits.labelsFile.fsPath, 'utf8'), text);
  });

  it('is followed in several files, but for the test split in plans', async () => {
    const part = (rows: readonly { path: string; label: string }[], split: string): string =>
      coco.write(
        rows.filter(({ path }) => path.startsWith(`${split}/`)),
        NAMES,
      );
    const names = ['train', 'val', 'test'].map((split) => `annotations/instances_${split}.json`);
    digits = await makeAuditedDigits(api, {
      pictureAt: (path, wrong) => {
        const at = wrong.filter((other) => other < path).length;
        return `${['train', 'val', 'test'][Math.max(0, Math.min(2, at - 1))]}/${path.split('/').at(-1)}`;
      },
      files: (rows) => Object.fromEntries(names.map((name, i) => [name, part(rows, ['train', 'val', 'test'][i])])),
    });
    api.store.activate(digits.session);
    const texts = (): Promise<string[]> =>
      Promise.all(names.map((name) => readFile(join(digits.root.fsPath, name), 'utf8')));
    const original = await texts();
    assert.deepEqual(
      digits.session.labelsFiles.map(({ path }) => path.slice(digits.root.path.length + 1)),
      names,
    );
    for (const [i, uri] of digits.session.labelsFiles.entries()) await untilProblems(uri, [2, 1, 1][i]);
    const choice = { action: 'prune', by: 'all', share: 1, threshold: 1, minConfidence: 0, minExamplesPerClass: 0 };
    const applying = vscode.commands.executeCommand('labelAudit.fixLabels', { ...choice, splits: null });
    await sleep(1500);
    await vscode.commands.executeCommand('refactorPreview.focus');
    await vscode.commands.executeCommand('refactorPreview.groupByType');
    await vscode.commands.executeCommand('list.focusFirst');
    await vscode.commands.executeCommand('refactorPreview.toggleCheckedState');
    await vscode.commands.executeCommand('refactorPreview.groupByFile');
    await vscode.commands.executeCommand('refactorPreview.apply');
    assert.equal(await applying, true);
    const after = await texts();
    assert.notEqual(after[0], original[0]);
    assert.notEqual(after[1], original[1]);
    assert.equal(after[2], original[2]);
    assert.equal(await api.decisions.undo(digits.session), true);
    assert.deepEqual(await texts(), original);
    // A person's own decision may change a test row: that row alone.
    const inTest = digits.session.issues.find(({ issue }) => issue.split === 'test')!;
    await api.decisions.decide(digits.session, [inTest.id], { kind: 'accept' });
    const [train, val, test] = await texts();
    assert.deepEqual([train, val], original.slice(0, 2));
    assert.notEqual(test, original[2]);
    assert.equal(await api.decisions.undo(digits.session), true);
    assert.deepEqual(await texts(), original);
  });

  it('offers no dialog for columns that it has not', async () => {
    digits = await makeAuditedDigits(api, {
      files: (rows) => ({ [coco.file]: coco.write(rows, NAMES) }),
      extra: [{ path: 'images/gone.png', label: 'two' }],
    });
    const problems = await until('the missing picture', () => {
      const found = problemsOf(digits.labelsFile).filter(
        ({ severity }) => severity === vscode.DiagnosticSeverity.Error,
      );
      return found.length === 1 && found;
    });
    await vscode.window.showTextDocument(digits.labelsFile);
    const titles = (await fixesAt(digits.labelsFile, problems[0].range)).map(({ title }) => title);
    assert.ok(titles.includes('Remove this row'), titles.join());
    assert.ok(!titles.some((title) => title.startsWith('Locate')), titles.join());
    await applyFix(digits.labelsFile, problems[0].range, 'Remove this row');
    const text = await readFile(digits.labelsFile.fsPath, 'utf8');
    assert.doesNotMatch(text, /gone\.png/);
    assert.equal((JSON.parse(text) as { annotations: unknown[] }).annotations.length, digits.rows.length - 1);
  });
});
