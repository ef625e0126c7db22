import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { parsePanelMessage } from '../../../src/editor/panel-messages.ts';
import type { FixChoice, PanelMessage } from '../../../src/protocol.ts';

const choice: FixChoice = {
  ...{ action: 'relabel', by: 'worst', share: 0.1, threshold: 0, minConfidence: 0.5, minExamplesPerClass: 0 },
  splits: ['train'],
};

const messages: PanelMessage[] = [
  { type: 'export' },
  { type: 'plan', choice },
  { type: 'fix', choice: { ...choice, splits: null } },
  { type: 'compare', choice },
  { type: 'compare', choice: null },
  { type: 'ready' },
  { type: 'undo' },
  { type: 'audit' },
  { type: 'cancel' },
  { type: 'walkthrough' },
  { type: 'thumbnails', ids: [] },
  { type: 'thumbnails', ids: [0, 7, 19_999] },
  { type: 'detail', id: 3 },
  { type: 'reveal', id: 0 },
  { type: 'open', id: 1 },
  { type: 'copyPath', id: 2 },
  { type: 'decide', ids: [1, 2], action: { kind: 'accept' } },
  { type: 'decide', ids: [1], action: { kind: 'keep' } },
  { type: 'decide', ids: [1], action: { kind: 'remove' } },
  { type: 'decide', ids: [1], action: { kind: 'relabel', label: 'viii' } },
];

const wrong: unknown[] = [
  { type: 'plan' },
  { type: 'plan', choice: null },
  { type: 'fix', choice: { ...choice, action: 'burn' } },
  { type: 'fix', choice: { ...choice, by: 'mood' } },
  { type: 'fix', choice: { ...choice, share: 0 } },
  { type: 'fix', choice: { ...choice, share: Number.NaN } },
  { type: 'fix', choice: { ...choice, threshold: 1.1 } },
  { type: 'fix', choice: { ...choice, minExamplesPerClass: 0.5 } },
  { type: 'fix', choice: { ...choice, splits: 'train' } },
  { type: 'compare' },
  undefined,
  null,
  'ready',
  7,
  [],
  {},
  { type: 'Ready' },
  { type: ['ready'] },
  { type: 'constructor' },
  { type: 'detail' },
  { type: 'detail', id: '3' },
  { type: 'detail', id: -1 },
  { type: 'detail', id: 1.5 },
  { type: 'detail', id: NaN },
  { type: 'thumbnails', ids: 3 },
  { type: 'thumbnails', ids: [1, null] },
  { type: 'decide', ids: [1] },
  { type: 'decide', ids: [], action: { kind: 'accept' } },
  { type: 'decide', ids: [1], action: { kind: 'format' } },
  { type: 'decide', ids: [1], action: { kind: 'relabel' } },
  { type: 'decide', ids: [1], action: { kind: 'relabel', label: '' } },
  { type: 'decide', ids: [1], action: { kind: 'relabel', label: 3 } },
  { type: 'decide', ids: ['1'], action: { kind: 'accept' } },
];

describe('parsePanelMessage', () => {
  it.each(messages)('takes %j as it is', (message) => {
    expect(parsePanelMessage(structuredClone(message))).toEqual(message);
  });

  it.each(wrong)('refuses %j', (value) => {
    expect(parsePanelMessage(value)).toBeUndefined();
  });

  it('drops what a message has beyond its own fields', () => {
    expect(parsePanelMessage({ type: 'detail', id: 3, path: '../../secret' })).toEqual({ type: 'detail', id: 3 });
    const action = { kind: 'keep', label: 'x' };
    expect(parsePanelMessage({ type: 'decide', ids: [1], action })).toEqual({
      type: 'decide',
      ids: [1],
      action: { kind: 'keep' },
    });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        parsePanelMessage(value);
      }),
    );
  });
});
