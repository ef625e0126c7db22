import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { encodeNpy } from '../../src/arrays/write-npy.ts';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import type { AuditSession } from '../../src/editor/session/types.ts';
import { makeComposites, writeComposites, type Composite } from '../bench/tasks/composites.ts';
import { activated, applyFix, fixesAt, until, untilProblems } from './audited-digits.ts';

const PHOTOS = join(
  process.env.LABEL_AUDIT_SHARED ??
    join(vscode.extensions.getExtension('label-audit.label-audit')!.extensionPath, '../shared'),
  'data/photos',
);
const isThere = existsSync(`${PHOTOS}-truth.csv`);
if (!isThere) console.log(`skipped: composites of photographs need ${PHOTOS} (LABEL_AUDIT_SHARED names another place)`);
const COUNT = 60;

/**
 * Photographs side by side with the labels of all of them, in a few of which one is missing or wrong. Skipped where there are no
 * photographs, as the line above says: mocha has no `runIf`.
 */
(isThere ? describe : describe.skip)('several labels a picture', () => {
  let api: LabelAuditApi;
  let folder: string;
  let labelsFile: vscode.Uri;
  let composites: readonly Composite[];
  let session: AuditSession;
  let text: string;

  before(async () => {
    api = await activated();
    folder = await mkdtemp(join(tmpdir(), 'label-audit-sets-'));
    labelsFile = vscode.Uri.file(join(folder, 'labels.csv'));
    const options = { photos: PHOTOS, truthFile: `${PHOTOS}-truth.csv`, folder, count: COUNT, seed: 1, noise: 0.2 };
    composites = await makeComposites(options);
    await writeComposites(folder, composites);
    // As a spreadsheet writes it: with a byte order mark, quotes and CRLF.
    const plain = readFileSync(labelsFile.fsPath, 'utf8');
    text = `\ufeff${plain.replaceAll(/^(.*),(.*)$/gm, '$1,"$2"').replaceAll('\n', '\r\n')}`;
    await writeFile(labelsFile.fsPath, text);
    // A model that knows: each class by itself.
    const classes = [...new Set(composites.flatMap(({ given }) => given))].sort();
    const data = Float64Array.from(
      composites.flatMap(({ truth }) => classes.map((name) => (truth.includes(name) ? 0.93 : 0.04))),
    );
    const file = join(folder, 'mine.npy');
    await writeFile(
      file,
      encodeNpy({ dtype: 'float64', shape: [COUNT, classes.length], fortranOrder: false, data }, file),
    );
    const cli = join(vscode.extensions.getExtension('label-audit.label-audit')!.extensionPath, 'dist', 'cli.mjs');
    const args = [cli, 'audit', folder, '--pred-probs', file, '--classes', classes.join(','), '--quiet'];
    await promisify(execFile)(process.execPath, args);
    session = await api.store.load(vscode.Uri.file(folder));
    // Quick fixes are asked for of a text that is open.
    await vscode.window.showTextDocument(labelsFile);
  });

  afterEach(async () => {
    while (await api.decisions.undo(session));
    await until('the file as it was', () => readFileSync(labelsFile.fsPath, 'utf8') === text);
  });

  after(async () => {
    api.store.clear(session);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  const of = ({ path }: { readonly path: string }): Composite => composites.find(({ image }) => image === path)!;
  const rowOf = (composite: Composite): string => `${composite.image},"${composite.given.join('|')}"\r\n`;
  /** The line of a picture, as VS Code counts. */
  const lineOf = (composite: Composite): number => composites.indexOf(composite) + 1;
  const wrongOnes = (): Composite[] => composites.filter(({ truth, given }) => truth.join() !== given.join());
  const planted = (add: boolean): Composite =>
    composites.find(({ truth, given }) => (add ? given.length < truth.length : given.length > truth.length))!;

  it('are audited: each planted error is a problem that names the label', async () => {
    const wrong = wrongOnes();
    assert.deepEqual(session.report.dataset.multiLabel, { way: '|', separator: '|' });
    assert.deepEqual(new Set(session.issues.map(({ issue }) => issue.path)), new Set(wrong.map(({ image }) => image)));
    for (const { issue } of session.issues) assert.equal(issue.suggestedLabel, of(issue).truth.join('|'));
    const problems = await untilProblems(labelsFile, wrong.length);
    const composite = planted(true);
    const missing = composite.truth.find((name) => !composite.given.includes(name))!;
    const problem = problems.find(({ range }) => range.start.line === lineOf(composite))!;
    assert.match(problem.message, new RegExp(`add "?${missing}"?`));
  });

  for (const add of [true, false]) {
    it(`are mended where a label is ${add ? 'missing' : 'wrong'}: only its part of the cell, and back to the byte`, async () => {
      const composite = planted(add);
      // All of them: what the last test undid may still be on its way into the session.
      const problem = (await untilProblems(labelsFile, wrongOnes().length)).find(
        ({ range }) => range.start.line === lineOf(composite),
      )!;
      const [title] = (await fixesAt(labelsFile, problem.range)).map((one) => one.title);
      const changed: vscode.TextDocumentContentChangeEvent[] = [];
      const listener = vscode.workspace.onDidChangeTextDocument(({ contentChanges }) =>
        changed.push(...contentChanges),
      );
      await applyFix(labelsFile, problem.range, title);
      listener.dispose();
      // What is missing is added behind what stands there.
      const mended = add
        ? [...composite.given, ...composite.truth.filter((name) => !composite.given.includes(name))]
        : composite.truth;
      const wanted = text.replace(rowOf(composite), rowOf({ ...composite, given: mended }));
      assert.notEqual(wanted, text);
      assert.equal(readFileSync(labelsFile.fsPath, 'utf8'), wanted);
      // What is not of the label that comes or goes is not written anew.
      const label = [...composite.truth, ...composite.given].find(
        (name) => composite.truth.includes(name) !== composite.given.includes(name),
      )!;
      const written = changed.map((one) => one.text + '|'.repeat(one.rangeLength)).join('');
      assert.ok(written.length <= label.length + 1, JSON.stringify(changed));
      assert.equal(await api.decisions.undo(session), true);
      assert.ok(readFileSync(labelsFile.fsPath).equals(Buffer.from(text)));
    });
  }
});
