import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import { activated, makeAuditedDigits, problemsOf, SEVEN, until, type AuditedDigits } from './audited-digits.ts';

describe('class folders as labels', () => {
  let api: LabelAuditApi;
  let digits: AuditedDigits;

  before(async () => {
    api = await activated();
  });

  beforeEach(async () => {
    digits = await makeAuditedDigits(api, { layout: 'folders' });
  });

  afterEach(async () => {
    api.store.clear(digits.session);
    await digits.remove();
  });

  const at = (path: string): string => join(digits.root.fsPath, path);
  const moved = (id: number, label: string): string => `${label}/${basename(digits.wrong[id].path)}`;
  const labelOf = (id: number): string | undefined => digits.session.issues[id].current?.label;
  const decisionsOf = (): string => digits.session.issues.map(({ decision }) => decision).join(' ');

  it('each flagged picture is a problem of its own', async () => {
    const uri = vscode.Uri.joinPath(digits.root, digits.wrong[0].path);
    const [problem] = await until('a problem', () => {
      const found = problemsOf(uri);
      return found.length > 0 && found;
    });
    assert.equal(problem.message, '"three" looks like "eight" (model: 95% eight, 2% three).');
  });

  it("a relabelled picture moves to its class's folder, and back", async () => {
    const before = readFileSync(at(digits.wrong[0].path));
    await api.decisions.decide(digits.session, [0, 3], { kind: 'accept' });
    assert.equal(decisionsOf(), 'relabelled open open relabelled');
    assert.equal(existsSync(at(digits.wrong[0].path)), false);
    assert.deepEqual(readFileSync(at(moved(0, 'eight'))), before);
    assert.equal(existsSync(at(moved(3, SEVEN))), true);
    assert.equal(digits.session.stale, false);
    assert.equal(await api.decisions.undo(digits.session), true);
    assert.equal(decisionsOf(), 'open open open open');
    assert.deepEqual(readFileSync(at(digits.wrong[0].path)), before);
  });

  it('a picture in a folder within its class goes to the same place within the other class, and back', async () => {
    api.store.clear(digits.session);
    await digits.remove();
    const pictureAt = (path: string, wrong: readonly string[]): string =>
      wrong.includes(path) ? `scans/old/${basename(path)}` : basename(path);
    digits = await makeAuditedDigits(api, { layout: 'folders', pictureAt });
    const [{ path }] = digits.wrong;
    const before = readFileSync(at(path));
    await api.decisions.decide(digits.session, [0, 3], { kind: 'accept' });
    assert.equal(decisionsOf(), 'relabelled open open relabelled');
    assert.deepEqual([labelOf(0), labelOf(3)], ['eight', SEVEN]);
    assert.deepEqual(readFileSync(at(`eight/scans/old/${basename(path)}`)), before);
    assert.equal(existsSync(at(path)), false);
    assert.equal(digits.session.stale, false);
    // Once more, from where it is now.
    await api.decisions.decide(digits.session, [0], { kind: 'relabel', label: 'nine' });
    assert.deepEqual(readFileSync(at(`nine/scans/old/${basename(path)}`)), before);
    for (let i = 0; i < 2; i++) assert.equal(await api.decisions.undo(digits.session), true);
    assert.equal(decisionsOf(), 'open open open open');
    assert.deepEqual(readFileSync(at(path)), before);
  });

  it('a name that is taken is refused, and nothing is moved', async () => {
    await cp(at(digits.wrong[0].path), at(moved(1, 'eight')));
    await assert.rejects(
      api.decisions.decide(digits.session, [0, 1], { kind: 'accept' }),
      new RegExp(`There is a ${moved(1, 'eight')} already, so ${digits.wrong[1].path} can’t be moved there`),
    );
    assert.equal(existsSync(at(digits.wrong[0].path)), true);
    assert.equal(existsSync(at(digits.wrong[1].path)), true);
  });

  it('a class that has no folder is refused', async () => {
    await assert.rejects(
      api.decisions.decide(digits.session, [0], { kind: 'relabel', label: '../outside' }),
      /There is no class folder "\.\.\/outside"/,
    );
  });

  it('a removed picture can be brought back', async () => {
    const before = readFileSync(at(digits.wrong[0].path));
    await api.decisions.decide(digits.session, [0], { kind: 'remove' });
    assert.equal(existsSync(at(digits.wrong[0].path)), false);
    assert.equal(decisionsOf(), 'removed open open open');
    assert.equal(await api.decisions.undo(digits.session), true);
    assert.deepEqual(readFileSync(at(digits.wrong[0].path)), before);
    assert.equal(decisionsOf(), 'open open open open');
  });

  it('a picture is known in its new folder, whoever moved it', async () => {
    const [{ path }] = digits.wrong;
    const uri = vscode.Uri.joinPath(digits.root, path);
    const target = vscode.Uri.joinPath(digits.root, moved(0, 'nine'));
    await vscode.workspace.fs.rename(uri, target);
    await until('the move to be noticed', () => decisionsOf() === 'relabelled open open open');
    assert.equal(labelOf(0), 'nine');
    await api.decisions.decide(digits.session, [0], { kind: 'accept' });
    assert.equal(labelOf(0), 'eight');
  });

  it('a kept label is written to reviews.csv and can be taken back', async () => {
    const reviews = at('.label-audit/reviews.csv');
    await api.decisions.decide(digits.session, [1], { kind: 'keep' });
    assert.equal(decisionsOf(), 'open kept open open');
    assert.ok(readFileSync(reviews, 'utf8').includes(`${digits.wrong[1].path},three,kept`));
    assert.equal(await api.decisions.undo(digits.session), true);
    assert.equal(decisionsOf(), 'open open open open');
    assert.ok(!readFileSync(reviews, 'utf8').includes(digits.wrong[1].path));
  });

  it('what is relabelled and removed is noted in reviews.csv under the audited path, for as long as it stands', async () => {
    const reviews = at('.label-audit/reviews.csv');
    const noted = (): string => (existsSync(reviews) ? readFileSync(reviews, 'utf8') : '');
    await api.decisions.decide(digits.session, [0], { kind: 'accept' });
    await api.decisions.decide(digits.session, [1], { kind: 'remove' });
    const [relabelled, removed] = digits.wrong;
    await until(
      'both notes',
      () => noted().includes(`${relabelled.path},eight,relabelled`) && noted().includes(removed.path),
    );
    assert.ok(noted().includes(`${removed.path},three,removed`));
    // The relabelled picture is found in its new folder: the note says which picture it is about.
    assert.match(noted(), new RegExp(`^${relabelled.path},eight,relabelled,.*,[0-9a-f]{16}$`, 'm'));
    await api.decisions.undo(digits.session);
    await until('the removal to be taken back', () => !noted().includes(removed.path));
    await api.decisions.undo(digits.session);
    await until('the relabelling to be taken back', () => !noted().includes(relabelled.path));
  });
});
