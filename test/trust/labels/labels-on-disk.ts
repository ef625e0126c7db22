import fc from 'fast-check';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../../src/files/input-error.ts';
import { defaultAuditOptions } from '../../../src/audit/options/audit-options.ts';
import { formatJson } from '../../../src/audit/report/format-json.ts';
import { prepareFix } from '../../../src/audit/remediation/fix-dataset.ts';
import { writeFix } from '../../../src/audit/remediation/write-fix.ts';
import type { RowChange } from '../../../src/audit/remediation/plan.ts';
import { SCHEMA_VERSION, type AuditReport } from '../../../src/audit/report/types.ts';
import { DatasetError } from '../../../src/dataset/dataset-error.ts';
import { labelsModel, newLabel } from './labels-arbitraries.ts';
import { dataRows, isUsable, modelText, withLabels, withoutRows, type LabelsModel } from './labels-model.ts';
import { checkText, LabelsFailure, lostBytes } from './labels-session.ts';

/** A labels file on disk, an audit that flags some of its pictures, and what the user wants done about them. */
export interface FixCase {
  readonly model: LabelsModel;
  /** Data rows whose pictures are flagged, modulo their number, and what the model would have them be. */
  readonly flagged: readonly (readonly [row: number, label: string])[];
  readonly action: 'prune' | 'relabel';
  /** To another file, rather than in place. */
  readonly out: boolean;
}

export const fixCase: fc.Arbitrary<FixCase> = fc.record({
  model: labelsModel,
  flagged: fc.array(fc.tuple(fc.nat(30), newLabel), { minLength: 1, maxLength: 6 }),
  action: fc.constantFrom('prune', 'relabel'),
  out: fc.boolean(),
});

/** The pictures that count: the first usable row of each path. */
function pictures(model: LabelsModel): Map<string, string> {
  const labels = new Map<string, string>();
  for (const row of dataRows(model)) {
    if (!isUsable(model, row) || labels.has(row.path!)) continue;
    labels.set(row.path!, row.cells[model.label].value.trim());
  }
  return labels;
}

/** The report of an audit that flagged these pictures. */
export function reportOf(root: string, model: LabelsModel, flagged: FixCase['flagged']): AuditReport {
  const labels = pictures(model);
  const paths = [...labels.keys()];
  const rows = dataRows(model);
  const issues = new Map<string, AuditReport['issues'][number]>();
  for (const [pick, suggestedLabel] of rows.length === 0 ? [] : flagged) {
    const row = rows[pick % rows.length];
    if (!isUsable(model, row) || issues.has(row.path!)) continue;
    issues.set(row.path!, {
      ...{ index: paths.indexOf(row.path!), path: row.path!, givenLabel: labels.get(row.path!)!, suggestedLabel },
      ...{ labelQuality: 0.1, givenProbability: 0.1, suggestedProbability: 0.9 },
    });
  }
  const classes = [...new Set([...labels.values(), ...flagged.map(([, label]) => label)])].sort();
  return {
    schemaVersion: SCHEMA_VERSION,
    createdAt: '2026-01-02T03:04:05.678Z',
    dataset: {
      ...{ root, kind: 'csv', labelsFile: 'labels.csv', classes, examples: paths.length, audited: paths.length },
      splits: {},
    },
    options: { ...defaultAuditOptions(root), ...model.columns },
    environment: { version: '0', node: 'v20', platform: 'test', backend: 'provided', seed: 0 },
    paths,
    issues: [...issues.values()],
    health: { overallLabelHealthScore: 1, numIssues: issues.size, classes: [], overlaps: [] },
    confidentJoint: [],
    problems: [],
    warnings: [],
    timings: {},
  };
}

export async function writeCase(folder: string, model: LabelsModel, flagged: FixCase['flagged']): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, '.label-audit'), { recursive: true });
  await writeFile(join(folder, 'labels.csv'), modelText(model));
  await writeFile(join(folder, '.label-audit', 'report.json'), formatJson(reportOf(folder, model, flagged)));
}

/**
 * What the file should be after the changes: of several rows that name one picture those alone are meant that bear the
 * label which is changed.
 */
export function afterChanges(model: LabelsModel, changes: readonly RowChange[]): LabelsModel {
  const labels = new Map<number, string>();
  const gone = new Set<number>();
  const rows = dataRows(model);
  for (const change of changes) {
    const numbers = change.rows ?? [];
    for (const number of numbers) {
      const row = rows[number - 1];
      const isMeant = row.path === change.path && row.cells[model.label].value.trim() === change.from;
      if (!isMeant) throw new LabelsFailure(`row ${number} is changed, which is another: ${JSON.stringify(change)}`);
      if (change.to === undefined) gone.add(number - 1);
      else labels.set(number - 1, change.to);
    }
    if (numbers.length === 0) throw new LabelsFailure(`a change of no row: ${JSON.stringify(change)}`);
  }
  return withoutRows(withLabels(model, labels), gone);
}

/** Fixes a labels file on disk as `label-audit fix` does; throws LabelsFailure where it is not as it should be. */
export async function checkFix(folder: string, { model, flagged, action, out }: FixCase): Promise<void> {
  await writeCase(folder, model, flagged);
  const file = join(folder, 'labels.csv');
  const report = reportOf(folder, model, flagged);
  const options = { by: 'all', action, minConfidence: 0, minExamplesPerClass: 0, splits: undefined } as const;
  try {
    const fix = await prepareFix(folder, report, options);
    const strange = fix.plan.changes.find(({ path, to }) => {
      const issue = report.issues.find((one) => one.path === path);
      return issue === undefined || to !== (action === 'prune' ? undefined : issue.suggestedLabel);
    });
    if (strange !== undefined) throw new LabelsFailure(`a change that nobody asked for: ${JSON.stringify(strange)}`);
    const written = await writeFix(fix, out ? { out: join(folder, 'clean.csv') } : {});
    const expected = afterChanges(model, fix.plan.changes);
    if (written !== undefined) checkText(expected, await readFile(written, 'utf8'), `after ${action}`);
    if (written === undefined || out) await checkSame(file, modelText(model));
  } catch (error) {
    // One class, or no usable row: that is said, and nothing is touched.
    if (!(error instanceof DatasetError || error instanceof InputError)) throw error;
    if (!error.message.includes('labels.csv')) throw new LabelsFailure(`the file is not named: ${error.message}`);
    await checkSame(file, modelText(model));
  }
  const strangers = (await readdir(folder)).filter(
    (name) => !['.label-audit', 'labels.csv', 'clean.csv'].includes(name),
  );
  if (strangers.length > 0) throw new LabelsFailure(`left behind: ${strangers.join(', ')}`);
}

async function checkSame(file: string, wanted: string): Promise<void> {
  const found = await readFile(file, 'utf8');
  if (found !== wanted) throw new LabelsFailure(`${file} was changed`, lostBytes(wanted, found));
}
