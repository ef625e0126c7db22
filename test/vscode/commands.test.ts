import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { readReport } from '../unit/audit/read-report.ts';
import type { AuditReport } from '../../src/audit/report/types.ts';
import { encodeNpy } from '../../src/arrays/write-npy.ts';
import { targetAt } from '../../src/editor/runs/dataset-picker.ts';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import { panelHtml } from '../../src/editor/panel/panel-html.ts';
import { makeImageFolder, type ImageFolder } from '../harness/image-folder.ts';
import { LAYOUT_WRITERS } from '../harness/layout-writers.ts';

const COMMANDS = [
  'audit',
  'auditWithPredictions',
  'auditOnCluster',
  'labelNext',
  'createLabelsFile',
  'showPanel',
  'nextIssue',
  'previousIssue',
  'clear',
  'openLastAudit',
  'openSample',
];
const QUICK = { folds: 2, epochs: 1, jobs: 1 } as const;

async function until<T>(what: string, look: () => T | undefined | false | null, timeout = 30_000): Promise<T> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false && found !== null) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${timeout} ms in vain for ${what}.`);
    await sleep(25);
  }
}

const panelTab = (): vscode.Tab | undefined =>
  vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .find((tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith('labelAudit.panel'));

const run = (name: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`labelAudit.${name}`, ...args);

const reportOf = (folder: string): Promise<AuditReport> => readReport(join(folder, '.label-audit', 'report.json'));

/** Probabilities of a model that is right about every picture, in the order of labels.csv. */
async function writePredictions({ folder, examples }: ImageFolder): Promise<vscode.Uri> {
  const data = new Float32Array(examples.length * 10).fill(0.01);
  for (const [row, { truth }] of examples.entries()) data[10 * row + Number(truth)] = 0.91;
  const file = join(folder, 'mine.npy');
  await writeFile(
    file,
    encodeNpy({ dtype: 'float32', shape: [examples.length, 10], fortranOrder: false, data }, 'mine.npy'),
  );
  return vscode.Uri.file(file);
}

describe('the commands', () => {
  const extension = vscode.extensions.getExtension<LabelAuditApi>('label-audit.label-audit')!;
  const workspace = vscode.workspace.workspaceFolders![0].uri.fsPath;
  const made: ImageFolder[] = [];
  let api: LabelAuditApi;
  let images: ImageFolder;
  let temporary: string;

  const configure = async (settings: Readonly<Record<string, unknown>>): Promise<void> => {
    const section = vscode.workspace.getConfiguration('labelAudit');
    for (const [name, value] of Object.entries(settings)) {
      await section.update(name, value, vscode.ConfigurationTarget.Workspace);
    }
  };

  const make = async (options: Parameters<typeof makeImageFolder>[0]): Promise<ImageFolder> => {
    const folder = await makeImageFolder(options);
    made.push(folder);
    return folder;
  };

  before(async () => {
    api = await extension.activate();
    await api.restored;
    temporary = await mkdtemp(join(tmpdir(), 'label-audit-commands-'));
    images = await make({ perClass: 8, wrong: 4 });
    await configure(QUICK);
  });

  afterEach(async () => {
    await api.runs.cancel();
    api.runs.dismiss();
    for (const session of [...api.store.sessions]) api.store.clear(session);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  after(async () => {
    await configure(Object.fromEntries(Object.keys(QUICK).map((name) => [name, undefined])));
    for (const folder of made) await folder.remove();
    await rm(temporary, { recursive: true, force: true });
    await rm(join(workspace, '.label-audit'), { recursive: true, force: true });
  });

  const auditWithMine = async (): Promise<void> => {
    await run('auditWithPredictions', vscode.Uri.file(images.folder), await writePredictions(images));
  };

  it('are all registered, each that the manifest contributes', async () => {
    const { contributes } = extension.packageJSON as { contributes: { commands: { command: string }[] } };
    const known = new Set(await vscode.commands.getCommands(true));
    const contributed = contributes.commands.map(({ command }) => command);
    for (const name of COMMANDS) assert.ok(contributed.includes(`labelAudit.${name}`), name);
    assert.deepEqual(
      contributed.filter((command) => !known.has(command)),
      [],
    );
  });

  it('Audit Labels trains on the only data set of the workspace, by the settings', async () => {
    const finished = run('audit');
    await until('the panel', panelTab);
    const running = await until('the run', () => api.runs.current);
    assert.equal(running.phase, 'running');
    assert.equal(running.target.name, basename(workspace));
    await finished;
    const { options, crossValidation, dataset } = await reportOf(workspace);
    assert.equal(options.folds, QUICK.folds);
    assert.equal(options.epochs, QUICK.epochs);
    assert.equal(crossValidation?.folds.length, QUICK.folds);
    assert.equal(dataset.audited, 60);
    assert.equal(api.store.active?.root.fsPath, workspace);
    assert.equal(api.runs.current, undefined);
    assert.ok(panelTab());
  });

  it('Clear Audit closes an audit, and Open Last Audit brings it back', async () => {
    assert.equal(api.store.sessions.length, 0);
    for (let time = 0; time < 2; time++) {
      await run('openLastAudit');
      assert.equal(api.store.active?.root.fsPath, workspace);
      await until('the panel', panelTab);
      await run('clear');
      assert.equal(api.store.sessions.length, 0);
    }
  });

  it("Audit with My Model's Predictions skips training and flags what that model doubts", async () => {
    await auditWithMine();
    const { active } = api.store;
    assert.ok(active);
    assert.equal(active.report.environment.backend, 'provided');
    const wrong = images.examples.filter(({ given, truth }) => given !== truth);
    assert.deepEqual(
      active.issues.map(({ issue }) => `${issue.path}: ${issue.givenLabel} -> ${issue.suggestedLabel}`).sort(),
      wrong.map(({ path, given, truth }) => `${path}: ${given} -> ${truth}`).sort(),
    );
    assert.equal(active.openCount, wrong.length);
  });

  it('a setting out of its range counts as not set', async () => {
    await configure({ folds: 1001, filterBy: 'whatever', seed: 3 });
    try {
      await auditWithMine();
      const { options } = await reportOf(images.folder);
      assert.equal(options.folds, undefined);
      assert.equal(options.filterBy, 'prune_by_noise_rate');
      assert.equal(options.seed, 3);
    } finally {
      await configure({ ...QUICK, filterBy: undefined, seed: undefined });
    }
  });

  it('a labels file that is named is audited, whatever its layout, with the folder that its pictures lie below', async () => {
    const other = await make({ perClass: 2 });
    const file = join(other.folder, 'annotations', 'mine.json');
    await mkdir(join(other.folder, 'annotations'));
    const coco = LAYOUT_WRITERS.find(({ layout }) => layout === 'coco')!;
    const names = Array.from({ length: 10 }, (_, i) => String(i));
    await writeFile(
      file,
      coco.write(
        other.examples.map(({ path, given }) => ({ path, label: given })),
        names,
      ),
    );
    assert.deepEqual(await targetAt(file), {
      ...{ kind: 'csv', target: file, root: other.folder, name: basename(other.folder) },
    });
    await run('auditWithPredictions', vscode.Uri.file(file), await writePredictions(other));
    const { active } = api.store;
    assert.equal(active?.report.dataset.layout, 'coco');
    assert.equal(active.root.fsPath, other.folder);
    await until('the row', () => active.issues.length > 0 && active.issues[0].current?.range);
  });

  it('probabilities whose order the labels speak against are asked about, and taken as assumed where that is wanted', async () => {
    const other = await make({ perClass: 8, wrong: 0 });
    const { examples } = other;
    // The model's rows are those of other pictures.
    const others = examples.map((example, i) => ({
      ...example,
      truth: examples[(i * 37 + 11) % examples.length].truth,
    }));
    const mine = await writePredictions({ ...other, examples: others });
    const target = vscode.Uri.file(other.folder);
    const refused = run('auditWithPredictions', target, mine);
    const failed = await until('the refusal', () => {
      const { current } = api.runs;
      return current?.phase === 'failed' && current;
    });
    assert.match(failed.message, /mine\.npy (?:seems to be in another order|does not seem to be of these pictures)/);
    // The question waits; it is put away.
    await sleep(500);
    await vscode.commands.executeCommand('notifications.clearAll');
    await refused;
    api.runs.dismiss();
    assert.equal(existsSync(join(other.folder, '.label-audit', 'report.json')), false);
    assert.equal(api.store.sessions.length, 0);
    const forced = run('auditWithPredictions', target, mine);
    await until('the second refusal', () => api.runs.current?.phase === 'failed');
    // The only button is "Audit As Assumed"; that of an audit that runs would cancel it.
    const session = await until('the audit as assumed', () => {
      if (api.runs.current?.phase === 'failed') {
        void vscode.commands.executeCommand('notification.acceptPrimaryAction');
      }
      return api.store.active;
    });
    await forced;
    assert.equal(session.report.options.force, true);
    assert.equal((await reportOf(other.folder)).options.force, true);
    assert.match(session.report.warnings.join(' '), /mine\.npy (?:may be in another order|does not seem to be)/);
  });

  it('an audit that is cancelled leaves nothing behind', async () => {
    const other = await make({ perClass: 6 });
    const finished = run('audit', vscode.Uri.file(other.folder));
    await until('the run', () => api.runs.isRunning(other.folder));
    await sleep(500);
    await api.runs.cancel();
    await finished;
    assert.equal(api.runs.current?.phase, 'cancelled');
    assert.equal(api.store.sessions.length, 0);
    assert.equal(existsSync(join(other.folder, '.label-audit')), false);
  });

  it('a second audit of the same data set offers to cancel the first', async () => {
    await configure({ epochs: 1000 });
    try {
      const uri = vscode.Uri.file(images.folder);
      const first = run('audit', uri);
      await until('the first run', () => api.runs.isRunning(images.folder));
      await assert.rejects(
        api.runs.run(api.runs.current!.target, {} as never),
        /is being audited already/,
        'a second run must not start',
      );
      const before = api.runs.current!.target;
      const second = run('audit', uri);
      // The first button is "Cancel It and Start Again".
      const restarted = await until('the second run', () => {
        void vscode.commands.executeCommand('notification.acceptPrimaryAction');
        const { current } = api.runs;
        return current?.phase === 'running' && current.target !== before && current;
      });
      await first;
      assert.equal(api.runs.isRunning(images.folder), true);
      assert.equal(restarted.target.root, images.folder);
      await api.runs.cancel();
      await second;
    } finally {
      await configure(QUICK);
    }
  });

  it('an audit that fails says why', async () => {
    const folder = join(temporary, 'one-class');
    await vscode.workspace.fs.createDirectory(vscode.Uri.file(folder));
    await vscode.workspace.fs.copy(
      vscode.Uri.file(join(images.folder, 'images')),
      vscode.Uri.file(join(folder, 'images')),
    );
    const rows = images.examples.map(({ path }) => `${path},same\n`);
    await writeFile(join(folder, 'labels.csv'), `image,label\n${rows.join('')}`);
    await run('audit', vscode.Uri.file(folder));
    const { current } = api.runs;
    assert.equal(current?.phase, 'failed');
    assert.match(current.message, /class/);
    assert.doesNotMatch(current.message, /\n|\bat .*:\d+:\d+/);
    assert.equal(api.store.sessions.length, 0);
  });

  it('Create labels.csv from Class Folders writes a row for each picture', async () => {
    const folders = await make({ perClass: 3, wrong: 0, layout: 'folders' });
    await run('createLabelsFile', vscode.Uri.file(folders.folder));
    const text = await readFile(join(folders.folder, 'labels.csv'), 'utf8');
    const rows = folders.examples.map(({ path, given }) => `${path},${given}`).sort();
    assert.equal(text, `image,label\n${rows.join('\n')}\n`);
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, join(folders.folder, 'labels.csv'));
    await run('createLabelsFile', vscode.Uri.file(folders.folder));
    assert.equal(await readFile(join(folders.folder, 'labels.csv'), 'utf8'), text);
  });

  it('Open Sample Data Set copies real pictures, and never over the work of a user', async () => {
    const options = { into: vscode.Uri.file(temporary), open: false };
    const copy = (await run('openSample', options)) as vscode.Uri;
    const file = join(copy.fsPath, 'labels.csv');
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    assert.equal(lines.length, 301);
    for (const line of lines.slice(1)) assert.ok(existsSync(join(copy.fsPath, line.split(',')[0])), line);
    await writeFile(file, 'image,label\n');
    await run('openSample', options);
    assert.equal(await readFile(file, 'utf8'), 'image,label\n');
  });

  it('Show Audit Panel opens one panel, once', async () => {
    await run('showPanel');
    await until('the panel', panelTab);
    await run('showPanel');
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    assert.equal(tabs.filter((tab) => tab.input instanceof vscode.TabInputWebview).length, 1);
  });

  it('Next and Previous Label Issue walk through the flagged rows of the file', async () => {
    await auditWithMine();
    await vscode.window.showTextDocument(vscode.Uri.file(join(images.folder, 'labels.csv')));
    const flagged = images.examples.flatMap(({ given, truth }, row) => (given === truth ? [] : [row + 1]));
    const line = (): number => vscode.window.activeTextEditor!.selection.active.line;
    const next = async (name: string): Promise<number> => {
      await run(name);
      return line();
    };
    const forth = [await next('nextIssue'), await next('nextIssue'), await next('nextIssue')];
    assert.equal(new Set(forth).size, 3);
    for (const one of forth) assert.ok(flagged.includes(one), `line ${one} is not flagged`);
    assert.equal(await next('previousIssue'), forth[1]);
  });

  it('Clear Audit forgets the audit, and the report on disk brings it back', async () => {
    await auditWithMine();
    await run('clear');
    assert.equal(api.store.active, undefined);
    assert.ok(existsSync(join(images.folder, '.label-audit', 'report.json')));
    await api.store.load(vscode.Uri.file(images.folder));
    assert.equal(api.store.sessions.length, 1);
  });

  it('an earlier audit of the workspace is there again after a reload', async () => {
    const report = await reportOf(workspace);
    await api.store.restore();
    const session = api.store.sessionFor(vscode.Uri.file(join(workspace, 'labels.csv')));
    assert.equal(session?.report.createdAt, report.createdAt);
  });

  it("the panel's page runs our script alone", () => {
    const view = vscode.window.createWebviewPanel('test', 'test', vscode.ViewColumn.One, { enableScripts: true });
    try {
      const dist = vscode.Uri.joinPath(extension.extensionUri, 'dist');
      const html = panelHtml(view.webview, dist);
      const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
      const directives = new Map(
        policy.split('; ').map((one) => [one.split(' ')[0], one.split(' ').slice(1).join(' ')]),
      );
      assert.equal(directives.get('default-src'), "'none'");
      const nonce = /^'nonce-([\w-]{16,})'$/.exec(directives.get('script-src') ?? '')?.[1];
      assert.ok(nonce, policy);
      assert.doesNotMatch(policy, /unsafe|data:|blob:|\*(?!\.)/);
      assert.deepEqual(
        [...html.matchAll(/<script([^>]*)>/g)].map(([, attributes]) => attributes.includes(`nonce="${nonce}"`)),
        [true],
      );
      assert.notEqual(panelHtml(view.webview, dist), html, 'a nonce is used once');
    } finally {
      view.dispose();
    }
  });
});
