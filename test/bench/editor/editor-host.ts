// The part of `npm run bench:editor` that runs inside the extension host.
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { LabelAuditApi } from '../../../src/editor/index.ts';
import type { AuditSession } from '../../../src/editor/session/types.ts';
import { LIVE } from '../../harness/results.ts';
import { BENCH, type BenchRows, type BenchSetup, type Measure } from './editor-measures.ts';

const extension = (): vscode.Extension<LabelAuditApi> =>
  vscode.extensions.getExtension<LabelAuditApi>('label-audit.label-audit')!;

/** A time in which the event loop stood still. */
interface Block {
  readonly milliseconds: number;
  /** Of these, the ones in which this process computed; in the others it waited for a processor core. */
  readonly computing: number;
  /** Seconds since the work began. */
  readonly at: number;
}

/** The longest times that the event loop stood still while `work` ran, longest first. */
async function blocksDuring(work: () => PromiseLike<unknown>): Promise<Block[]> {
  // What was begun before is not `work`'s doing.
  await sleep(200);
  const blocks: Block[] = [];
  const begun = performance.now();
  let before = begun;
  let usage = process.cpuUsage();
  const timer = setInterval(() => {
    const now = performance.now();
    const { user, system } = process.cpuUsage(usage);
    // A timer of 1 ms is due 1 ms later.
    const milliseconds = now - before - 1;
    if (milliseconds > 5) {
      blocks.push({ milliseconds, computing: (user + system) / 1000, at: (before - begun) / 1000 });
    }
    before = now;
    usage = process.cpuUsage();
  }, 1);
  await work();
  clearInterval(timer);
  return blocks.sort((a, b) => b.milliseconds - a.milliseconds);
}

/** Says what the longest block was, and how much of it was ours. */
function blockMeasures(what: string, blocks: readonly Block[], goal?: number): Measure[] {
  const longest = blocks.at(0);
  const computing = blocks.reduce((most, block) => Math.max(most, Math.min(block.computing, block.milliseconds)), 0);
  const when = longest
    ? ` (${longest.at.toFixed(1)} s after the start, ${longest.computing.toFixed(0)} ms computing)`
    : '';
  return [
    { what: `longest block of the extension host ${what}${when}`, milliseconds: longest?.milliseconds ?? 0, goal },
    { what: `  the most that it computed in one block ${what}`, milliseconds: computing, goal },
  ];
}

/** Changing a setting starts VS Code's own JSON extension, which blocks the extension host: not to be counted as ours. */
async function configure(settings: Readonly<Record<string, unknown>>): Promise<void> {
  const section = vscode.workspace.getConfiguration('labelAudit');
  for (const [name, value] of Object.entries(settings)) {
    await section.update(name, value, vscode.ConfigurationTarget.Global);
  }
  await sleep(5000);
}

async function audit(folder: string): Promise<void> {
  await vscode.commands.executeCommand('labelAudit.audit', vscode.Uri.file(folder));
  const { current } = extension().exports.runs;
  if (current?.phase === 'failed') throw new Error(current.message);
}

/** Milliseconds from a keystroke's event to the problems that are due to it, once for each of these flagged rows. */
async function keystrokes(uri: vscode.Uri, session: AuditSession, ids: readonly number[]): Promise<number[]> {
  const editor = await vscode.window.showTextDocument(uri);
  const { document } = editor;
  const isProblem = (line: number): boolean =>
    vscode.languages.getDiagnostics(uri).some(({ range }) => range.start.line === line);
  const deadline = Date.now() + 60_000;
  while (vscode.languages.getDiagnostics(uri).length === 0) {
    if (Date.now() > deadline) throw new Error('No problems were shown.');
    await sleep(50);
  }
  await sleep(2000);
  const times: number[] = [];
  for (const id of ids) {
    const line = session.issues[id].current!.range!.start.line;
    if (!isProblem(line)) throw new Error(`Line ${line + 1} is no problem.`);
    const gone = new Promise<void>((resolve) => {
      const listener = vscode.languages.onDidChangeDiagnostics(() => {
        if (isProblem(line)) return;
        listener.dispose();
        resolve();
      });
    });
    let typed = 0;
    const typing = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document) typed = performance.now();
    });
    // One keystroke behind the label makes it another one.
    editor.selection = new vscode.Selection(document.lineAt(line).range.end, document.lineAt(line).range.end);
    await vscode.commands.executeCommand('type', { text: 'x' });
    await gone;
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
    await configure(settings);
    blockMeasures('idle for 5 s', await blocksDuring(() => sleep(5000))).forEach(note);
    const blocks = await blocksDuring(() => audit(folder));
    blockMeasures(`during an audit of ${setup.pictures.count} pictures`, blocks, 50).forEach(note);
    const worst = blocks
      .slice(0, 8)
      .map(
        ({ at, milliseconds, computing }) => `${at.toFixed(1)} s: ${milliseconds.toFixed(0)} (${computing.toFixed(0)})`,
      );
    console.log(`${LIVE}blocks, ms (computing): ${worst.join(', ')}`);
    for (const session of [...extension().exports.store.sessions]) extension().exports.store.clear(session);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  }

  for (const rows of setup.rows) await measureRows(rows, note);
}

/** What a person waits for who types in a labels file of very many rows, or decides. */
async function measureRows({ folder, what, count, typed }: BenchRows, note: (measure: Measure) => void): Promise<void> {
  const { store, decisions } = extension().exports;
  const of = `${count} ${what}`;
  const begun = performance.now();
  const session = await store.load(vscode.Uri.file(folder));
  store.activate(session);
  note({
    what: `reading a report with ${session.issues.length} issues of ${of}`,
    milliseconds: performance.now() - begun,
  });
  const times = await keystrokes(session.labelsFile!, session, typed);
  const slowest = `(slowest of ${times.length})`;
  note({ what: `keystroke to problems, ${of} ${slowest}`, milliseconds: Math.max(...times), goal: 300 });
  await vscode.commands.executeCommand('workbench.action.files.revert');
  const [decided, undone]: [number[], number[]] = [[], []];
  for (const id of typed) {
    // As long as a person looks at a picture.
    await sleep(1000);
    const started = performance.now();
    await decisions.decide(session, [id], { kind: 'accept' });
    decided.push(performance.now() - started);
    await sleep(1000);
    const taken = performance.now();
    await decisions.undo(session);
    undone.push(performance.now() - taken);
  }
  note({ what: `  decision, in the file, ${of} ${slowest}`, milliseconds: Math.max(...decided) });
  note({ what: `  and taken back ${slowest}`, milliseconds: Math.max(...undone) });
  store.clear(session);
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
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
