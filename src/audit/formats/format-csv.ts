import { suggestLabels } from '../../core/index.ts';
import { csvCell } from './formula-guard.ts';
import type { Audit } from '../report/types.ts';
import { whySentence } from '../report/words/why-words.ts';

export interface CsvOptions {
  /**
   * Whether names and labels that a spreadsheet would run as formulas get an apostrophe before them. Default true; false
   * gives every value as it is, for programs.
   */
  readonly formulaGuard?: boolean;
}

/**
 * Every audited picture as one CSV line, in the order of the data set:
 * `image,given_label,is_label_issue,label_quality,predicted_label,predicted_probability,why`; `why` is empty where the label is
 * no issue. Of an issue the predicted label is the one that every other format suggests.
 */
export function formatCsv(audit: Audit, { formulaGuard = true }: CsvOptions = {}): string {
  const cell = (text: string): string => csvCell(text, formulaGuard);
  const { report, predProbs, labels, labelQuality } = audit;
  const { classes } = report.dataset;
  const suggested = suggestLabels(predProbs);
  const issues = new Map(report.issues.map((issue) => [issue.index, issue]));
  const why = whySentence(report);
  const lines = ['image,given_label,is_label_issue,label_quality,predicted_label,predicted_probability,why'];
  report.paths.forEach((path, i) => {
    const issue = issues.get(i);
    const cells = [cell(path), cell(classes[labels[i]]), String(issue !== undefined), String(labelQuality[i])];
    const reason = issue === undefined ? '' : cell(why(issue));
    const label = issue?.suggestedLabel ?? classes[suggested.labels[i]];
    const probability = issue?.suggestedProbability ?? suggested.probabilities[i];
    lines.push([...cells, cell(label), String(probability), reason].join(','));
  });
  return `${lines.join('\n')}\n`;
}
