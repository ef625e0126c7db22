import { describe, expect, it } from 'vitest';
import { staysInBounds } from '../../../../src/editor/panel/panel-bounds.ts';
import type { FixChoice, PanelMessage } from '../../../../src/protocol/messages.ts';
import { PANEL_SAMPLES } from '../../sample-messages.ts';

const shown = { isPicture: (id: number) => id < 3, classes: ['cat', 'dog'], splits: ['train'], checks: ['leaks'] };
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
    { type: 'check', name: 'leaks', below: null, from: 0 },
    { type: 'finding', check: 'leaks', ids: [0, 2], action: 'keepBest' },
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
    { type: 'check', name: 'blurry', below: 0.5, from: 0 },
    { type: 'checkThreshold', name: 'constructor', below: 0.5 },
    { type: 'finding', check: 'blurry', ids: [0], action: 'remove' },
    { type: 'finding', check: 'leaks', ids: [0, 3], action: 'remove' },
  ])('refuses what is not: %j', (message) => {
    expect(staysInBounds(message, shown)).toBe(false);
  });
});
