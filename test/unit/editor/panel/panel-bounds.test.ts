import { describe, expect, it } from 'vitest';
import { staysInBounds } from '../../../../src/editor/panel/panel-bounds.ts';
import type { FixChoice, PanelMessage } from '../../../../src/protocol/messages.ts';
import { PANEL_SAMPLES } from '../../sample-messages.ts';

const shown = { isPicture: (id: number) => id < 3, classes: ['cat', 'dog'], splits: ['train'] };
const [{ choice }] = PANEL_SAMPLES.fix;
const withSplits = (splits: FixChoice['splits']): FixChoice => ({ ...choice, splits });

describe('staysInBounds', () => {
  it.each<PanelMessage>([
    { type: 'detail', id: 2 },
    { type: 'thumbnails', ids: [0, 1, 2] },
    { type: 'decide', ids: [2], action: { kind: 'relabel', label: 'dog' } },
    { type: 'fix', choice: withSplits(['train']) },
    { type: 'plan', choice: withSplits(null) },
    { type: 'compare', choice: null },
    { type: 'undo' },
  ])('lets pass what is shown: %j', (message) => {
    expect(staysInBounds(message, shown)).toBe(true);
  });

  it.each<PanelMessage>([
    { type: 'detail', id: 3 },
    { type: 'open', id: 1e9 },
    { type: 'reveal', id: 3 },
    { type: 'copyPath', id: 3 },
    { type: 'thumbnails', ids: [0, 3] },
    { type: 'decide', ids: [0, 3], action: { kind: 'keep' } },
    { type: 'decide', ids: [0], action: { kind: 'relabel', label: '../../elsewhere' } },
    { type: 'fix', choice: withSplits(['train', 'test']) },
    { type: 'plan', choice: withSplits(['test']) },
    { type: 'compare', choice: withSplits(['..']) },
  ])('refuses what is not: %j', (message) => {
    expect(staysInBounds(message, shown)).toBe(false);
  });
});
