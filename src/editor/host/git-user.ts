import * as vscode from 'vscode';
import { gitUserName } from './git-user-name.ts';
import { editorOptions } from './settings/settings.ts';

/** Who reviews, by the name under which the user commits in a folder. */
export type ReviewerOf = (root: vscode.Uri) => Promise<string | undefined>;

/**
 * Asks git once for each folder. Undefined where the user does not want the name to be noted, the workspace is not
 * trusted, there is no git, or it knows no name. The name goes nowhere but to reviews.csv.
 */
export function createReviewerOf(): ReviewerOf {
  const names = new Map<string, Promise<string | undefined>>();
  return async (root) => {
    if (!vscode.workspace.isTrusted || !editorOptions(root).recordReviewer) return undefined;
    const folder = root.fsPath;
    const known = names.get(folder) ?? gitUserName(folder);
    names.set(folder, known);
    return known;
  };
}
