import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import {
  activated,
  applyFix,
  fixesAt,
  makeAuditedDigits,
  plainCsv,
  problemsOf,
  SEVEN,
  until,
  untilProblems,
  type AuditedDigits,
  type Row,
} from './audited-digits.ts';

describe('labels.csv as code', () => {
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
  const open = (): Thenable<vscode.TextEditor> => vscode.window.showTextDocument(digits.labelsFile);
  const rowOf = (path: string): number => digits.rows.findIndex((row) => row.path === path) + 1;
  const rangeOf = (path: string): vscode.Range =>
    digits.session.issues.find(({ issue }) => issue.path === path)!.current!.range!;
  const edit = async (change: (edit: vscode.WorkspaceEdit) => void): Promise<void> => {
    const made = new vscode.WorkspaceEdit();
    change(made);
    assert.ok(await vscode.workspace.applyEdit(made));
  };
  const decisionOf = (path: string): string => digits.session.issues.find(({ issue }) => issue.path === path)!.decision;
  const relabelled = (path: string, label: string): string =>
    plainCsv(digits.rows.map((row) => (row.path === path ? { path, label } : row)));
  const without = (path: string): string => plainCsv(digits.rows.filter((row) => row.path !== path));

  describe('problems', () => {
    it('stand on the label cells of flagged rows, worst first, also while no editor shows the file', async () => {
      digits = await makeAuditedDigits(api);
      const found = await untilProblems(digits.labelsFile, 4);
      const [worst] = digits.wrong;
      assert.equal(found[0].message, '"three" looks like "eight" (model: 95% eight, 2% three).');
      assert.equal(found[3].message, `"one" looks like "${SEVEN}" (model: 60% ${SEVEN}, 30% one).`);
      assert.deepEqual(
        found[0].range,
        new vscode.Range(rowOf(worst.path), worst.path.length + 1, rowOf(worst.path), worst.path.length + 6),
      );
      assert.equal(found[0].severity, vscode.DiagnosticSeverity.Warning);
      const code = found[0].code as { value: string; target: vscode.Uri };
      assert.equal(code.value, 'label-issue');
      assert.match(code.target.toString(), /^command:labelAudit\.explain/);
      const [related] = found[0].relatedInformation!;
      assert.equal(related.location.uri.fsPath, vscode.Uri.joinPath(digits.root, worst.path).fsPath);
      assert.equal(digits.session.openCount, 4);
      assert.equal(digits.session.stale, false);
    });

    it('are as severe as the setting says', async () => {
      digits = await makeAuditedDigits(api);
      await untilProblems(digits.labelsFile, 4);
      const settings = vscode.workspace.getConfiguration('labelAudit');
      try {
        await settings.update('severity', 'information', vscode.ConfigurationTarget.Workspace);
        await until(
          'another severity',
          () => problemsOf(digits.labelsFile)[0].severity === vscode.DiagnosticSeverity.Information,
        );
      } finally {
        await settings.update('severity', undefined, vscode.ConfigurationTarget.Workspace);
      }
    });

    it('say with errors which rows contradict each other and which pictures are missing', async () => {
      const images = (name: string): string => `images/${name}.png`;
      const extra = [
        { path: images('gone'), label: 'zero' },
        { path: images('00002'), label: 'nine' },
      ];
      digits = await makeAuditedDigits(api, { extra });
      assert.ok(digits.rows.some(({ path, label }) => path === extra[1].path && label === 'one'));
      const errors = (): vscode.Diagnostic[] =>
        problemsOf(digits.labelsFile).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
      await until('three errors', () => errors().length === 3);
      const codes = errors().map(({ code, range }) => {
        const { value } = code as { value: string };
        return `${value} ${digits.rows[range.start.line - 1].path} ${digits.rows[range.start.line - 1].label}`;
      });
      assert.deepEqual(codes.sort(), [
        'conflicting-duplicates images/00002.png nine',
        'conflicting-duplicates images/00002.png one',
        'missing-image images/gone.png zero',
      ]);
      // One of the two rows goes, and both problems with it.
      await open();
      const wrong = errors().find(({ range }) => digits.rows[range.start.line - 1].label === 'nine')!;
      await applyFix(digits.labelsFile, wrong.range, 'Remove this row');
      await until('one error', () => errors().length === 1);
      assert.equal(await onDisk(), plainCsv(digits.rows.slice(0, -1)));
    });

    it('follow rows that are inserted above, sorted, and typed in', async () => {
      digits = await makeAuditedDigits(api);
      await untilProblems(digits.labelsFile, 4);
      const editor = await open();
      const { document } = editor;
      const [worst] = digits.wrong;
      await edit((e) => {
        e.insert(document.uri, new vscode.Position(1, 0), '# by hand\n\nimages/new.png,two\n');
      });
      assert.equal(rangeOf(worst.path).start.line, rowOf(worst.path) + 3);
      await until('moved problems', () => problemsOf(document.uri)[0].range.start.line === rowOf(worst.path) + 3);
      assert.equal(digits.session.stale, true);

      // All rows in the opposite order.
      const lines = document.getText().trimEnd().split('\n');
      const reversed = `${[lines[0], ...lines.slice(1).reverse()].join('\n')}\n`;
      await edit((e) => {
        e.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), reversed);
      });
      const line = reversed.split('\n').findIndex((text) => text.startsWith(`${worst.path},`));
      await until('sorted problems', () => problemsOf(document.uri).at(0)?.range.start.line === line);
      assert.equal(problemsOf(document.uri).length, 4);

      // The label is typed over, letter by letter.
      const { end } = rangeOf(worst.path);
      editor.selection = new vscode.Selection(end.translate(0, -5), end);
      await vscode.commands.executeCommand('type', { text: 'eigh' });
      assert.equal(decisionOf(worst.path), 'relabelled');
      await vscode.commands.executeCommand('type', { text: 't' });
      assert.equal(digits.session.issues[0].current?.label, 'eight');
      await untilProblems(document.uri, 3);
      await vscode.commands.executeCommand('undo');
      await untilProblems(document.uri, 4);
    });

    it('survive a quote that has just been typed', async () => {
      digits = await makeAuditedDigits(api);
      const editor = await open();
      await untilProblems(digits.labelsFile, 4);
      const calm = digits.rows.findIndex(({ path }) => digits.wrong.every((one) => one.path !== path));
      const first = new vscode.Position(calm + 1, digits.rows[calm].path.length + 1);
      await edit((e) => {
        e.insert(editor.document.uri, first, '"');
      });
      await sleep(300);
      assert.equal(problemsOf(digits.labelsFile).length, 4);
      await edit((e) => {
        e.replace(editor.document.uri, new vscode.Range(0, 0, 0, 11), 'imag');
      });
      await sleep(300);
      assert.equal(digits.session.openCount, 4);
      await edit((e) => {
        e.replace(editor.document.uri, new vscode.Range(0, 0, 0, 4), 'image,label');
      });
      await untilProblems(digits.labelsFile, 4);
    });

    it('go when the audit is cleared', async () => {
      digits = await makeAuditedDigits(api);
      await untilProblems(digits.labelsFile, 4);
      api.store.clear(digits.session);
      await untilProblems(digits.labelsFile, 0);
    });
  });

  describe('quick fixes', () => {
    it('offer the suggestion first, preferred where the model is sure', async () => {
      digits = await makeAuditedDigits(api);
      await untilProblems(digits.labelsFile, 4);
      await open();
      const sure = await fixesAt(digits.labelsFile, rangeOf(digits.wrong[0].path));
      assert.deepEqual(sure.map(({ title }) => title).slice(0, 7), [
        'Change to "eight"',
        'Change to…',
        'Remove this row',
        'Keep "three" (mark as reviewed)',
        'Show in the audit panel',
        'Show all "three" → "eight" in the audit panel (3)',
        'Change all "three" → "eight" above 90% (2 in this file)…',
      ]);
      assert.equal(sure[0].isPreferred, true);
      const doubtful = await fixesAt(digits.labelsFile, rangeOf(digits.wrong[3].path));
      assert.equal(doubtful[0].title, `Change to "${SEVEN}"`);
      assert.notEqual(doubtful[0].isPreferred, true);
      const right = digits.rows.findIndex(({ path }) => digits.wrong.every((one) => one.path !== path)) + 1;
      assert.deepEqual(await fixesAt(digits.labelsFile, new vscode.Range(right, 0, right, 1)), []);
    });

    it('change one cell and save it; undo and redo take the decision back and again', async () => {
      digits = await makeAuditedDigits(api);
      const { document } = await open();
      const [{ path }] = digits.wrong;
      await applyFix(document.uri, rangeOf(path), 'Change to "eight"');
      assert.equal(document.isDirty, false);
      assert.equal(await onDisk(), relabelled(path, 'eight'));
      assert.equal(decisionOf(path), 'relabelled');
      assert.equal(digits.session.stale, false);
      await untilProblems(document.uri, 3);
      await vscode.commands.executeCommand('undo');
      assert.equal(decisionOf(path), 'open');
      await untilProblems(document.uri, 4);
      await vscode.commands.executeCommand('redo');
      await untilProblems(document.uri, 3);
    });

    it('are put down in reviews.csv for as long as they stand', async () => {
      digits = await makeAuditedDigits(api);
      const { document } = await open();
      const [{ path }] = digits.wrong;
      const reviews = vscode.Uri.joinPath(digits.root, '.label-audit', 'reviews.csv').fsPath;
      const noted = (): boolean =>
        existsSync(reviews) && readFileSync(reviews, 'utf8').includes(`\n${path},eight,relabelled,`);
      await applyFix(document.uri, rangeOf(path), 'Change to "eight"');
      await until('the decision in reviews.csv', noted);
      await vscode.commands.executeCommand('undo');
      await until('the decision out of reviews.csv', () => !noted());
      await vscode.commands.executeCommand('redo');
      await until('the decision in reviews.csv again', noted);
    });

    it('work while no editor shows the file', async () => {
      digits = await makeAuditedDigits(api);
      await api.decisions.decide(digits.session, [0], { kind: 'accept' });
      assert.equal(await onDisk(), relabelled(digits.wrong[0].path, 'eight'));
      assert.equal(digits.session.openCount, 3);
    });

    it('leave a file unsaved that has unsaved changes', async () => {
      digits = await makeAuditedDigits(api);
      const { document } = await open();
      await edit((e) => {
        e.insert(document.uri, new vscode.Position(1, 0), '# mine\n');
      });
      const before = await onDisk();
      await applyFix(document.uri, rangeOf(digits.wrong[0].path), 'Change to "eight"');
      assert.equal(document.isDirty, true);
      assert.equal(await onDisk(), before);
      assert.match(document.getText(), new RegExp(`${digits.wrong[0].path},eight\n`));
    });

    it('decide nothing while a column has another name, and go on when it has its own again', async () => {
      digits = await makeAuditedDigits(api);
      const { document } = await open();
      const rename = (name: string) =>
        edit((e) => {
          e.replace(document.uri, document.lineAt(0).range, `image,${name}`);
        });
      await rename('etikett');
      for (const kind of ['keep', 'accept', 'remove'] as const) {
        await assert.rejects(
          api.decisions.decide(digits.session, [0], { kind }),
          /The first line of labels\.csv names no image and label column as it stands/,
        );
      }
      assert.equal(existsSync(`${digits.root.fsPath}/.label-audit/reviews.csv`), false);
      assert.equal(digits.session.openCount, 4);
      await rename('label');
      await api.decisions.decide(digits.session, [0], { kind: 'keep' });
      assert.equal(digits.session.issues[0].decision, 'kept');
    });

    it('are not made by rows that vanish without one, as after a checkout', async () => {
      digits = await makeAuditedDigits(api);
      const [first, second] = digits.wrong;
      // VS Code watches the file only a moment after the audit is there.
      await untilProblems(digits.labelsFile, 4);
      await writeFile(
        digits.labelsFile.fsPath,
        plainCsv(digits.rows.filter(({ path }) => path !== first.path && path !== second.path)),
      );
      await until('the rows to be gone', () => decisionOf(first.path) === 'gone' && decisionOf(second.path) === 'gone');
      assert.equal(digits.session.openCount, 2);
      await writeFile(digits.labelsFile.fsPath, plainCsv(digits.rows));
      await until('the rows to be back', () => decisionOf(first.path) === 'open');
      assert.equal(digits.session.openCount, 4);
    });

    it('remove a row with its line end', async () => {
      digits = await makeAuditedDigits(api);
      const { document } = await open();
      const [{ path }] = digits.wrong;
      await applyFix(document.uri, rangeOf(path), 'Remove this row');
      assert.equal(await onDisk(), without(path));
      assert.equal(decisionOf(path), 'removed');
      assert.equal(digits.session.issues[0].current, undefined);
      await untilProblems(document.uri, 3);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), plainCsv(digits.rows));
      await untilProblems(document.uri, 4);
    });

    it('keep a label, in reviews.csv, for as long as it stays the same', async () => {
      digits = await makeAuditedDigits(api);
      const { document } = await open();
      const [{ path }] = digits.wrong;
      const before = await onDisk();
      await applyFix(document.uri, rangeOf(path), 'Keep "three" (mark as reviewed)');
      assert.equal(decisionOf(path), 'kept');
      await untilProblems(document.uri, 3);
      assert.equal(await onDisk(), before);
      const reviews = vscode.Uri.joinPath(digits.root, '.label-audit', 'reviews.csv').fsPath;
      assert.match(await readFile(reviews, 'utf8'), new RegExp(`^path,label,decision.*\n${path},three,kept,`));
      // Another label is another question.
      await edit((e) => {
        e.replace(document.uri, rangeOf(path), 'nine');
      });
      assert.equal(decisionOf(path), 'relabelled');
      await edit((e) => {
        e.replace(document.uri, rangeOf(path), 'three');
      });
      assert.equal(decisionOf(path), 'kept');
      // A colleague takes the review out of the file.
      await writeFile(reviews, 'path,label,decision,note,date,content\n');
      await until('the issue to be open again', () => decisionOf(path) === 'open');
    });

    it('keep a label that is chosen again among all classes', async () => {
      digits = await makeAuditedDigits(api);
      await open();
      const [{ path }] = digits.wrong;
      const other = digits.wrong.find(({ given }) => given === 'one')!;
      const before = await onDisk();
      const { session } = digits;
      const ids = [path, other.path].map((wanted) => session.issues.findIndex(({ issue }) => issue.path === wanted));
      const label = session.issues[ids[0]].issue.givenLabel;
      await api.decisions.decide(session, ids, { kind: 'relabel', label });
      assert.deepEqual([path, other.path].map(decisionOf), ['kept', 'relabelled']);
      assert.ok(await api.decisions.undo(session));
      assert.deepEqual([path, other.path].map(decisionOf), ['open', 'open']);
      assert.equal(await onDisk(), before);
    });

    it('of several selected rows are one step', async () => {
      digits = await makeAuditedDigits(api);
      const { document } = await open();
      const all = new vscode.Range(0, 0, document.lineCount - 1, 0);
      await applyFix(document.uri, all, 'Change 4 labels to the suggestions');
      assert.equal(digits.session.openCount, 0);
      const fixed = digits.rows.map((row) => {
        const wrong = digits.wrong.find(({ path }) => path === row.path);
        return wrong ? { path: row.path, label: wrong.truth } : row;
      });
      assert.equal(await onDisk(), plainCsv(fixed));
      await vscode.commands.executeCommand('undo');
      await until('one undo for all', () => digits.session.openCount === 4);
    });

    it('change all of a kind that are confirmed in the refactor preview', async () => {
      digits = await makeAuditedDigits(api);
      const { document } = await open();
      const bulk = /^Change all "three" → "eight"/;
      const discarding = applyFix(document.uri, rangeOf(digits.wrong[0].path), bulk);
      await sleep(1500);
      assert.equal(digits.session.openCount, 4, 'nothing changes before it is confirmed');
      await vscode.commands.executeCommand('refactorPreview.discard');
      await discarding;
      assert.equal(await onDisk(), plainCsv(digits.rows));

      await vscode.window.showTextDocument(document);
      const applying = applyFix(document.uri, rangeOf(digits.wrong[0].path), bulk);
      await sleep(1500);
      // What has to be confirmed is ticked by the user: here, the whole file.
      await vscode.commands.executeCommand('refactorPreview.focus');
      await vscode.commands.executeCommand('list.focusFirst');
      await vscode.commands.executeCommand('refactorPreview.toggleCheckedState');
      await vscode.commands.executeCommand('refactorPreview.apply');
      await applying;
      const sure = digits.wrong.filter(({ probability }) => probability > 0.9).map(({ path }) => path);
      assert.equal(sure.length, 2);
      const expected = digits.rows.map((row) => (sure.includes(row.path) ? { ...row, label: 'eight' } : row));
      assert.equal(document.getText(), plainCsv(expected));
      assert.equal(await onDisk(), plainCsv(expected));
      assert.equal(digits.session.openCount, 2);
    });

    it('choose among all other classes, most probable first, with the picture beside', async () => {
      digits = await makeAuditedDigits(api);
      const { document } = await open();
      const [{ path }] = digits.wrong;
      const applying = applyFix(document.uri, rangeOf(path), 'Change to…');
      const shown = () =>
        vscode.window.tabGroups.all
          .flatMap(({ tabs }) => tabs)
          .some(({ input }) => input instanceof vscode.TabInputCustom && input.uri.path.endsWith(path));
      await until('the picture beside', shown);
      await sleep(800);
      await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await applying;
      assert.equal(shown(), false);
      // The second most probable class of the worst issue is the one that it has: that is not offered.
      assert.equal(await onDisk(), relabelled(path, 'zero'));
    });

    it('say why they can not be made when the row is gone', async () => {
      digits = await makeAuditedDigits(api);
      const { document } = await open();
      const [{ path }] = digits.wrong;
      await edit((e) => {
        e.delete(document.uri, new vscode.Range(rowOf(path), 0, rowOf(path) + 1, 0));
      });
      await assert.rejects(
        api.decisions.decide(digits.session, [0, 1], { kind: 'accept' }),
        /has no row for images\/.*Nothing was changed/,
      );
      assert.equal(digits.session.issues[1].decision, 'open');
    });
  });

  describe('files as they are', () => {
    const windows = (rows: readonly Row[]): string =>
      `\ufeffid;"image";label;note\r\n${rows
        .map(({ path, label }, i) => {
          const cell = label === SEVEN || i % 2 === 0 ? `"${label}"` : ` ${label} `;
          return `${i};"${path}";${cell};"a ""quoted"" note\r\nover two lines"`;
        })
        .join('\r\n')}`;

    it('keep byte order mark, semicolons, quotes, line ends and the missing last one', async () => {
      digits = await makeAuditedDigits(api, { write: windows });
      const before = await onDisk();
      assert.equal(digits.session.openCount, 4);
      const ids = [0, 1, 2, 3];
      await api.decisions.decide(digits.session, ids, { kind: 'accept' });
      let expected = before;
      for (const { path, given, truth } of digits.wrong) {
        const row = new RegExp(`(;"${path}";)("${given}"| ${given} );`);
        assert.match(before, row);
        expected = expected.replace(row, (_all, head: string, cell: string) => {
          const fresh = cell.startsWith('"') || truth === SEVEN ? `"${truth}"` : ` ${truth} `;
          return `${head}${fresh};`;
        });
      }
      assert.equal(await onDisk(), expected);
      assert.equal(await api.decisions.undo(digits.session), true);
      assert.equal(await onDisk(), before);
    });

    it('lose whole rows of several lines, and get them back where they were', async () => {
      digits = await makeAuditedDigits(api, { write: windows });
      const before = await onDisk();
      await api.decisions.decide(digits.session, [0, 2, 3], { kind: 'remove' });
      const removed = [0, 2, 3].map((id) => digits.wrong[id].path);
      const kept = await onDisk();
      for (const path of removed) assert.ok(!kept.includes(path));
      assert.equal(kept.startsWith('\ufeffid;"image";label;note\r\n'), true);
      assert.equal(kept.split('over two lines').length, digits.rows.length - 3 + 1);
      assert.equal(await api.decisions.undo(digits.session), true);
      assert.equal(await onDisk(), before);
      assert.equal(await api.decisions.undo(digits.session), false);
    });

    it('changed by another program lose nothing', async () => {
      digits = await makeAuditedDigits(api);
      const { document } = await open();
      const [{ path }] = digits.wrong;
      const changed = `image,label\nimages/new.png,two\n${plainCsv([...digits.rows].reverse()).slice('image,label\n'.length)}`;
      await writeFile(digits.labelsFile.fsPath, changed);
      await api.decisions.decide(digits.session, [0], { kind: 'accept' });
      assert.equal(await onDisk(), changed.replace(`${path},three`, `${path},eight`));
      assert.equal(document.isDirty, false);
    });

    it('are saved, too, where VS Code has read them while another program wrote them', async () => {
      digits = await makeAuditedDigits(api);
      const { document } = await open();
      const [{ path }] = digits.wrong;
      const rows = plainCsv([...digits.rows].reverse());
      let saved = 0;
      for (let round = 0; round < 6; round += 1) {
        // Of two lengths by turns: what VS Code knows of the size is then not that of the text which it reads.
        let changed = '';
        const end = Date.now() + 250 + 40 * round;
        while (Date.now() < end || !changed.includes('new')) {
          changed = changed.includes('new') ? rows : `${rows}images/new-${round}.png,two\n`;
          await writeFile(digits.labelsFile.fsPath, changed);
          await sleep(1);
        }
        const wanted = changed.replace(`${path},three`, `${path},eight`);
        // VS Code may hold an older text, in which the last round's decision stands, or still take one in: then the decision
        // is refused, nothing is changed, and it is made again.
        for (let tries = 0; tries < 20 && document.getText() !== wanted; tries += 1) {
          if (tries > 0) await sleep(250);
          assert.equal(await onDisk(), changed, `round ${round}`);
          await api.decisions.decide(digits.session, [0], { kind: 'accept' }).catch(() => undefined);
        }
        assert.equal(document.getText(), wanted, `round ${round}`);
        if (document.isDirty) {
          // On a busy machine VS Code may refuse twice; then the user is told, and neither text is lost.
          assert.equal(await onDisk(), changed, `round ${round}`);
          await vscode.commands.executeCommand('workbench.action.files.revert');
        } else {
          assert.equal(await onDisk(), wanted, `round ${round}`);
          saved += 1;
        }
      }
      assert.ok(saved > 0);
    });

    it('changed by another program while closed are read again', async () => {
      digits = await makeAuditedDigits(api);
      await untilProblems(digits.labelsFile, 4);
      const [{ path }] = digits.wrong;
      await writeFile(digits.labelsFile.fsPath, relabelled(path, 'eight'));
      await untilProblems(digits.labelsFile, 3);
    });
  });

  describe('hovers', () => {
    it('show the picture, the three most probable classes and the quality on any row', async () => {
      digits = await makeAuditedDigits(api);
      const { document } = await open();
      const [{ path }] = digits.wrong;
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        rangeOf(path).start,
      );
      const text = hovers
        .flatMap(({ contents }) => contents.map((part) => (part as vscode.MarkdownString).value))
        .join('\n');
      // The bars first: a tall picture never pushes them out of sight.
      const picture = `![](${vscode.Uri.joinPath(digits.root, path).toString()}|height=`;
      assert.ok(text.indexOf(picture) > text.indexOf('█'), text);
      const written = text.replaceAll('\\', '').replace(picture, '').split(path).length - 1;
      assert.equal(written, 1, text);
      const [related] = (await untilProblems(digits.labelsFile, 4))[0].relatedInformation ?? [];
      assert.equal(related.message, 'the picture');
      assert.match(text, / 95% █+. +eight\n {2}2% .+three\n/);
      assert.match(text, /Label quality\\: 0\\\.02/);
      const right = digits.rows.findIndex((row) => digits.wrong.every((one) => one.path !== row.path)) + 1;
      const others = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        new vscode.Position(right, 2),
      );
      assert.equal(others.length, 1);
    });

    it('and the line above the header says how far the review is', async () => {
      digits = await makeAuditedDigits(api);
      const { document } = await open();
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      );
      assert.deepEqual(
        lenses.map(({ command }) => command?.title),
        ['4 of 4 label issues open', 'Next Issue', 'Audit Again'],
      );
    });
  });
});
