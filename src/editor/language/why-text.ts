import * as vscode from 'vscode';
import type { LabelIssue, WhyFacts } from '../../audit/light.ts';
import { percent } from '../host/local-numbers.ts';
import { nameOf } from '../host/plain-text.ts';

/** Why a label was flagged, in the language of VS Code. The panel says the same in its own words. */
export function whyText(factsOf: (issue: LabelIssue) => WhyFacts, issue: LabelIssue): string {
  const facts = factsOf(issue);
  const { nearest, neverPredicted, usualProbability } = facts;
  const [given, suggested] = [facts.given, facts.suggested].map(nameOf);
  const ofGiven = percent(facts.givenProbability);
  if (nearest !== undefined) {
    const model = neverPredicted
      ? vscode.l10n.t('The model never predicts "{0}".', given)
      : vscode.l10n.t('The model gives "{0}" {1}.', given, ofGiven);
    return `${nearestText(nearest, suggested)} ${model}`;
  }
  const gives = facts.isDoubtful
    ? vscode.l10n.t('The model gives "{0}" {1}.', given, ofGiven)
    : vscode.l10n.t(
        'The model gives "{0}" {1} and "{2}" {3}.',
        suggested,
        percent(facts.suggestedProbability),
        given,
        ofGiven,
      );
  if (neverPredicted) return `${gives} ${vscode.l10n.t('The model never predicts "{0}".', given)}`;
  if (usualProbability === undefined) return gives;
  const usual = percent(usualProbability);
  return `${gives} ${vscode.l10n.t('Pictures labelled "{0}" get {1} on average.', suggested, usual)}`;
}

function nearestText({ total, agreeing, others }: NonNullable<WhyFacts['nearest']>, suggested: string): string {
  const rest = others.map(([label, pictures]) => `${pictures} "${nameOf(label)}"`).join(', ');
  return rest === ''
    ? vscode.l10n.t('Nearest pictures labelled "{0}": {1} of {2}.', suggested, agreeing, total)
    : vscode.l10n.t('Nearest pictures labelled "{0}": {1} of {2}; others: {3}.', suggested, agreeing, total, rest);
}
