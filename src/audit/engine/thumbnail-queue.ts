import { availableParallelism } from 'node:os';
import { thumbnailFile } from '../../pictures/index.ts';
import type { EngineRequest } from './engine-protocol.ts';

type ThumbnailRequest = Extract<EngineRequest, { readonly type: 'thumbnails' }>;

/** Makes thumbnails, as many at once as there are cores. */
export interface ThumbnailQueue {
  /** Takes the request's paths before those that wait: what was asked for last is what the user looks at. */
  readonly add: (request: ThumbnailRequest) => void;
}

/** @param answer called once for each path of each request; `file` is null where no thumbnail can be made. */
export function createThumbnailQueue(answer: (id: number, path: string, file: string | null) => void): ThumbnailQueue {
  const waiting: { readonly request: ThumbnailRequest; next: number }[] = [];
  const limit = Math.max(2, availableParallelism());
  let running = 0;

  const work = async (): Promise<void> => {
    for (;;) {
      const first = waiting.at(-1);
      if (first === undefined) return;
      const { request } = first;
      const path = request.paths[first.next++];
      if (first.next >= request.paths.length) waiting.pop();
      const { id, root, size, cacheFolder } = request;
      // A picture that can't be shown is no failure of the queue: the panel shows that it is missing.
      answer(id, path, await thumbnailFile(root, path, { size, cacheFolder }).catch(() => null));
    }
  };
  return {
    add: (request) => {
      if (request.paths.length === 0) return;
      waiting.push({ request, next: 0 });
      for (; running < limit; running++) void work().finally(() => running--);
    },
  };
}
