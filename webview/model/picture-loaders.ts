import type { HostMessage, IssueDetail, PanelMessage, SimilarPictures } from '../../src/protocol/index.ts';
import { BatchLoader } from './batch-loader.ts';

type PictureMessage = Extract<HostMessage, { type: 'thumbnails' | 'detail' | 'similar' }>;

/** Pictures, and what is known of them: asked for when they are to be seen, and remembered for a while. */
export class PictureLoaders {
  readonly thumbnails: BatchLoader<string | null>;
  readonly details: BatchLoader<IssueDetail>;
  /** Asked for only where they stand beside the enlarged picture. */
  readonly similar: BatchLoader<SimilarPictures>;

  constructor(post: (message: PanelMessage) => void) {
    const each = (type: 'detail' | 'similar') => (ids: readonly number[]) => {
      for (const id of ids) post({ type, id });
    };
    this.thumbnails = new BatchLoader(
      (ids) => {
        post({ type: 'thumbnails', ids });
      },
      { delay: 30, keep: 5000 },
    );
    this.details = new BatchLoader(each('detail'), { delay: 40, keep: 60 });
    this.similar = new BatchLoader(each('similar'), { delay: 40, keep: 60 });
  }

  receive(message: PictureMessage): void {
    switch (message.type) {
      case 'thumbnails':
        for (const [id, uri] of message.uris) this.thumbnails.receive(id, uri);
        break;
      case 'detail':
        this.details.receive(message.detail.id, message.detail);
        break;
      case 'similar':
        this.similar.receive(message.pictures.id, message.pictures);
        break;
    }
  }

  /** Pictures of another audit are shown. */
  clear(): void {
    this.thumbnails.clear();
    this.details.clear();
    this.similar.clear();
  }
}
