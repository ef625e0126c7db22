import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import { makeImageFolder, type ImageFolder } from '../harness/image-folder.ts';
import { activated, makeAuditedDigits, until, type AuditedDigits } from './audited-digits.ts';

type Heard = Readonly<Record<string, unknown>>;

interface Flagged {
  readonly path: string;
  readonly given: string;
  readonly decision: string;
}

/** test/fixtures/second-extension: installed beside ours, with no source of ours. */
const SECOND = 'label-audit-tests.second';

const run = <T>(command: string, ...args: unknown[]): Promise<T> =>
  Promise.resolve(vscode.commands.executeCommand<T>(command, ...args));

describe('another extension that builds on this one', () => {
  let api: LabelAuditApi;
  let digits: AuditedDigits;
  let heard: Heard[];

  before(async () => {
    const second = vscode.extensions.getExtension<{ readonly heard: Heard[] }>(SECOND);
    assert.ok(second, `${SECOND} is not installed: ${vscode.extensions.all.length} extensions are.`);
    ({ heard } = await second.activate());
    api = await activated();
    digits = await makeAuditedDigits(api);
  });

  beforeEach(() => {
    heard.length = 0;
  });

  after(async () => {
    api.store.clear(digits.session);
    await digits.remove();
  });

  it('reads an audit, by its folder, its labels file, and where it is not open', async () => {
    const { session, wrong, labelsFile, root } = digits;
    const expected = wrong.map(({ path, given }) => ({ path, given, decision: 'open' }));
    for (const target of [root, labelsFile])
      assert.deepEqual(await run<Flagged[]>('second.flagged', target.fsPath), expected);
    assert.equal(await api.read(root), session, 'one session for all');
    api.store.clear(session);
    assert.deepEqual(await run<Flagged[]>('second.flagged', labelsFile.fsPath), expected);
    assert.equal(api.store.sessions.filter((one) => one.root.fsPath === root.fsPath).length, 1);
  });

  it('is told why there is nothing to read', async () => {
    const images = await makeImageFolder({ perClass: 1, wrong: 0 });
    try {
      await assert.rejects(api.read(vscode.Uri.file(images.folder)), /has not been audited: run "Audit Labels" first/);
      await assert.rejects(
        api.read(vscode.Uri.parse('vscode-vfs://github/a/b')),
        /vscode-vfs:\/a\/b is not on a disk of this machine/,
      );
    } finally {
      await images.remove();
    }
  });

  it('decides, and hears of every decision made, taken back and made again, by whomever', async () => {
    const { labelsFile, root, wrong } = digits;
    const root_ = root.fsPath;
    const event = (what: string, kind: string, number: number, more: object = {}): object => ({
      ...{ event: 'decided', root: root_, what, kind, to: undefined, pictures: 1, number, ...more },
    });
    await run('second.decide', root.fsPath, [0, 1], { kind: 'accept' });
    assert.match(await readFile(labelsFile.fsPath, 'utf8'), new RegExp(`^${wrong[0].path},eight$`, 'm'));
    const [first] = await run<Flagged[]>('second.flagged', root.fsPath);
    assert.equal(first.decision, 'relabelled');
    assert.equal(await run('second.undo', root.fsPath), true);
    const session = await api.read(root);
    await api.decisions.redo(session);
    await api.decisions.decide(session, [2], { kind: 'relabel', label: 'nine' });
    await api.decisions.decide(session, [3], { kind: 'keep' });
    assert.deepEqual(heard, [
      event('made', 'accept', 1, { pictures: 2 }),
      event('undone', 'accept', 1, { pictures: 2 }),
      event('redone', 'accept', 1, { pictures: 2 }),
      event('made', 'relabel', 2, { to: 'nine' }),
      event('made', 'keep', 3),
    ]);
    await api.decisions.goTo(session, 0);
    assert.deepEqual(
      heard.slice(5).map(({ what, number }) => [what, number]),
      [
        ['undone', 3],
        ['undone', 2],
        ['undone', 1],
      ],
    );
  });

  describe('and audits', () => {
    let images: ImageFolder;

    before(async () => {
      images = await makeImageFolder({ perClass: 4, wrong: 0 });
    });

    after(async () => {
      const session = api.store.sessions.find(({ root }) => root.fsPath === images.folder);
      if (session) api.store.clear(session);
      await images.remove();
    });

    it('runs one by a table of its own, and hears that it has ended', async () => {
      const lines = (await readFile(join(images.folder, 'labels.csv'), 'utf8')).trim().split('\n').slice(1);
      const table = lines.map((line, row) => {
        const [path, label] = line.split(',');
        const believed = row === 5 ? (Number(label) + 1) % 10 : Number(label);
        return [path, ...Array.from({ length: 10 }, (_, j) => (j === believed ? 0.91 : 0.01))].join(',');
      });
      const file = join(images.folder, 'mine.csv');
      await writeFile(file, [`path,${Array.from({ length: 10 }, (_, j) => j).join(',')}`, ...table].join('\n'));
      try {
        assert.equal(await run('second.audit', images.folder, { predProbsFile: file }), 1);
        assert.deepEqual(heard, [{ event: 'finished', root: images.folder, issues: 1 }]);
        const [flagged] = await run<Flagged[]>('second.flagged', images.folder);
        assert.deepEqual([flagged.path, flagged.decision], [lines[5].split(',')[0], 'open']);
      } finally {
        await rm(file);
      }
    });

    it('cancels one, which leaves the audit before as it was', async () => {
      const before = await readFile(join(images.folder, '.label-audit', 'report.json'), 'utf8');
      const running = run('second.audit', images.folder, { model: 'small-cnn', epochs: 200 }, 400);
      await until('the audit to start', () => api.runs.isRunning(images.folder));
      assert.equal(await running, 'cancelled');
      assert.equal(api.runs.isRunning(images.folder), false);
      assert.deepEqual(heard, []);
      assert.equal(await readFile(join(images.folder, '.label-audit', 'report.json'), 'utf8'), before);
    });

    it('is told of an option that is wrong, before anything is run', async () => {
      const target = vscode.Uri.file(images.folder);
      const wrong = (options: object): Promise<unknown> => api.run(target, options);
      await assert.rejects(wrong({ epocs: 3 }), /There is no option "epocs" of an audit/);
      await assert.rejects(wrong({ epochs: 'three' }), /epochs should be a whole number from .* not "three"/);
      await assert.rejects(wrong({ target: '/etc' }), /There is no option "target"/);
      await assert.rejects(api.run(vscode.Uri.file(join(images.folder, 'images'))), /There is no data set there/);
      assert.equal(api.runs.current?.phase === 'running', false);
    });
  });
});
