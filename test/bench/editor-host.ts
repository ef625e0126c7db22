// The part of `npm run bench:editor` that runs inside the extension host.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import { LIVE } from '../harness/results.ts';
import { BENCH, type BenchSetup, type Measure } from './editor-measures.ts';

const extension = (): vscode.Extension<LabelAuditApi> =>
  vscode.extensions.getExtension<LabelAuditApi>('label-audit.label-audit')!;

/** The longest time that the event loop stood still while `work` ran, in milliseconds. */
async function longestBlock(work: () => PromiseLike<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  // What happened before, and the end of what was begun before, is not `work`'s doing.
  await sleep(200);
  delay.enable();
  await work();
  delay.disable();
  return delay.max / 1e6;
}

async function audit(folder: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const section = vscode.workspace.getConfiguration('labelAudit');
  for (const [name, value] of Object.entries(settings)) {
    await section.update(name, value, vscode.ConfigurationTarget.Global);
  }
  await vscode.commands.executeCommand('labelAudit.audit', vscode.Uri.file(folder));
  const { current } = extension().exports.runs;
  if (current?.phase === 'failed') throw new Error(current.message);
}

/** Milliseconds from a keystroke's event to the problems that are due to it, once for each of `rows`. */
async function keystrokes(file: string, rows: readonly number[]): Promise<number[]> {
  const uri = vscode.Uri.file(file);
  const editor = await vscode.window.showTextDocument(uri);
  const { document } = editor;
  const flagged = (): number => vscode.languages.getDiagnostics(uri).length;
  const deadline = Date.now() + 60_000;
  while (flagged() === 0) {
    if (Date.now() > deadline) throw new Error(`No problems were shown for ${file}.`);
    await sleep(50);
  }
  await sleep(2000);
  const times: number[] = [];
  for (const row of rows) {
    const before = flagged();
    const shown = new Promise<void>((resolve) => {
      const listener = vscode.languages.onDidChangeDiagnostics((event) => {
        if (!event.uris.some((one) => one.toString() === uri.toString()) || flagged() === before) return;
        listener.dispose();
        resolve();
      });
    });
    let typed = 0;
    const typing = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document) typed = performance.now();
    });
    const end = document.lineAt(row).range.end;
    await editor.edit((edit) => {
      edit.insert(end, 'x');
    });
    await shown;
    times.push(performance.now() - typed);
    typing.dispose();
    await vscode.commands.executeCommand('undo');
    await sleep(500);
  }
  return times;
}

async function measureAll(setup: BenchSetup, note: (measure: Measure) => void): Promise<void> {
  if (extension().isActive) throw new Error('The extension was active before it was needed.');
  const started = performance.now();
  const { restored } = await extension().activate();
  note({ what: 'activation', milliseconds: performance.now() - started, goal: 50 });
  await restored;

  if (setup.pictures) {
    const { folder, settings } = setup.pictures;
    const idle = await longestBlock(() => sleep(5000));
    note({ what: 'longest block of the extension host, idle for 5 s, for comparison', milliseconds: idle });
    const block = await longestBlock(() => audit(folder, settings));
    const what = `longest block of the extension host during an audit of ${setup.pictures.count} pictures`;
    note({ what, milliseconds: block, goal: 50 });
    for (const session of [...extension().exports.store.sessions]) extension().exports.store.clear(session);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  }

  const { store } = extension().exports;
  const begun = performance.now();
  const session = await store.load(vscode.Uri.file(setup.rows.folder));
  store.activate(session);
  note({ what: `reading a report with ${session.issues.length} issues`, milliseconds: performance.now() - begun });
  const times = await keystrokes(join(setup.rows.folder, 'labels.csv'), setup.rows.typed);
  const what = `keystroke to problems, ${setup.rows.count} rows (slowest of ${times.length})`;
  note({ what, milliseconds: Math.max(...times), goal: 300 });
}

/** VS Code calls this inside the extension host. */
export async function run(): Promise<void> {
  const setup = JSON.parse(process.env[BENCH]!) as BenchSetup;
  const measures: Measure[] = [];
  try {
    await measureAll(setup, (measure) => {
      measures.push(measure);
      console.log(`${LIVE}${measure.what}: ${measure.milliseconds.toFixed(1)} ms`);
    });
  } finally {
    writeFileSync(setup.out, JSON.stringify(measures));
  }
}
