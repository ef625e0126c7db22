import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import { auditView } from '../../src/editor/panel/panel-view.ts';
import { auditOptions } from '../../src/editor/host/settings/settings.ts';
import { readDataset } from '../../src/dataset/index.ts';
import { activated, makeAuditedDigits, NAMES, type AuditedDigits, type Row } from './audited-digits.ts';

const FIVE = ['ann', 'bob', 'cid', 'dee', 'eve'].map((name) => `annotator_${name}`);

/** The fifth of them is careless: every third label is of another class. */
const said = ({ label }: Row, row: number): string[] =>
  FIVE.map((_, i) => (i === 4 && row % 3 === 0 ? NAMES[(NAMES.indexOf(label) + 1) % NAMES.length] : label)).map(
    (name) => (name.includes(';') ? `"${name}"` : name),
  );

describe('five annotators of a labels file', () => {
  let api: LabelAuditApi;
  let digits: AuditedDigits;

  before(async () => {
    api = await activated();
    digits = await makeAuditedDigits(api, {
      write: (rows) =>
        `image,label,${FIVE.join(',')}\n${rows.map((row, i) => `${row.path},${row.label},${said(row, i).join(',')}\n`).join('')}`,
    });
  });

  after(async () => {
    api.store.clear(digits.session);
    await digits.remove();
  });

  it('are in the table of Health, the careless one first', () => {
    const { annotators } = auditView(digits.session);
    assert.ok(annotators);
    assert.deepEqual(annotators.table.map(({ name }) => name).toSorted(), FIVE.toSorted());
    assert.deepEqual([annotators.pictures, annotators.several], [digits.rows.length, digits.rows.length]);
    assert.equal(annotators.table[0].name, 'annotator_eve');
    for (const { labelled, agreement, name } of annotators.table) {
      assert.equal(labelled, digits.rows.length);
      const wrong = digits.wrong.length / digits.rows.length;
      if (name !== 'annotator_eve') assert.ok(agreement >= 1 - wrong - 0.05, `${name}: ${agreement}`);
    }
  });

  it('are told of each flagged picture: who said what', () => {
    for (const { issue } of digits.session.issues) {
      const row = digits.rows.findIndex(({ path }) => path === issue.path);
      const wanted = said(digits.rows[row], row).map((name) => name.replaceAll('"', ''));
      assert.deepEqual(
        issue.said,
        FIVE.map((name, i) => [name, wanted[i]]),
      );
    }
  });

  it('keep what they said when the label is decided, and undone, byte for byte', async () => {
    const before = readFileSync(digits.labelsFile.fsPath, 'utf8');
    await api.decisions.decide(digits.session, [0], { kind: 'accept' });
    const { path, given, truth } = digits.wrong[0];
    assert.equal(
      readFileSync(digits.labelsFile.fsPath, 'utf8'),
      before.replace(`${path},${given},`, `${path},${truth},`),
    );
    assert.equal(await api.decisions.undo(digits.session), true);
    assert.equal(readFileSync(digits.labelsFile.fsPath, 'utf8'), before);
  });

  it('are recognised where the settings name none, and are those that the settings name', async () => {
    const target = digits.labelsFile.fsPath;
    const options = auditOptions(target, null);
    assert.deepEqual((await readDataset(target, options)).annotators?.names, FIVE);
    const section = vscode.workspace.getConfiguration('labelAudit');
    await section.update('annotators', FIVE.slice(0, 2), vscode.ConfigurationTarget.Global);
    try {
      const named = auditOptions(target, null);
      assert.deepEqual(named.annotators, FIVE.slice(0, 2));
      assert.deepEqual((await readDataset(target, named)).annotators?.names, FIVE.slice(0, 2));
    } finally {
      await section.update('annotators', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('can be asked for one label a picture on the command line: consensus writes its column beside', async () => {
    const { extensionPath } = vscode.extensions.getExtension('label-audit.label-audit')!;
    const before = readFileSync(digits.labelsFile.fsPath, 'utf8');
    const out = join(digits.root.fsPath, 'consensus.csv');
    const args = ['consensus', digits.root.fsPath, '--method', 'majority', '--out', out, '--quiet'];
    await promisify(execFile)(process.execPath, [join(extensionPath, 'dist', 'cli.mjs'), ...args]);
    assert.equal(readFileSync(out, 'utf8').trimEnd().split('\n').length, digits.rows.length + 1);
    assert.equal(readFileSync(digits.labelsFile.fsPath, 'utf8'), before);
  });
});
