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
  const issues = new Set(report.issues.map((issue) => issue.index));
  const lines = ['image,given_label,is_label_issue,label_quality,predicted_label,predicted_probability'];
  report.paths.forEach((path, i) => {
    let predicted = 0;
    const row = i * predProbs.k;
    for (let j = 1; j < predProbs.k; j += 1) {
      if (predProbs.data[row + j] > predProbs.data[row + predicted]) predicted = j;
    }
    const cells = [cell(path), cell(classes[labels[i]]), String(issues.has(i)), String(labelQuality[i])];
    lines.push([...cells, cell(classes[predicted]), String(predProbs.data[row + predicted])].join(','));
  });
  return `${lines.join('\n')}\n`;
}
