import { shortened } from '../../../dataset/index.ts';
import { percent } from '../../../numbers/index.ts';
import { quoted, type Naming } from './naming.ts';
import type { AuditReport, LabelIssue } from '../types.ts';

/**
 * Says in one sentence why a label of this report was flagged: which given labels the pictures nearest to it bear, and where
 * none were looked for, what the model gives and what it gives pictures of that class as a rule.
 *
 * @param name how classes are named; default: in quotes
 */
export function whySentence(report: AuditReport, name: Naming = quoted): (issue: LabelIssue) => string {
  // A sentence for each issue: a name of many lines would be in every one of them.
  const named: Naming = (label) => name(shortened(label));
  const classes = new Map(report.health.classes.map((row) => [row.class, row]));
  return ({ givenLabel, suggestedLabel, givenProbability, suggestedProbability, nearest = [] }) => {
    const [given, suggested] = [named(givenLabel), named(suggestedLabel)];
    const isDoubtful = givenLabel === suggestedLabel;
    const never = classes.get(givenLabel)?.predicted === 0;
    if (nearest.length > 0) {
      const model = never
        ? `the model never predicts ${given}`
        : `the model gives ${given} ${percent(givenProbability)}`;
      return `${nearestWords(nearest, suggestedLabel, named)}; ${model}.`;
    }
    const gives = isDoubtful
      ? `The model gives ${given} ${percent(givenProbability)}`
      : `The model gives ${suggested} ${percent(suggestedProbability)}, ${given} ${percent(givenProbability)}`;
    if (never) return `${gives}; it never predicts ${given}.`;
    const usual = classes.get(suggestedLabel)?.usualProbability;
    return usual === undefined
      ? `${gives}.`
      : `${gives}; pictures labelled ${suggested} get ${percent(usual)} on average.`;
  };
}

/** E.g. `3 of 5 nearest pictures are labelled "skirt", 1 "dress", 1 "hat"`. */
function nearestWords(nearest: NonNullable<LabelIssue['nearest']>, suggested: string, name: Naming): string {
  const total = nearest.reduce((sum, [, pictures]) => sum + pictures, 0);
  const [, agreeing = 0] = nearest.find(([label]) => label === suggested) ?? [];
  const others = nearest
    .filter(([label]) => label !== suggested)
    .map(([label, pictures]) => `${pictures} ${name(label)}`)
    .join(', ');
  if (agreeing === 0) return `None of the ${total} nearest pictures is labelled ${name(suggested)} (${others})`;
  const are = agreeing === 1 ? 'is' : 'are';
  const words = `${agreeing} of ${total} nearest pictures ${are} labelled ${name(suggested)}`;
  return others === '' ? words : `${words}, ${others}`;
}
