import * as vscode from 'vscode';
import type { DatasetProblem } from '../../audit/light.ts';
import { languageOf } from '../../numbers/index.ts';
import { count } from './local-numbers.ts';

/** So many other pictures are named. */
const SHOWN = 3;

/** What is wrong with a picture or its row, in the language of VS Code. Reports hold the English sentence beside its facts. */
export function problemText(problem: DatasetProblem): string {
  return languageOf(vscode.env.language) === 'en' ? problem.message : wordedProblem(problem);
}

function wordedProblem(problem: DatasetProblem): string {
  const { kind, path, message } = problem;
  const name = placeOf(problem);
  switch (kind) {
    case 'missing-image':
      return vscode.l10n.t('{0} is not there or can’t be read: restore the picture, or correct its path.', name);
    case 'empty-image':
      return vscode.l10n.t('{0} is empty (0 bytes): restore the picture, or remove it.', name);
    case 'one-colour':
      return vscode.l10n.t(
        '{0} is one colour: nothing in it tells a model what it shows; look at it, restore or remove it.',
        name,
      );
    case 'empty-label':
      return vscode.l10n.t('{0} has no label.', name);
    case 'duplicate-row':
      return vscode.l10n.t('{0} stands in an earlier row, too: remove one of them.', name);
    case 'conflicting-duplicates': {
      const { others = [], moreOthers = 0 } = problem;
      return others.length === 0
        ? vscode.l10n.t('{0} has different labels in several rows: keep the right one, and remove the others.', path)
        : vscode.l10n.t(
            '{0} is the same picture as {1}, with another label: one of the labels is wrong; correct it.',
            path,
            listed(others, moreOthers),
          );
    }
    // What is wrong in the file, only the one that read it knows: its own words stand behind.
    case 'unreadable-image':
      return withDetails(vscode.l10n.t('{0} can’t be decoded: restore, shrink or remove it.', name), message);
    case 'not-an-image':
      return withDetails(vscode.l10n.t('{0} is no picture in a format that is read.', name), message);
    case 'outside-root':
      return withDetails(
        vscode.l10n.t('{0} leads out of the data set: pictures must lie in its folder or below.', name),
        message,
      );
    case 'ragged-row':
      return withDetails(vscode.l10n.t('{0}: the row is not made like the others.', name), message);
    case 'no-row':
      return withDetails(vscode.l10n.t('{0} has no row in the file that is to say something of it.', name), message);
    case 'passed-over':
      return withDetails(vscode.l10n.t('Passed over: {0}.', listed([path, ...(problem.others ?? [])])), message);
  }
}

function withDetails(text: string, message: string): string {
  return `${text} (${message})`;
}

function placeOf({ path, row, file }: DatasetProblem): string {
  if (row === undefined) return path;
  return file === undefined
    ? vscode.l10n.t('{0} (row {1})', path, row)
    : vscode.l10n.t('{0} (row {1} of {2})', path, row, file);
}

function listed(paths: readonly string[], left = 0): string {
  const shown = paths.slice(0, SHOWN).join(', ');
  const more = Math.max(0, paths.length - SHOWN) + left;
  return more > 0 ? vscode.l10n.t('{0} and {1} more', shown, count(more)) : shown;
}
