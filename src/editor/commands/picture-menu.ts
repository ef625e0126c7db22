import * as vscode from 'vscode';
import { PICTURE_ITEMS, type PictureItem } from '../../protocol/index.ts';
import type { RegisterCommand } from '../host/register-command.ts';

/** The id of the picture, from what VS Code hands on of the panel's `data-vscode-context`, or from another caller. */
function pictureId(context: unknown): number | undefined {
  const id: unknown = typeof context === 'object' && context !== null && 'id' in context ? context.id : undefined;
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? id : undefined;
}

/** Registers what the menu of a picture in the panel offers. The panel does it: it knows what is selected. */
export function registerPictureMenu(
  register: RegisterCommand,
  choose: (item: PictureItem, id: number) => Promise<void>,
): vscode.Disposable {
  return vscode.Disposable.from(
    ...PICTURE_ITEMS.map((item) =>
      register(`labelAudit.picture.${item}`, async (context) => {
        const id = pictureId(context);
        if (id !== undefined) await choose(item, id);
      }),
    ),
  );
}
