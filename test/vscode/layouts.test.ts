import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import {
  activated,
  applyFix,
  makeAuditedDigits,
  until,
  untilProblems,
  type AuditedDigits,
  type AuditedDigitsOptions,
  type Row,
} from './audited-digits.ts';

type Files = Readonly<Record<string, string>>;
/** A labels file without some rows, and with other labels in others. */
type Change = (row: Row) => Row | undefined;

/** How a data set is written down; all of them are of the same pictures in the same order. */
interface Layout extends Required<Pick<AuditedDigitsOptions, 'pictureAt' | 'files'>> {
  /** The files after a change of rows. */
  readonly after: (digits: AuditedDigits, change: Change) => Files;
  /** Whether a plan may change a row. */
  readonly mayPlan: (path: string) => boolean;
}

const idOf = (path: string): string => basename(path, '.png');
const kept = (rows: readonly Row[], change: Change): Row[] => rows.flatMap((row) => change(row) ?? []);
const asIs: Change = (row) => row;

/** Kaggle: an id without folder and extension; semicolons, quotes and no final line end. */
const kaggle: Layout = {
  pictureAt: (path) => `train_images/${basename(path)}`,
  files: (rows) => ({ 'images.csv': kaggleText(rows) }),
  after: ({ rows }, change) => ({ 'images.csv': kaggleText(kept(rows, change)) }),
  mayPlan: () => true,
};
const kaggleText = (rows: readonly Row[]): string =>
  `id;label;sender\r\n${rows.map(({ path, label }) => `${idOf(path)};"${label}";7`).join('\r\n')}`;

/** Hugging Face: JSON lines with spaces as somebody wrote them, and a letter beyond ASCII. */
const huggingFace: Layout = {
  pictureAt: (path) => basename(path),
  files: (rows) => ({ 'metadata.jsonl': jsonlText(rows) }),
  after: ({ rows }, change) => ({ 'metadata.jsonl': jsonlText(kept(rows, change)) }),
  mayPlan: () => true,
};
const jsonlText = (rows: readonly Row[]): string =>
  rows.map(({ path, label }) => `{"file_name": "${path}",  "label" :"${label}", "note": "Größe, \\u00e9"}\n`).join('');

/** The first two wrong rows stand in train.csv, the third in val.csv, the fourth in test.csv. */
const several: Layout = {
  pictureAt: (path, wrong) => {
    const splits = ['train', 'val', 'test'];
    const at = wrong.filter((other) => other < path).length;
    return `${splits[Math.max(0, Math.min(2, at - 1))]}/${basename(path)}`;
  },
  files: (rows) => severalTexts(rows, asIs),
  after: ({ rows }, change) => severalTexts(rows, change),
  mayPlan: (path) => !path.startsWith('test/'),
};
const severalTexts = (rows: readonly Row[], change: Change): Files =>
  Object.fromEntries(
    ['train', 'val', 'test'].map((split) => {
      const own = rows.filter(({ path }) => path.startsWith(`${split}/`));
      return [
        `${split}.csv`,
        `id,label\n${kept(own, change)
          .map((row) => `${idOf(row.path)},${row.label}\n`)
          .join('')}`,
      ];
    }),
  );

const LAYOUTS: Readonly<Record<string, Layout>> = {
  'ids of pictures in a folder (Kaggle)': kaggle,
  'JSON lines (Hugging Face)': huggingFace,
  'one labels file for each split': several,
};

for (const [name, layout] of Object.entries(LAYOUTS)) {
  describe(`${name}, live`, () => {
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

    const open = async (): Promise<Files> => {
      digits = await makeAuditedDigits(api, layout);
      api.store.activate(digits.session);
      await until('the flagged rows', () => digits.session.issues.every(({ current }) => current?.range !== undefined));
      return layout.after(digits, asIs);
    };
    const onDisk = async (): Promise<Files> => {
      const names = Object.keys(layout.after(digits, asIs));
      const texts = names.map(async (file) => [file, await readFile(join(digits.root.fsPath, file), 'utf8')] as const);
      return Object.fromEntries(await Promise.all(texts));
    };
    const changed = (changes: ReadonlyMap<string, string | undefined>): Files =>
      layout.after(digits, (row) => {
        if (!changes.has(row.path)) return row;
        const label = changes.get(row.path);
        return label === undefined ? undefined : { ...row, label };
      });
    const undone = async (before: Files): Promise<void> => {
      assert.equal(await api.decisions.undo(digits.session), true);
      assert.deepEqual(await onDisk(), before);
      assert.equal(digits.session.openCount, 4);
      assert.equal(digits.session.stale, false);
    };
    const confirm = async (): Promise<void> => {
      await sleep(1500);
      await vscode.commands.executeCommand('refactorPreview.focus');
      // One tick for the changes of all files.
      await vscode.commands.executeCommand('refactorPreview.groupByType');
      await vscode.commands.executeCommand('list.focusFirst');
      await vscode.commands.executeCommand('refactorPreview.toggleCheckedState');
      await vscode.commands.executeCommand('refactorPreview.groupByFile');
      await vscode.commands.executeCommand('refactorPreview.apply');
    };
    /** Shows the labels file of the worst issue, and waits until it has been read as it stands there. */
    const show = async (): Promise<{ uri: vscode.Uri; range: vscode.Range; document: vscode.TextDocument }> => {
      const { uri } = digits.session.issues[0].current!;
      const { document } = await vscode.window.showTextDocument(uri!);
      const range = await until('the worst row', () => digits.session.issues[0].current?.range);
      return { uri: uri!, range, document };
    };

    it('has its problems on the labels, in the file that holds each', async () => {
      const before = await open();
      assert.equal(digits.session.stale, false);
      const files = digits.session.labelsFiles;
      const counts = files.length === 1 ? [4] : [2, 1, 1];
      for (const [i, uri] of files.entries()) {
        const found = await untilProblems(uri, counts[i]);
        const lines = before[basename(uri.path)].split(/\r?\n/);
        for (const { range } of found) {
          const label = lines[range.start.line].slice(range.start.character, range.end.character);
          assert.match(label, /^"?(three|one)"?$/);
        }
      }
    });

    it('is changed by a quick fix in one row alone, and undone', async () => {
      const before = await open();
      const { uri, range } = await show();
      await applyFix(uri, range, 'Change to "eight"');
      assert.deepEqual(await onDisk(), changed(new Map([[digits.wrong[0].path, 'eight']])));
      assert.equal(digits.session.issues[0].decision, 'relabelled');
      const reviews = join(digits.root.fsPath, '.label-audit', 'reviews.csv');
      const written = await until('the decision in reviews.csv', () =>
        readFile(reviews, 'utf8').catch(() => undefined),
      );
      assert.match(written, new RegExp(`\\n${digits.wrong[0].path},eight,relabelled,`));
      await undone(before);
    });

    it('is changed by decisions of the panel, in several files as one step', async () => {
      const before = await open();
      const ids = digits.session.issues.map(({ id }) => id);
      await api.decisions.decide(digits.session, ids, { kind: 'remove' });
      assert.deepEqual(await onDisk(), changed(new Map(digits.wrong.map(({ path }) => [path, undefined]))));
      assert.equal(digits.session.openCount, 0);
      await undone(before);
      await api.decisions.decide(digits.session, ids, { kind: 'accept' });
      assert.deepEqual(await onDisk(), changed(new Map(digits.wrong.map(({ path, truth }) => [path, truth]))));
      await undone(before);
    });

    it('is changed by a plan, but for the test split', async () => {
      const before = await open();
      const choice = { action: 'prune', by: 'all', share: 1, threshold: 1, minConfidence: 0, minExamplesPerClass: 0 };
      const applying = vscode.commands.executeCommand('labelAudit.fixLabels', { ...choice, splits: null });
      await confirm();
      assert.equal(await applying, true);
      const planned = digits.wrong.filter(({ path }) => layout.mayPlan(path));
      assert.ok(planned.length >= 3);
      assert.deepEqual(await onDisk(), changed(new Map(planned.map(({ path }) => [path, undefined]))));
      await undone(before);
    });

    it('is changed by a fix of all labels of a kind', async () => {
      const before = await open();
      const { uri, range } = await show();
      const applying = applyFix(uri, range, /^Change all "three" → "eight" above 90%/);
      await confirm();
      await applying;
      const planned = digits.wrong.filter(({ path, probability }) => probability > 0.9 && layout.mayPlan(path));
      assert.deepEqual(await onDisk(), changed(new Map(planned.map(({ path }) => [path, 'eight']))));
      await undone(before);
    });

    it('is followed while it is typed in', async () => {
      await open();
      const { uri, range, document } = await show();
      const first = uri.path.endsWith('.jsonl') ? 0 : 1;
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(first, 0), `${document.lineAt(first).text}\n\n`);
      assert.ok(await vscode.workspace.applyEdit(edit));
      const now = digits.session.issues[0].current!.range!;
      assert.equal(now.start.line, range.start.line + 2);
      assert.equal(document.getText(now).replaceAll('"', ''), 'three');
    });
  });
}
