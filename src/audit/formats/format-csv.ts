import { suggestLabels } from '../../core/index.ts';
import { csvCell } from './formula-guard.ts';
import type { Audit } from '../report/types.ts';

export interface CsvOptions {
  /**
   * Whether names and labels that a spreadsheet would run as formulas get an apostrophe before them. Default true; false
   * gives every value as it is, for programs.
   */
  readonly formulaGuard?: boolean;
}

/**
 * Every audited picture as one CSV line, in the order of the data set:
 * `image,given_label,is_label_issue,label_quality,predicted_label,predicted_probability`.
 */
export function formatCsv(audit: Audit, { formulaGuard = true }: CsvOptions = {}): string {
  const cell = (text: string): string => csvCell(text, formulaGuard);
  const { report, predProbs, labels, labelQuality } = audit;
  const { classes } = report.dataset;
  const suggested = suggestLabels(predProbs);
  const issues = new Set(report.issues.map((issue) => issue.index));
  const lines = ['image,given_label,is_label_issue,label_quality,predicted_label,predicted_probability'];
  report.paths.forEach((path, i) => {
    const cells = [cell(path), cell(classes[labels[i]]), String(issues.has(i)), String(labelQuality[i])];
    lines.push([...cells, cell(classes[suggested.labels[i]]), String(suggested.probabilities[i])].join(','));
  });
  return `${lines.join('\n')}\n`;
}
