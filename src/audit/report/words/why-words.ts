import { shortened } from '../../../dataset/index.ts';
import { sayWhy, type Naming, type WhyFacts } from '../../../sentences/index.ts';
import type { AuditReport, LabelIssue } from '../types.ts';
import { changesText } from './set-words.ts';

/** Why labels of this report were flagged, as facts. */
export function whyFacts(report: AuditReport): (issue: LabelIssue) => WhyFacts {
  const classes = new Map(report.health.classes.map((row) => [row.class, row]));
  return ({ givenLabel, suggestedLabel, givenProbability, suggestedProbability, nearest = [] }) => {
    const usualProbability = classes.get(suggestedLabel)?.usualProbability;
    const [, agreeing = 0] = nearest.find(([label]) => label === suggestedLabel) ?? [];
    return {
      given: shortened(givenLabel),
      suggested: shortened(suggestedLabel),
      isDoubtful: givenLabel === suggestedLabel,
      givenProbability,
      suggestedProbability,
      neverPredicted: classes.get(givenLabel)?.predicted === 0,
      ...(usualProbability === undefined ? {} : { usualProbability }),
      ...(nearest.length === 0
        ? {}
        : {
            nearest: {
              total: nearest.reduce((sum, [, pictures]) => sum + pictures, 0),
              agreeing,
              others: nearest
                .filter(([label]) => label !== suggestedLabel)
                .map(([label, pictures]) => [shortened(label), pictures] as const),
            },
          }),
    };
  };
}

/**
 * Says in one sentence why a label of this report was flagged: which given labels the pictures nearest to it bear, and where
 * none were looked for, what the model gives and what it gives pictures of that class as a rule.
 *
 * @param name how classes are named; default: in quotes
 */
export function whySentence(report: AuditReport, name?: Naming): (issue: LabelIssue) => string {
  const factsOf = whyFacts(report);
  return (issue) => (issue.changes === undefined ? sayWhy(factsOf(issue), name) : changesText(issue.changes, name));
}
