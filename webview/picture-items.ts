import type { PictureItem } from '../src/protocol/index.ts';
import type { PictureLoaders } from './model/picture-loaders.ts';
import type { ReviewSession } from './model/review-session.ts';
import { copyPicture } from './parts/copy-picture.ts';
import type { ReviewCommands, ReviewPage } from './review-commands.ts';
import { STRINGS } from './strings.ts';

export interface PictureItemContext {
  readonly page: Pick<ReviewPage, 'post'>;
  readonly review: ReviewCommands;
  readonly loaders: PictureLoaders;
  readonly session: ReviewSession | null;
  /** Is told when a copy is made, or could not be. */
  readonly copied: (error: string | null) => void;
}

/** Does what was chosen in the menu of a picture. */
export function choosePictureItem(item: PictureItem, id: number, context: PictureItemContext): void {
  const { page, review, loaders, session, copied } = context;
  const issue = session?.store.get(id);
  if (!session || !issue || !session.visible.includes(id)) return;
  switch (item) {
    case 'open':
    case 'reveal':
    case 'copyPath':
      page.post({ type: item, id });
      break;
    case 'copyPicture':
      void copy(loaders.details.get(id)?.uri ?? loaders.thumbnails.get(id)).then(copied);
      break;
    case 'similar': {
      const { given, suggested } = issue;
      review.showOnly({ all: session.filters.all, given, suggested, eitherWay: true });
      break;
    }
    default:
      // A decision is about all that is selected, if this picture is.
      if (!session.selection.ids.has(id)) review.select(id, 'only');
      review.run({ kind: item });
  }
}

/** @returns why it could not be copied; null where it was */
async function copy(uri: string | null | undefined): Promise<string | null> {
  try {
    if (typeof uri !== 'string') throw new Error(STRINGS.detail.gone);
    await copyPicture(uri);
    return null;
  } catch (error) {
    return STRINGS.announce.notCopied((error as Error).message);
  }
}
