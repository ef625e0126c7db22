import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { encodeNpy } from '../../src/arrays/write-npy.ts';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import type { AuditSession } from '../../src/editor/session/types.ts';
import { idOfPicture } from '../../src/editor/session/unflagged-pictures.ts';
import { makeImageFolder, type ImageFolder } from '../harness/image-folder.ts';
import { activated, applyFix, fixesAt, problemsOf, until } from './audited-digits.ts';

const CLASSES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Real digits in train and test, with copies: three of one and two of another to train on, and one that is tested on, too. */
async function makeCopies(images: ImageFolder, folder: string): Promise<string> {
  const rows = images.examples.map(({ path, truth }, i) => ({
    from: path,
    path,
    label: truth,
    split: i % 4 === 3 ? 'test' : 'train',
  }));
  const [a, b, c] = rows.filter(({ split }) => split === 'train');
  const copy = (row: (typeof rows)[number], name: string, split = 'train') => ({
    ...row,
    path: `copies/${name}`,
    split,
  });
  const all = [...rows, copy(a, 'a1.png'), copy(a, 'a2.png'), copy(b, 'b1.png'), copy(c, 'leak.png', 'test')];
  for (const { from, path } of all) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(join(images.folder, from), join(folder, path));
  }
  // Line ends, quotes, a comment and a column of another's stay as they are.
  const lines = all.map(({ path, label, split }, i) =>
    i % 3 === 0 ? `"${path}",${label},${split},"n, ${i}"` : `${path},${label},${split},${i}`,
  );
  await writeFile(join(folder, 'labels.csv'), `\ufeffimage,label,split,mine\r\n${lines.join('\r\n')}\r\n`);
  const data = new Float64Array(all.length * CLASSES.length).fill(0.01);
  all.forEach(({ label }, i) => (data[i * CLASSES.length + Number(label)] = 0.91));
  const file = join(folder, 'mine.npy');
  await writeFile(
    file,
    encodeNpy({ dtype: 'float64', shape: [all.length, CLASSES.length], fortranOrder: false, data }, file),
  );
  return file;
}

describe('what checks found', () => {
  let api: LabelAuditApi;
  let images: ImageFolder;
  let folder: string;
  let labels: vscode.Uri;
  let session: AuditSession;

  before(async () => {
    api = await activated();
  });
  beforeEach(async () => {
    images = await makeImageFolder({ perClass: 4, wrong: 0 });
    folder = await mkdtemp(join(tmpdir(), 'label-audit-copies-'));
    const predictions = await makeCopies(images, folder);
    const { extensionPath } = vscode.extensions.getExtension('label-audit.label-audit')!;
    const options = [
      '--pred-probs',
      predictions,
      '--classes',
      CLASSES.join(','),
      '--checks',
      'exact_duplicates,leaks,dark',
    ];
    await promisify(execFile)(process.execPath, [
      join(extensionPath, 'dist', 'cli.mjs'),
      'audit',
      folder,
      ...options,
      '--quiet',
    ]);
    session = await api.store.load(vscode.Uri.file(folder));
    labels = vscode.Uri.file(join(folder, 'labels.csv'));
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    api.store.clear(session);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    await images.remove();
  });

  const text = () => readFile(labels.fsPath, 'utf8');
  const reviews = () => readFile(join(folder, '.label-audit', 'reviews.csv'), 'utf8').catch(() => '');
  const ofCheck = (name: string) =>
    problemsOf(labels).filter(({ code }) => typeof code === 'object' && code.value === `check:${name}`);
  const untilFound = (name: string, count: number) =>
    until(
      `${count} problems of ${name}, not ${ofCheck(name).length}`,
      () => ofCheck(name).length === count && ofCheck(name),
    );

  it('is a problem of its row: the leak goes out of the training split, and comes back to the byte', async () => {
    await vscode.window.showTextDocument(labels);
    const [leak] = await untilFound('leaks', 1);
    const was = await text();
    assert.match(leak.message, /^The same picture stands in the split "test", too: copies\/leak\.png\.$/);
    assert.equal(leak.severity, vscode.DiagnosticSeverity.Warning);
    await applyFix(labels, leak.range, 'Remove from the training split');
    await untilFound('leaks', 0);
    const now = await text();
    assert.match(now, /copies\/leak\.png"?,\d,test/);
    assert.equal(now.split('\r\n').length, was.split('\r\n').length - 1);
    await until('the review', async () => /,removed,.*,leaks$/m.test(await reviews()));
    assert.equal(session.stale, false);
    assert.equal(await api.decisions.undo(session), true);
    assert.equal(await text(), was);
    await untilFound('leaks', 1);
    await until('no review', async () => !(await reviews()).includes('leaks\n'));
    assert.equal(await api.decisions.redo(session), true);
    assert.equal(await text(), now);
  });

  it('is in sets of which the best stays, as one step each', async () => {
    await vscode.window.showTextDocument(labels);
    // Of three and of two all but the best; a copy of another split is told of once, as a leak.
    const before = await untilFound('exact_duplicates', 3);
    const was = await text();
    const lines = was.split('\r\n').length;
    const duplicates = before.filter(({ range }) => !was.split('\r\n')[range.start.line].includes('leak'));
    await applyFix(labels, duplicates[0].range, 'Keep only the best of these pictures');
    await until('a set to be one', () => ofCheck('exact_duplicates').length < 3);
    for (let left = ofCheck('exact_duplicates'); left.length > 0;) {
      const here = (await text()).split('\r\n');
      const next = left.find(({ range }) => here[range.start.line].includes(',train,'));
      if (next === undefined) break;
      await applyFix(labels, next.range, 'Keep only the best of these pictures');
      const count = left.length;
      left = await until('fewer', () => ofCheck('exact_duplicates').length < count && ofCheck('exact_duplicates'));
    }
    const rows = (await text()).split('\r\n');
    assert.ok(rows.length <= lines - 3, `${rows.length} of ${lines}`);
    // No row of the test split went.
    const tests = (all: readonly string[]) => all.filter((row) => row.includes(',test,'));
    assert.deepEqual(tests(rows), tests(was.split('\r\n')));
    while (await api.decisions.undo(session));
    assert.equal(await text(), was);
  });

  it('comes back to the byte where rows that stand together went in another order', async () => {
    const was = await text();
    const ids = ['b1', 'a2', 'leak', 'a1'].map((name) =>
      idOfPicture(session, session.report.paths.indexOf(`copies/${name}.png`)),
    );
    await api.decisions.decide(session, ids, { kind: 'remove' });
    assert.equal((await text()).split('\r\n').length, was.split('\r\n').length - 4);
    assert.equal(await api.decisions.undo(session), true);
    assert.equal(await text(), was);
  });

  it('is kept as fine, which says nothing of its label nor of other checks', async () => {
    await vscode.window.showTextDocument(labels);
    const [leak] = await untilFound('leaks', 1);
    const was = await text();
    await applyFix(labels, leak.range, 'Keep: "Leaks" is no problem here (mark as reviewed)');
    await untilFound('leaks', 0);
    assert.equal(await text(), was);
    assert.match(await reviews(), /,kept,.*,leaks$/m);
    await untilFound('exact_duplicates', 3);
    const titles = (await fixesAt(labels, ofCheck('exact_duplicates')[0].range)).map(({ title }) => title);
    assert.ok(titles.includes('Keep only the best of these pictures'), titles.join(' | '));
    assert.equal(await api.decisions.undo(session), true);
    await untilFound('leaks', 1);
  });

  it('is no problem where the settings do not name its check', async () => {
    await vscode.window.showTextDocument(labels);
    await untilFound('leaks', 1);
    const settings = vscode.workspace.getConfiguration('labelAudit');
    await settings.update('checkProblems', ['exact_duplicates'], vscode.ConfigurationTarget.Global);
    try {
      await untilFound('leaks', 0);
      await untilFound('exact_duplicates', 4);
    } finally {
      await settings.update('checkProblems', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
