import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import { createBrowseUpdates } from '../../src/editor/panel/browse-updates.ts';
import type { BrowsedRows, HostMessage, IssueUpdate } from '../../src/protocol/index.ts';
import { activated, makeAuditedDigits, plainCsv, until, untilProblems, type AuditedDigits } from './audited-digits.ts';

describe('pictures that are not flagged', () => {
  let api: LabelAuditApi;
  let digits: AuditedDigits;
  let told: HostMessage[];
  let browse: ReturnType<typeof createBrowseUpdates>;

  before(async () => {
    api = await activated();
  });
  afterEach(async () => {
    browse.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    api.store.clear(digits.session);
    await vscode.commands.executeCommand('notifications.clearAll');
    await digits.remove();
  });

  const open = async (layout: 'csv' | 'folders'): Promise<BrowsedRows['rows']> => {
    digits = await makeAuditedDigits(api, { layout });
    told = [];
    browse = createBrowseUpdates((message) => told.push(message), {
      of: () => [],
      ofCheck: () => [],
      mark: () => Promise.resolve(),
    });
    const session = api.store.sessions.find((one) => one.root.toString() === digits.root.toString())!;
    const first = await browse.page(session as never, 0, 20);
    assert.equal(first.rows.length, 20);
    const rest = await browse.page(session as never, first.next!, 1000);
    assert.equal(rest.next, undefined);
    return [...first.rows, ...rest.rows];
  };
  const changes = (): readonly IssueUpdate[] => told.flatMap((one) => (one.type === 'issues' ? one.changes : []));
  const untilTold = (id: number, decision: IssueUpdate['decision']) =>
    until(`${id} to be ${decision}`, () => changes().findLast((one) => one.id === id)?.decision === decision);

  it('are listed with what the model says of them, and each once', async () => {
    const rows = await open('csv');
    assert.equal(rows.length, digits.rows.length - digits.wrong.length);
    const flagged = new Set(digits.wrong.map(({ path }) => path));
    assert.deepEqual(
      rows.map(({ path, given }) => ({ path, label: given })),
      digits.rows.filter(({ path }) => !flagged.has(path)),
    );
    for (const { given, suggested, suggestedProbability, decision } of rows) {
      assert.deepEqual([suggested, Math.round(suggestedProbability * 100), decision], [given, 91, 'open']);
    }
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
  });

  it('are decided in the labels file as flagged ones are, and taken back', async () => {
    const rows = await open('csv');
    const { id, path } = rows[7];
    const onDisk = () => readFile(digits.labelsFile.fsPath, 'utf8');
    const was = await onDisk();
    const started = performance.now();
    await api.decisions.decide(digits.session, [id], { kind: 'relabel', label: 'nine' });
    await untilTold(id, 'relabelled');
    const took = performance.now() - started;
    console.log(`a decision on an unflagged picture took ${Math.round(took)} ms`);
    const changed = digits.rows.map((row) => (row.path === path ? { ...row, label: 'nine' } : row));
    assert.equal(await onDisk(), plainCsv(changed));
    // A review's change is no other hand's.
    assert.equal(digits.session.stale, false);
    await untilProblems(digits.labelsFile, 4); // those of the flagged ones
    const reviews = join(digits.root.fsPath, '.label-audit', 'reviews.csv');
    await until('the decision to be noted', async () =>
      (await readFile(reviews, 'utf8').catch(() => '')).includes(`${path},nine,relabelled`),
    );
    assert.equal(await api.decisions.undo(digits.session), true);
    await untilTold(id, 'open');
    assert.equal(await onDisk(), was);
    assert.equal(digits.session.stale, false);

    await api.decisions.decide(digits.session, [id, 0], { kind: 'remove' });
    await untilTold(id, 'removed');
    const gone = new Set([path, digits.wrong[0].path]);
    assert.equal(await onDisk(), plainCsv(digits.rows.filter((row) => !gone.has(row.path))));
    assert.equal(digits.session.stale, false);
    assert.equal(await api.decisions.undo(digits.session), true);
    assert.equal(await onDisk(), was);

    // The suggestion is the label that it has: that is kept.
    await api.decisions.decide(digits.session, [id], { kind: 'accept' });
    await untilTold(id, 'kept');
    assert.equal(await onDisk(), was);
    assert.equal(await api.decisions.undo(digits.session), true);
    await untilTold(id, 'open');
  });

  it('are moved among class folders, and back', async () => {
    const rows = await open('folders');
    const { id, path } = rows.find(({ given }) => given === 'two')!;
    const at = (place: string): boolean => existsSync(join(digits.root.fsPath, place));
    const there = `five/${basename(path)}`;
    await api.decisions.decide(digits.session, [id], { kind: 'relabel', label: 'five' });
    await untilTold(id, 'relabelled');
    assert.deepEqual([at(path), at(there)], [false, true]);
    assert.equal(digits.session.stale, false);
    assert.equal(await api.decisions.undo(digits.session), true);
    await untilTold(id, 'open');
    assert.deepEqual([at(path), at(there)], [true, false]);
    await api.decisions.decide(digits.session, [id], { kind: 'remove' });
    await untilTold(id, 'removed');
    assert.equal(at(path), false);
    assert.equal(digits.session.stale, false);
    assert.equal(await api.decisions.undo(digits.session), true);
    assert.equal(at(path), true);
  });

  it('that other hands change are told of, and make the audit stale', async () => {
    const rows = await open('csv');
    const { id, path } = rows[3];
    const line = digits.rows.findIndex((row) => row.path === path) + 1;
    const edit = new vscode.WorkspaceEdit();
    edit.replace(digits.labelsFile, new vscode.Range(line, path.length + 1, line, 1000), 'nine');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await untilTold(id, 'relabelled');
    assert.equal(digits.session.stale, true);
    await vscode.window.showTextDocument(digits.labelsFile);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});
