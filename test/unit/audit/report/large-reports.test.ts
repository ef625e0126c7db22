import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { defaultAuditOptions } from '../../../../src/audit/options/audit-options.ts';
import { issuesOfFiles } from '../../../../src/audit/pipeline/array-results.ts';
import { buildReport } from '../../../../src/audit/pipeline/build-report.ts';
import { requireJudgeable } from '../../../../src/audit/pipeline/class-limit.ts';
import { changedSettings, readStoredAudit } from '../../../../src/audit/pipeline/probabilities/stored-probabilities.ts';
import { planRemediation } from '../../../../src/audit/remediation/plan-remediation.ts';
import { openReportFolder, type OpenedReport } from '../../../../src/audit/report/open-report.ts';
import { writeReport } from '../../../../src/audit/report/write-report.ts';
import { trackPictures } from '../../../../src/editor/labels/tracked-pictures.ts';
import { auditView } from '../../../../src/editor/panel/panel-view.ts';
import { hostMessageReader } from '../../../../src/protocol/messages.ts';
import type { AuditReport } from '../../../../src/audit/report/types.ts';
import type { AuditSession } from '../../../../src/editor/session/types.ts';
import type { Dataset } from '../../../../src/dataset/types.ts';
import { temporaryFolder } from '../../dataset/temporary-folder.ts';
import { exampleAudit } from '../example-audit.ts';
import { NO_REVIEWS } from '../../../../src/audit/remediation/reviews.ts';

vi.mock('vscode', () => ({ env: { language: 'en' }, l10n: { t: (text: string) => text } }));

/** What a machine that does much else at once may take. */
const PATIENCE = 120_000;

/** What the editor does with a report before it shows it. */
async function checkSession({ report }: OpenedReport, labels: ArrayLike<number>): Promise<void> {
  const pause = (): Promise<void> => Promise.resolve();
  const tracked = await trackPictures({ report, labels, pathsOf: () => (row) => row.image, pause });
  expect(tracked.flagged).toHaveLength(report.issues.length);
  const session = {
    ...{ report, openCount: 0, stale: false, issues: [] },
    root: { fsPath: report.dataset.root },
  } as unknown as AuditSession;
  const complaints: string[] = [];
  const read = hostMessageReader((problem) => complaints.push(problem));
  expect(read({ type: 'state', state: { phase: 'ready', audit: auditView(session, 100) } })).toBeDefined();
  expect(complaints).toEqual([]);
}

function* numbers(n: number): Generator<number> {
  for (let i = 0; i < n; i++) yield i;
}

describe('10,000 classes', () => {
  const K = 10_000;
  /** Four pictures to a class; of some classes the model takes one for another class. */
  const N = 2000;
  const classes = Array.from(numbers(K), (i) => `class ${i}`);
  const labels = Int32Array.from(numbers(N), (i) => (i % (N / 4)) * 7);
  const isWrong = (i: number): boolean => i < N / 4 && i % 50 === 7;

  it(
    'are judged, written, opened, judged again from the files, planned for and shown',
    async () => {
      const root = await temporaryFolder();
      const folder = join(root, '.label-audit');
      const data = new Float32Array(N * K);
      for (let i = 0; i < N; i++) data[i * K + ((labels[i] + (isWrong(i) ? 7 : 0)) % K)] = 1;
      const dataset: Dataset = {
        ...{ root, classes, problems: [] },
        examples: Array.from(labels, (label, i) => ({ path: `${i}.png`, label, place: { kind: 'folder' } })),
      };
      requireJudgeable(dataset);
      const options = { ...defaultAuditOptions(root), predProbsFile: 'p.npy' };
      const probabilities = {
        ...{ predProbs: { data, n: N, k: K }, labels, problems: [], warnings: [], backend: 'provided' as const },
        exampleIndices: Int32Array.from(numbers(N)),
        contentHashes: Array.from(numbers(N), (i) => i.toString(16).padStart(64, '0')),
      };
      const audit = await buildReport(dataset, probabilities, options, NO_REVIEWS);
      await writeReport(folder, audit.report, audit);
      expect((await stat(join(folder, 'report.json'))).size).toBeLessThan(10_000_000);

      const opened = await openReportFolder(folder);
      const wrong = Array.from(numbers(N)).filter(isWrong);
      expect(opened.report.issues.map(({ index }) => index).sort((a, b) => a - b)).toEqual(wrong);
      expect(opened.report.confidentJoint).toEqual(audit.report.confidentJoint);
      const stored = await readStoredAudit(opened);
      expect(typeof stored === 'string' ? stored : changedSettings(stored, options)).toBeUndefined();

      const files = { labels: join(folder, 'labels.npy'), predProbs: join(folder, 'pred_probs.npy') };
      const { result } = await issuesOfFiles(files, { ...options, rankBy: 'self_confidence' });
      expect([...result.indices].sort((a, b) => a - b)).toEqual(wrong);

      const pictures = dataset.examples.map(({ path, label }) => ({ path, label: classes[label] }));
      const plan = planRemediation(opened.report, pictures, { by: 'all', action: 'relabel', minExamplesPerClass: 0 });
      expect(plan.changes).toHaveLength(wrong.length);
      await checkSession(opened, await opened.labels());
    },
    PATIENCE,
  );

  it('are the most: of more that is said before any training', () => {
    expect(() => {
      requireJudgeable({ root: '/data', classes: [...classes, 'one more'] });
    }).toThrow(/\/data has 10001 classes, but at most 10000 can be judged together.*--label-column/);
  });
});

describe('1,000,000 rows', () => {
  const N = 1_000_000;

  it(
    'are written in a small report.json, opened, planned for and shown',
    async () => {
      const root = await temporaryFolder();
      const folder = join(root, '.label-audit');
      const { report } = exampleAudit();
      const [cat, dog] = report.dataset.classes;
      const paths = Array.from(numbers(N), (i) => `images/${i % 1000}/${i}.png`);
      const issues = Array.from(numbers(60_000), (i) => ({
        ...{ index: 3 * i, path: paths[3 * i], row: 3 * i + 1, split: 'train', givenLabel: cat, suggestedLabel: dog },
        ...{ labelQuality: 0.01, givenProbability: 0.01, suggestedProbability: 0.99 },
      }));
      const problems = Array.from(numbers(200_000), (i) => ({
        ...{ kind: 'missing-image' as const, path: paths[i], row: i + 1, message: `${paths[i]} is not there.` },
      }));
      const large: AuditReport = {
        ...report,
        dataset: { ...report.dataset, examples: N, audited: N },
        ...{ paths, issues, problems, contents: paths.map((_, i) => i.toString(16).padStart(16, '0')) },
      };
      const labels = new Int32Array(N);
      await writeReport(folder, large, { labels, predProbs: { data: new Float32Array(2 * N).fill(0.5), n: N, k: 2 } });
      expect((await stat(join(folder, 'report.json'))).size).toBeLessThan(10_000_000);

      const opened = await openReportFolder(folder);
      expect(opened.report.issues).toHaveLength(issues.length);
      expect(opened.report.problems.at(-1)).toEqual(problems.at(-1));
      expect(opened.report.paths.length).toBe(N);
      expect(opened.report.contents?.[N - 1]).toBe(large.contents?.[N - 1]);
      expect((await opened.predProbs()).n).toBe(N);
      const pictures = paths.map((path) => ({ path, label: cat, split: 'train' }));
      const plan = planRemediation(opened.report, pictures, { by: 'worst', share: 0.5, action: 'prune' });
      expect(plan.changes).toHaveLength(30_000);
      await checkSession(opened, await opened.labels());
    },
    PATIENCE,
  );
});
