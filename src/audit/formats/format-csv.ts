import { suggestLabels } from '../../core/index.ts';
import { joinSet } from '../../dataset/index.ts';
import { csvCell } from './formula-guard.ts';
import type { Audit } from '../report/types.ts';
import { saidWords } from '../report/words/annotator-words.ts';
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
 * no issue. Where annotators are named, `said` follows: of an issue, who gave which label. Of an issue the predicted label is the one that every other format suggests. Then one column for each picture check
 * that was made, such as `dark_score`: in [0, 1], low is suspect, empty where the picture could not be read.
 */
export function formatCsv(audit: Audit, { formulaGuard = true }: CsvOptions = {}): string {
  const cell = (text: string): string => csvCell(text, formulaGuard);
  const { report, predProbs, labelQuality, pictureScores } = audit;
  const checks = pictureScores === undefined ? [] : (report.checks?.types ?? []);
  const { classes } = report.dataset;
  const givenOf = givenLabels(audit);
  const suggested = audit.sets === undefined ? suggestLabels(predProbs) : undefined;
  const issues = new Map(report.issues.map((issue) => [issue.index, issue]));
  const why = whySentence(report);
  const head = 'image,given_label,is_label_issue,label_quality,predicted_label,predicted_probability,why';
  const hasSaid = report.annotators !== undefined;
  const lines = [[head, ...(hasSaid ? ['said'] : []), ...checks.map(({ name }) => `${name}_score`)].join(',')];
  report.paths.forEach((path, i) => {
    const issue = issues.get(i);
    const cells = [cell(path), cell(givenOf(i)), String(issue !== undefined), String(labelQuality[i])];
    const reason = issue === undefined ? '' : cell(why(issue));
    const said = hasSaid ? [cell(saidWords(issue?.said ?? []))] : [];
    // Of a set that is no issue nothing else is suggested, and no one probability tells of it.
    const label = issue?.suggestedLabel ?? (suggested === undefined ? givenOf(i) : classes[suggested.labels[i]]);
    const probability = issue?.suggestedProbability ?? suggested?.probabilities[i] ?? '';
    const scores = checks.map((_, c) => scoreText(pictureScores?.[i * checks.length + c]));
    lines.push([...cells, cell(label), String(probability), reason, ...said, ...scores].join(','));
  });
  return `${lines.join('\n')}\n`;
}

/** The given label of each picture, or all of its labels. */
function givenLabels({ report, labels, sets }: Audit): (i: number) => string {
  const { classes, multiLabel } = report.dataset;
  if (sets === undefined || multiLabel === undefined) return (i) => classes[labels[i]];
  return (i) =>
    joinSet(
      classes.filter((_, c) => sets.data[i * sets.k + c] === 1),
      multiLabel.separator,
    );
}

/** A score with the six digits that single precision has. */
function scoreText(score = Number.NaN): string {
  return Number.isNaN(score) ? '' : String(Number(score.toPrecision(6)));
}
