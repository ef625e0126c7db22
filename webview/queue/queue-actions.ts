import type { QueueNews } from '../../src/protocol/index.ts';
import type { QueueState } from '../model/queue-state.ts';
import type { Action } from '../parts/action.ts';
import { STRINGS } from '../strings.ts';

/** Does what a part of the panel asks while a queue is shown; false where that is none of the queue's business. */
export function actOnQueue(action: Action, queue: QueueState): boolean {
  switch (action.kind) {
    case 'command':
      queue.run(action.command);
      return true;
    case 'relabel':
      queue.label(action.label);
      return true;
    case 'classKey':
      queue.chooseKey(action.class, action.key);
      return true;
    case 'closeKeys':
    case 'closeChooser':
      queue.dialog = null;
      return true;
    case 'queuePicture':
      queue.show(action.id);
      return true;
    case 'queueRank':
      queue.rank();
      return true;
    case 'queueCancel':
      queue.cancelRanking();
      return true;
    case 'queueClose':
      queue.close();
      return true;
    default:
      return false;
  }
}

/** Takes what the host says of the queue, and says aloud what became of a picture. */
export function receiveForQueue(news: QueueNews, queue: QueueState, spoken: { announcement: string }): void {
  queue.receive(news);
  if (news.kind !== 'changes' || news.batch !== queue.view.batch) return;
  const last = news.changes.at(-1);
  if (last === undefined) return;
  const state = last.current === undefined ? STRINGS.queue.waits : STRINGS.queue.isLabelled(last.current);
  spoken.announcement = `${state}. ${STRINGS.queue.labelled(queue.labelled, queue.pictures.length)}.`;
}
