import { hostMessageReader, panelMessageReader } from '../../src/protocol/messages.ts';
import { staysInBounds } from '../../src/editor/panel/panel-bounds.ts';
import { PanelController } from '../../webview/panel-controller.ts';
import { mutations } from '../unit/mutate.ts';
import { HOST_SAMPLES, PANEL_SAMPLES } from '../unit/sample-messages.ts';
import type { TrustRow, TrustSuite } from './types.ts';

const page = {
  ...{ post: () => undefined, save: () => undefined, changed: () => undefined },
  ...{
    focusSearch: () => undefined,
    focusNote: () => undefined,
    focusGrid: () => undefined,
    scrollToActive: () => undefined,
  },
};

/** Every message with every field mutated: what is read is used, what is not is dropped, and neither throws. */
function tryAll(
  fault: string,
  samples: readonly { readonly type: string }[],
  use: (message: unknown) => boolean,
  log: (line: string) => void,
): TrustRow {
  const row = { fault, tried: 0, survived: 0, bytesLost: 0 };
  for (const sample of samples) {
    for (const { place, how, mutated } of mutations(sample)) {
      row.tried += 1;
      try {
        if (use(mutated)) row.survived += 1;
        else log(`${sample.type}: ${place.join('.')} ${how}: went out of bounds`);
      } catch (error) {
        log(`${sample.type}: ${place.join('.')} ${how}: ${String(error)}`);
      }
    }
  }
  return row;
}

export const suite: TrustSuite = {
  name: 'webview',
  run(context) {
    const log = (line: string): void => {
      context.log(line);
    };
    const toPanel = hostMessageReader(() => undefined);
    const controller = new PanelController(page, undefined);
    const toHost = panelMessageReader(() => undefined);
    const inside = (id: number): boolean => Number.isInteger(id) && id >= 0 && id < 3;
    const shown = { isPicture: (id: number) => id < 3, classes: ['viii', 'dog'], splits: ['train'], checks: ['leaks'] };
    const host = tryAll(
      'panel: mutated messages of the host',
      Object.values(HOST_SAMPLES).flat(),
      (mutated) => {
        const message = toPanel(mutated);
        if (message) controller.receive(message);
        controller.saveNow();
        return true;
      },
      log,
    );
    const panel = tryAll(
      'extension: mutated messages of the panel',
      Object.values(PANEL_SAMPLES).flat(),
      (mutated) => {
        const message = toHost(mutated);
        if (!message || !staysInBounds(message, shown)) return true;
        if ('id' in message) return inside(message.id);
        return !('ids' in message) || message.ids.every(inside);
      },
      log,
    );
    return Promise.resolve([host, panel]);
  },
};
