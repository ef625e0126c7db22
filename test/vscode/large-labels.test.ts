import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { encodeNpy } from '../../src/arrays/write-npy.ts';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import type { AuditSession } from '../../src/editor/session/types.ts';
import { activated, until } from './audited-digits.ts';

const ROWS = 100_000;
/** Every fifth row names a picture that is flagged. The others name none: an editor does not look. */
const EVERY = 5;
const FLAGGED = ROWS / EVERY;
const CLASSES = 10;

const pathOf = (row: number): string => (row % EVERY === 0 ? `p/${row}.png` : `others/${row}.png`);
const lineOf = (row: number, label = row % CLASSES): string => `${pathOf(row)};"${label}";seen by ${row % 7}`;
const textOf = (lines: readonly string[]): string => `# made by hand\r\nimage;label;note\r\n${lines.join('\r\n')}`;

describe('100,000 rows and 20,000 label issues', function () {
  this.timeout(240_000);
  let api: LabelAuditApi;
  let folder: string;
  let file: string;
  let session: AuditSession;
  /** The rows as they should be. */
  const lines = Array.from({ length: ROWS }, (_, row) => lineOf(row));

  before(async () => {
    api = await activated();
    folder = await mkdtemp(join(tmpdir(), 'label-audit-large-'));
    file = join(folder, 'labels.csv');
    await mkdir(join(folder, 'p'));
    const rows = Array.from({ length: FLAGGED }, (_, i) => i * EVERY);
    for (const row of rows) await writeFile(join(folder, pathOf(row)), `picture ${row}`);
    await writeFile(file, textOf(rows.map((row) => lineOf(row))));
    const data = new Float64Array(FLAGGED * CLASSES);
    const classes = [...new Set(rows.map((row) => row % CLASSES))].sort((a, b) => a - b);
    const k = classes.length;
    // The model believes the next class, less and less.
    rows.forEach((row, i) => {
      const given = classes.indexOf(row % CLASSES);
      for (let j = 0; j < k; j++) data[i * k + j] = j === (given + 1) % k ? 0.95 - i / 1e6 : (0.05 + i / 1e6) / (k - 1);
    });
    const predProbs = join(folder, 'mine.npy');
    const array = {
      dtype: 'float64',
      shape: [FLAGGED, k],
      fortranOrder: false,
      data: data.slice(0, FLAGGED * k),
    } as const;
    await writeFile(predProbs, encodeNpy(array, predProbs));
    const { extensionPath } = vscode.extensions.getExtension('label-audit.label-audit')!;
    const args = [
      'audit',
      folder,
      '--pred-probs',
      predProbs,
      '--filter-by',
      'predicted_neq_given',
      '--force',
      '--quiet',
    ];
    const options = { maxBuffer: 64 * 1024 * 1024 };
    await promisify(execFile)(process.execPath, [join(extensionPath, 'dist', 'cli.mjs'), ...args], options);
    await writeFile(file, textOf(lines));
    session = await api.store.load(vscode.Uri.file(folder));
    api.store.activate(session);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    api.store.clear(session);
    await rm(folder, { recursive: true, force: true });
  });

  const idOf = (row: number): number => session.report.issues.findIndex(({ path }) => path === pathOf(row));
  const onDisk = async (message: string): Promise<void> => {
    const found = await readFile(file, 'utf8');
    // Not by assert.equal, which would print both.
    assert.ok(found === textOf(lines), `${message}: ${found.length} characters, not ${textOf(lines).length}`);
  };
  const at = (row: number): number => lines.findIndex((line) => line.startsWith(`${pathOf(row)};`));

  it('are all known', () => {
    assert.equal(session.issues.length, FLAGGED);
    assert.equal(session.openCount, FLAGGED);
    assert.equal(session.issues[idOf(ROWS - EVERY)].current?.range?.start.line, ROWS - EVERY + 2);
  });

  it('decisions at the start, in the middle and at the end change their rows alone', async () => {
    const [first, middle, last] = [0, ROWS / 2, ROWS - EVERY];
    await api.decisions.decide(session, [idOf(first)], { kind: 'accept' });
    lines[at(first)] = lineOf(first, Number(session.report.issues[idOf(first)].suggestedLabel));
    await onDisk('at the start');
    await api.decisions.decide(session, [idOf(middle)], { kind: 'remove' });
    lines.splice(at(middle), 1);
    await onDisk('in the middle');
    await api.decisions.decide(session, [idOf(last)], { kind: 'relabel', label: '3' });
    lines[at(last)] = lineOf(last, 3);
    await onDisk('at the end');
    assert.equal(session.openCount, FLAGGED - 3);
  });

  it('rows are found again after another program has sorted them, and each undo is exact', async () => {
    lines.reverse();
    lines.splice(1000, 0, 'others/new.png;"4";added by another program');
    await writeFile(file, textOf(lines));
    const row = 40_000;
    const now = (): number | undefined => session.issues[idOf(row)].current?.range?.start.line;
    await until('the sorted rows', () => now() === at(row) + 2);
    assert.equal(session.openCount, FLAGGED - 3);
    await api.decisions.decide(session, [idOf(row)], { kind: 'remove' });
    const place = at(row);
    const [removed] = lines.splice(place, 1);
    await onDisk('after the sorting');
    assert.equal(await api.decisions.undo(session), true);
    lines.splice(place, 0, removed);
    await onDisk('the removal undone');
    // What was relabelled before the sorting is still known by its path.
    assert.equal(await api.decisions.undo(session), true);
    lines[at(ROWS - EVERY)] = lineOf(ROWS - EVERY);
    await onDisk('the relabelling undone');
    assert.equal(session.openCount, FLAGGED - 2);
  });
});
