import { suggestLabels } from '../core/index.ts';
import type { Audit } from './types.ts';

/** Quotes a cell as RFC 4180 does: only where it holds a comma, a quote or a line break. */
function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Every audited picture as one CSV line, in the order of the data set:
 * `image,given_label,is_label_issue,label_quality,predicted_label,predicted_probability`.
 */
export function formatCsv(audit: Audit): string {
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
