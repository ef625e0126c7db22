import * as vscode from 'vscode';
import { WARNING_KINDS, type WarningFact, type WarningKind } from '../../audit/light.ts';
import { languageOf } from '../../numbers/index.ts';
import { count, decimal, percent } from './local-numbers.ts';

/** The warnings of a report or a comparison as they are stored: each an English sentence, many with its facts. */
export interface StoredWarnings {
  readonly warnings: readonly string[];
  readonly warningFacts?: readonly (Omit<WarningFact, 'kind'> & { readonly at: number; readonly kind: string })[];
}

const isKnown = (kind: string): kind is WarningKind => (WARNING_KINDS as readonly string[]).includes(kind);

/** The warnings in the language of VS Code; a sentence whose facts are not known, as of an older report, stays English. */
export function warningTexts({ warnings, warningFacts = [] }: StoredWarnings): readonly string[] {
  if (languageOf(vscode.env.language) === 'en') return warnings;
  const facts = new Map(warningFacts.map((fact) => [fact.at, fact]));
  return warnings.map((text, at) => {
    const fact = facts.get(at);
    return fact !== undefined && isKnown(fact.kind) ? wordedWarning({ ...fact, kind: fact.kind }) : text;
  });
}

function wordedWarning({ kind, names = [], numbers = [] }: WarningFact): string {
  const number = (place: number): string => count(numbers.at(place) ?? 0);
  const [name = '', ...others] = names;
  switch (kind) {
    case 'rows-normalised':
      return vscode.l10n.t(
        '{0} of {1} rows did not sum to 1 (off by at most {2}) and were normalised; the first is row {3}.',
        ...[number(0), number(1), String(numbers[2]), number(3)],
      );
    case 'pieces-normalised':
      return vscode.l10n.t('Rows that did not sum to 1 were normalised. Parts with such rows: {0}.', number(0));
    case 'classes-without-labels':
      return vscode.l10n.t('No example is labelled {0}: nothing can be said of that.', quoted(names, numbers[0]));
    case 'classes-never-predicted':
      return vscode.l10n.t(
        'The model never predicts {0}: what is flagged of that is the model’s fault first.',
        quoted(names, numbers[0]),
      );
    case 'classes-never-predicted-last':
      return vscode.l10n.t(
        'In its last round the model never predicts {0}: what is flagged of that is the model’s fault first.',
        quoted(names, numbers[0]),
      );
    case 'classes-unjudged':
      return vscode.l10n.t(
        'Nothing can be found about {0}: every picture has the class, or none has.',
        quoted(names, numbers[0]),
      );
    case 'classes-too-small':
      return vscode.l10n.t(
        'Too few examples to flag any: {0}. The least number is {1}.',
        quoted(names, numbers[0]),
        number(1),
      );
    case 'option-without-effect':
      return vscode.l10n.t('{0} has no effect with the filter {1}; it goes with {2}.', name, ...others);
    case 'class-of-one-picture':
      return vscode.l10n.t(
        'Class "{0}" has only one picture: the model that judges it has never seen the class. Add pictures of it, or do not trust what is said of it.',
        name,
      );
    case 'class-of-few-pictures':
      return vscode.l10n.t(
        'Class "{0}" has {1} different pictures, fewer than the {2} folds: some folds hold none of it out. Add pictures of it, or choose fewer folds.',
        ...[name, number(0), number(1)],
      );
    case 'class-of-one-group':
      return vscode.l10n.t(
        'Class "{0}" lies in one group alone: the model that judges it has never seen the class.',
        name,
      );
    case 'class-of-few-groups':
      return vscode.l10n.t(
        'Class "{0}" lies in {1} groups, fewer than the {2} folds: some folds hold none of it out.',
        ...[name, number(0), number(1)],
      );
    case 'reviewed-labels':
      return vscode.l10n.t(
        'Flagged labels that are not listed, since a review in reviews.csv says that they are right: {0}.',
        number(0),
      );
    case 'none-listed':
      return vscode.l10n.t(
        'Nothing is listed: as estimated, not even of the worst labels are {0} wrong. Ask for a lower precision.',
        percent(numbers[0] ?? 0),
      );
    case 'sets-hardly-learnt':
      return vscode.l10n.t(
        'The model hardly knows more of the classes than how frequent they are (log-loss {0} a picture; {1} without looking): what it lists may be as wrong as the labels. Give it more pictures, or your own features or probabilities.',
        ...[decimal(numbers[0] ?? 0, 2), decimal(numbers[1] ?? 0, 2)],
      );
    case 'rows-unknown':
      return vscode.l10n.t(
        '{0}: {1} rows name no labelled picture of the data set, and were left out: {2}.',
        ...[name, number(0), listed(others, numbers[1])],
      );
    case 'rows-ambiguous':
      return vscode.l10n.t(
        '{0}: {1} rows could be of several pictures, and were left out: {2}. Write their paths with the folder.',
        ...[name, number(0), listed(others, numbers[1])],
      );
    case 'rows-doubled':
      return vscode.l10n.t(
        '{0} names {1} pictures again; the first row of each was used: {2}.',
        ...[name, number(0), listed(others, numbers[1])],
      );
    case 'pictures-without-row':
      return vscode.l10n.t(
        '{0} of {1} pictures have no row in {2}, and were not audited: {3}.',
        ...[number(0), number(2), name, listed(others, numbers[1])],
      );
    case 'test-was-seen':
      return vscode.l10n.t(
        'The audit that chose the labels has seen {0} of the test pictures too, so the comparison may flatter it. For a strict one audit the training rows alone first: the choice of the cleaning offers it.',
        number(0),
      );
    case 'trained-once':
      return vscode.l10n.t('A head on features comes out the same with every seed: each side was trained once.');
    case 'few-repeats':
      return vscode.l10n.t(
        'Fewer than {0} repeats say little about how much the result depends on the seed.',
        number(0),
      );
    case 'pictures-unread':
      return vscode.l10n.t(
        'Pictures that could not be read, and are on neither side: {0}; the first is {1}.',
        number(0),
        name,
      );
  }
}

function listed(names: readonly string[], more = 0): string {
  const shown = names.join(', ');
  return more > 0 ? vscode.l10n.t('{0} and {1} more', shown, count(more)) : shown;
}

const quoted = (names: readonly string[], more?: number): string =>
  listed(
    names.map((name) => `"${name}"`),
    more,
  );
