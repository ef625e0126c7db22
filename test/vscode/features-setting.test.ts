import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { encodeNpy } from '../../src/arrays/write-npy.ts';
import { auditOptions } from '../../src/editor/host/settings/settings.ts';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import { readReport } from '../unit/audit/read-report.ts';
import { seededRandom } from '../unit/seeded-random.ts';
import { activated } from './audited-digits.ts';

const DIMENSIONS = 12;

describe('the setting of features of the user’s', () => {
  const workspace = vscode.workspace.workspaceFolders![0].uri.fsPath;
  const predictions = join(workspace, 'mine.npy');
  let api: LabelAuditApi;

  const settings = () => vscode.workspace.getConfiguration('labelAudit');
  const name = (value: string | undefined, where = vscode.ConfigurationTarget.Workspace) =>
    settings().update('features', value, where);

  before(async () => {
    api = await activated();
    const rows = (await readFile(join(workspace, 'labels.csv'), 'utf8')).trim().split('\n').slice(1);
    const labels = rows.map((row) => row.split(',')[1]);
    const classes = [...new Set(labels)].sort();
    const random = seededRandom(26);
    const near = (label: string, at: number): number => (classes.indexOf(label) === at ? 1 : 0) + 0.3 * random();
    const features = Float64Array.from({ length: rows.length * DIMENSIONS }, (_, i) =>
      near(labels[Math.floor(i / DIMENSIONS)], i % DIMENSIONS),
    );
    const probabilities = Float64Array.from({ length: rows.length * classes.length }, (_, i) =>
      classes[i % classes.length] === labels[Math.floor(i / classes.length)] ? 0.91 : 0.09 / (classes.length - 1),
    );
    const write = (file: string, data: Float64Array, k: number): Promise<void> =>
      writeFile(file, encodeNpy({ dtype: 'float64', shape: [rows.length, k], fortranOrder: false, data }, file));
    await write(predictions, probabilities, classes.length);
    await write(join(workspace, 'features.npy'), features, DIMENSIONS);
  });
  afterEach(async () => {
    await name(undefined);
    await name(undefined, vscode.ConfigurationTarget.Global);
    for (const session of [...api.store.sessions]) api.store.clear(session);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
  });
  after(async () => {
    for (const file of ['mine.npy', 'features.npy', '.label-audit'])
      await rm(join(workspace, file), { recursive: true, force: true });
  });

  it('beside own predictions tells what is alike, for checks and map', async () => {
    await name('features.npy');
    const target = vscode.Uri.file(join(workspace, 'labels.csv'));
    const done = await vscode.commands.executeCommand(
      'labelAudit.auditWithPredictions',
      target,
      vscode.Uri.file(predictions),
    );
    assert.equal(done, true);
    const report = await readReport(join(workspace, '.label-audit', 'report.json'));
    assert.equal(report.environment.backend, 'provided');
    assert.equal(report.options.featuresFile, join(workspace, 'features.npy'));
    assert.equal(report.map?.of, 'features');
    const made = report.checks?.types.map((type) => type.name) ?? [];
    assert.ok(made.includes('outlier') && made.includes('near_duplicates'), made.join());
  });

  it('of a workspace names no file outside of it; the user’s own names any', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'label-audit-features-'));
    const outside = join(folder, 'features.npy');
    try {
      for (const value of [outside, '../features.npy', '~/features.npy']) {
        await name(value);
        assert.throws(() => auditOptions(workspace, ''), /outside of the workspace \(labelAudit\.features: /, value);
      }
      await name(undefined);
      await name(outside, vscode.ConfigurationTarget.Global);
      assert.equal(auditOptions(workspace, '').featuresFile, outside);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
