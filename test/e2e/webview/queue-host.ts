import type { HostMessage, PanelMessage, QueueView } from '../../../src/protocol/messages.ts';
import type { ImageFolder } from '../../harness/index.ts';

type Send = (message: HostMessage) => Promise<void>;

/** A queue of pictures to label next, as the extension hands it to the panel. */
export function sampleQueue(images: ImageFolder, count: number, classes: readonly string[]): QueueView {
  return {
    ...{ batch: 1, name: 'clothes', labelsFile: 'labels.csv', movesFiles: false, classes },
    pictures: images.examples.slice(0, count).map(({ path, truth }, id) => {
      const first = Math.max(0, classes.indexOf(truth));
      const inOrder = classes.map((_, j) => classes[(first + j + (id % 3 === 2 ? 1 : 0)) % classes.length]);
      return {
        ...{ id, path, isGone: false },
        ...(id % 4 === 0 ? { split: 'train' } : {}),
        classes: inOrder.slice(0, 20).map((name, j) => ({ class: name, probability: 0.5 / 2 ** j })),
      };
    }),
    ...{ judged: 1120, labelled: 480, accuracy: 0.71 },
  };
}

/** Does what the extension does with the messages of a queue; `fails`: labels that can't be written. */
export class FakeQueueHost {
  readonly queue: QueueView;
  readonly #images: ImageFolder;
  readonly #done: { readonly id: number; readonly label: string }[] = [];
  readonly #undone: { readonly id: number; readonly label: string }[] = [];
  readonly fails = new Set<string>();

  constructor(queue: QueueView, images: ImageFolder) {
    this.queue = queue;
    this.#images = images;
  }

  readonly answer = async (message: PanelMessage, send: Send): Promise<void> => {
    const { batch } = this.queue;
    if (message.type === 'ready') {
      await send({ type: 'state', state: { phase: 'empty' } });
      return send({ type: 'queue', queue: this.queue });
    }
    if (message.type !== 'queue') return;
    const { ask } = message;
    const tell = (id: number, current?: string): Promise<void> =>
      send({
        type: 'queueNews',
        news: {
          kind: 'changes',
          batch,
          changes: [{ id, isGone: false, ...(current === undefined ? {} : { current }) }],
        },
      });
    const uri = (id: number): string => `/${this.#images.examples[id].path}`;
    switch (ask.kind) {
      case 'small':
        return send({
          type: 'queueNews',
          news: { kind: 'small', batch, uris: ask.ids.map((id) => [id, uri(id)] as const) },
        });
      case 'large':
        return send({ type: 'queueNews', news: { kind: 'large', batch, id: ask.id, uri: uri(ask.id) } });
      case 'label':
        if (this.fails.has(ask.label)) return send({ type: 'error', message: 'labels.csv is read-only.' });
        this.#done.push(ask);
        return tell(ask.id, ask.label);
      case 'undo': {
        const last = this.#done.pop();
        if (last) this.#undone.push(last);
        return last && tell(last.id);
      }
      case 'redo': {
        const last = this.#undone.pop();
        if (last) this.#done.push(last);
        return last && tell(last.id, last.label);
      }
      case 'rank':
        return send({
          type: 'queueNews',
          news: { kind: 'ranking', progress: { stage: 'Reading picture 12 of 1,600', share: 0.4 } },
        });
      case 'cancel':
        return send({ type: 'queueNews', news: { kind: 'ranked' } });
      case 'close':
        return send({ type: 'queue', queue: null });
      case 'keys':
        return;
    }
  };
}
