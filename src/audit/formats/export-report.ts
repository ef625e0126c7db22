import { labelQualityScores, setQualityScores } from '../../core/index.ts';
import { writeFileAtomic } from '../../files/index.ts';
import type { OpenedReport } from '../report/open-report.ts';
import { openStoredReport } from '../report/stored-report.ts';
import type { Audit } from '../report/types.ts';
import type { ExportTask } from './export-task.ts';
import { formatReport } from './format-report.ts';

/**
 * Writes the last audit of a data set as a report for people or tools; nothing is trained again.
 *
 * @returns the file
 * @throws InputError where there is no audit, or its arrays are not its own; NpyError where they are gone; FileWriteError
 */
export async function exportReport({ root, format, file, base = root }: ExportTask): Promise<string> {
  const opened = await openStoredReport(root);
  await writeFileAtomic(file, await formatReport(format, opened.report, () => auditOf(opened), { base }));
  return file;
}

async function auditOf(opened: OpenedReport): Promise<Audit> {
  const { report } = opened;
  if (report.dataset.multiLabel !== undefined) return setAuditOf(opened);
  const [labels, predProbs] = await Promise.all([opened.labels(), opened.predProbs()]);
  const pictureScores = await opened.pictureScores();
  const { rankBy = 'self_confidence', adjustPredProbs } = report.options;
  const labelQuality = labelQualityScores(labels, predProbs, { method: rankBy, adjustPredProbs });
  return { report, labels, predProbs, labelQuality, ...(pictureScores === undefined ? {} : { pictureScores }) };
}

async function setAuditOf(opened: OpenedReport): Promise<Audit> {
  const { report } = opened;
  const [sets, predProbs] = await Promise.all([opened.labelSets(), opened.predProbs()]);
  const pictureScores = await opened.pictureScores();
  const labelQuality = setQualityScores(sets, predProbs, { method: report.options.rankBy ?? 'self_confidence' });
  const scores = pictureScores === undefined ? {} : { pictureScores };
  return { report, labels: new Int32Array(0), sets, predProbs, labelQuality, ...scores };
}
