import type * as vscode from 'vscode';
import { createPictureIndex, listClassFolders, type AuditReport, type PictureIndex } from '../../audit/light.ts';
import { createTimeSlices, Superseded } from '../host/time-slices.ts';
import { indexRows, type RowsOfFiles } from '../labels/plan-rows.ts';

/** The rows of labels files, which change under their reader. */
interface LiveText {
  /** None while the text can't be understood. */
  readonly rowsOfFiles: RowsOfFiles;
  readonly onDidChangeLabels: vscode.Event<void>;
  settled(): Promise<void>;
}

/**
 * Looks the rows of labels files through for plans. A hundred thousand rows are looked through in slices, so that nothing
 * else in VS Code waits, and only once for all the plans that a slider asks for: until the text changes.
 */
export function createPictureLookup(text: LiveText): () => Promise<PictureIndex> {
  let known: Promise<PictureIndex> | undefined;

  const read = (): Promise<PictureIndex> => {
    let isCurrent = true;
    const changes = text.onDidChangeLabels(() => {
      isCurrent = false;
      known = undefined;
      changes.dispose();
    });
    const pause = createTimeSlices(() => isCurrent);
    return indexRows(text.rowsOfFiles, pause).then((index) => {
      // The last slice, too.
      if (!isCurrent) throw new Superseded();
      return index;
    });
  };

  return async () => {
    for (;;) {
      await text.settled();
      const reading = (known ??= read());
      try {
        return await reading;
      } catch (error) {
        if (known === reading) known = undefined;
        // The text has changed while it was looked through: that is begun again.
        if (!(error instanceof Superseded)) throw error;
      }
    }
  };
}

/** The pictures of class folders as they are now. */
export async function picturesOfFolders(root: string, options: AuditReport['options']): Promise<PictureIndex> {
  const pictures = createPictureIndex();
  const pause = createTimeSlices(() => true);
  const { classFrom, classes } = options;
  for (const { path, class: label, split, pictures: names } of await listClassFolders(root, { classFrom, classes })) {
    for (const name of names) {
      await pause();
      pictures.add({ path: `${path}/${name}`, label, ...(split === undefined ? {} : { split }) });
    }
  }
  return pictures;
}
