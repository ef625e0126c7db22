import * as vscode from 'vscode';
import type { DecideAction } from '../../protocol/index.ts';
import { sayInformation } from '../host/notify.ts';

const KEY = 'knowsThatPicturesMove';

/**
 * Says once what a decision does to class folders, where a label is the folder that a picture is in: it moves files. Said
 * again in the next window, until the user does not want to hear it any more.
 */
export function createMovesNotice(memento: Pick<vscode.Memento, 'get' | 'update'>): (action: DecideAction) => void {
  let isSaid = false;
  return ({ kind }) => {
    if (kind === 'keep' || isSaid || memento.get(KEY) === true) return;
    isSaid = true;
    const never = vscode.l10n.t("Don't Show Again");
    void sayInformation(
      vscode.l10n.t(
        'A label is the folder that a picture is in: a changed label has moved its file to another class folder, and Remove moves it to the bin (to .label-audit/removed where there is none). Undo brings it back.',
      ),
      never,
    ).then((answer) => {
      if (answer === never) void memento.update(KEY, true);
    });
  };
}
