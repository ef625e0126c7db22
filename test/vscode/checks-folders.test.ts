import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { encodeNpy } from '../../src/arrays/write-npy.ts';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import type { AuditSession } from '../../src/editor/session/types.ts';
import { idOfPicture } from '../../src/editor/session/unflagged-pictures.ts';
import type { FindingAction } from '../../src/protocol/index.ts';
import { makeImageFolder } from '../harness/image-folder.ts';
import { activated, problemsOf, until } from './audited-digits.ts';

const CLASSES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Real digits in class folders of train and test, with copies: three of one to train on, and one that is tested on, too. */
async function makeCopies(folder: string): Promise<void> {
  const images = await makeImageFolder({ perClass: 4, wrong: 0 });
  const rows = images.examples.map(({ path, truth }, i) => ({
    from: path,
    path: `${i % 4 === 3 ? 'test' : 'train'}/${truth}/${basename(path)}`,
  }));
  const [a, b] = rows.filter(({ path }) => path.startsWith('train'));
  const copy = ({ from, path }: (typeof rows)[number], name: string) => ({ from, path: join(dirname(path), name) });
  const leak = { from: b.from, path: join('test', dirname(b.path).split('/')[1], 'leak.png') };
  const all = [...rows, copy(a, 'a1.png'), copy(a, 'a2.png'), leak];
  for (const { from, path } of all) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(join(images.folder, from), join(folder, path));
  }
  const data = new Float64Array(all.length * CLASSES.length).fill(0.01);
  all.forEach(({ path }, i) => (data[i * CLASSES.length + Number(path.split('/')[1])] = 0.91));
  const shape = [all.length, CLASSES.length];
  await writeFile(join(folder, 'mine.npy'), encodeNpy({ dtype: 'float64', shape, fortranOrder: false, data }, 'mine'));
  await writeFile(join(folder, 'mine.paths.txt'), all.map(({ path }) => `${path}\n`).join(''));
  await images.remove();
}

describe('what checks found in class folders', () => {
  let api: LabelAuditApi;
  let folder: string;
  let session: AuditSession;

  before(async () => {
    api = await activated();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'label-audit-copied-folders-'));
    await makeCopies(folder);
    const { extensionPath } = vscode.extensions.getExtension('label-audit.label-audit')!;
    const options = ['--pred-probs', join(folder, 'mine.npy'), '--classes', CLASSES.join(',')];
    const checks = ['--checks', 'exact_duplicates,leaks'];
    const cli = join(extensionPath, 'dist', 'cli.mjs');
    await promisify(execFile)(process.execPath, [cli, 'audit', folder, ...options, ...checks, '--quiet']);
    session = await api.store.load(vscode.Uri.file(folder));
    await files().update('enableTrash', false, vscode.ConfigurationTarget.Global);
  });
  afterEach(async () => {
    await files().update('enableTrash', undefined, vscode.ConfigurationTarget.Global);
    api.store.clear(session);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  const files = () => vscode.workspace.getConfiguration('files');
  const pictures = async (): Promise<string[]> =>
    (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.png')).sort();
  const reviews = () => readFile(join(folder, '.label-audit', 'reviews.csv'), 'utf8').catch(() => '');
  const setsOf = (check: string) => session.report.checks?.types.find(({ name }) => name === check)?.sets ?? [];
  const problemsAt = (path: string, check: string) =>
    problemsOf(vscode.Uri.file(join(folder, path))).filter(
      ({ code }) => typeof code === 'object' && code.value === `check:${check}`,
    );
  /** What a button of the panel does, and a quick fix. */
  const decide = (check: string, index: number, action: FindingAction) =>
    vscode.commands.executeCommand(
      'labelAudit.fix.finding',
      ...[session.root.toString(), check, idOfPicture(session, index), action],
    );

  it('of a set all but the best are moved out of their folders, and come back', async () => {
    const was = await pictures();
    const [{ members }] = setsOf('exact_duplicates').filter((set) => set.members.length === 3);
    const [best, ...others] = members;
    for (const { path } of others)
      await until('a problem at each copy', () => problemsAt(path, 'exact_duplicates').length === 1);
    assert.equal(problemsAt(best.path, 'exact_duplicates').length, 0);
    await api.decisions.note(session, [idOfPicture(session, others[0].index!)], 'the same scan', 'exact_duplicates');
    await decide('exact_duplicates', best.index!, 'keepBest');
    const gone = new Set(others.map(({ path }) => path));
    assert.deepEqual(
      await pictures(),
      [...was.filter((path) => !gone.has(path)), ...[...gone].map((path) => `.label-audit/removed/${path}`)].sort(),
    );
    await until('both reviews', async () => (await reviews()).match(/,removed,.*,exact_duplicates$/gm)?.length === 2);
    assert.match(await reviews(), /,removed,the same scan,/);
    for (const { path } of others)
      await until('no problem any more', () => problemsAt(path, 'exact_duplicates').length === 0);
    assert.equal(session.stale, false);
    assert.equal(await api.decisions.undo(session), true);
    assert.deepEqual(await pictures(), was);
    await until('no review', async () => !(await reviews()).includes('removed'));
    assert.equal(await api.decisions.redo(session), true);
    assert.equal((await pictures()).filter((path) => path.startsWith('.label-audit')).length, 2);
  });

  it('a leak goes out of the training split; the picture of the test split stays', async () => {
    const was = await pictures();
    const [{ members }] = setsOf('leaks');
    const [test] = members.filter(({ split }) => split === 'test');
    const [train] = members.filter(({ split }) => split === 'train');
    await until('a problem', () => problemsAt(train.path, 'leaks').length === 1);
    assert.equal(problemsAt(test.path, 'leaks').length, 0);
    await decide('leaks', test.index!, 'removeFromTrain');
    assert.deepEqual(
      await pictures(),
      [...was.filter((path) => path !== train.path), `.label-audit/removed/${train.path}`].sort(),
    );
    await until('the review', async () => /,removed,.*,leaks$/m.test(await reviews()));
    await until('no problem any more', () => problemsAt(train.path, 'leaks').length === 0);
    assert.equal(await api.decisions.undo(session), true);
    assert.deepEqual(await pictures(), was);
  });

  it('is kept as fine without a file moved', async () => {
    const was = await pictures();
    const [{ members }] = setsOf('leaks');
    const [train] = members.filter(({ split }) => split === 'train');
    await decide('leaks', train.index!, 'keep');
    await until('no problem any more', () => problemsAt(train.path, 'leaks').length === 0);
    assert.deepEqual(await pictures(), was);
    assert.match(await reviews(), /,kept,.*,leaks$/m);
  });
});
