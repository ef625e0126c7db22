import { describe, expect, it, vi } from 'vitest';
import type { Asker } from '../../../../src/editor/panel/picture-answers.ts';
import type { PanelAnswerDeps } from '../../../../src/editor/panel/panel-answers.ts';

vi.mock('vscode', () => ({ env: { language: 'en' }, l10n: { t: (text: string) => text } }));
const { answerPanel } = await import('../../../../src/editor/panel/panel-answers.ts');

/** The decisions that a key of class `dog` comes to, on pictures with these labels. */
async function decided(labels: readonly string[], ids: readonly number[], separator?: string): Promise<unknown[]> {
  const made: unknown[] = [];
  const shown = {
    report: {
      dataset: { classes: ['cat', 'dog', 'fox'], splits: {}, ...(separator && { multiLabel: { separator } }) },
    },
    stateOf: (id: number) => (id < labels.length ? { current: { label: labels[id] } } : undefined),
  };
  const deps = {
    decisions: {
      decide: (_session: unknown, ...decision: unknown[]) => {
        made.push(decision);
        return Promise.resolve();
      },
    },
    output: { error: (error: unknown) => made.push(error), warn: (words: unknown) => made.push(words) },
  };
  const asker = { updates: { shown }, post: (message: unknown) => made.push(message) };
  await answerPanel(
    { type: 'decide', ids, action: { kind: 'relabel', label: 'dog' } },
    asker as unknown as Asker,
    deps as unknown as PanelAnswerDeps,
  );
  return made;
}

describe('the key of a class', () => {
  it('relabels all pictures in one step', async () => {
    expect(await decided(['cat', 'fox', 'cat'], [0, 1, 2])).toEqual([[[0, 1, 2], { kind: 'relabel', label: 'dog' }]]);
  });

  it('of several labels a picture adds the class or takes it, in one step for all that come to the same labels', async () => {
    expect(await decided(['cat', 'cat|dog', 'cat', 'cat|dog', 'fox'], [0, 1, 2, 3, 4], '|')).toEqual([
      [[0, 2], { kind: 'relabel', label: 'cat|dog' }],
      [[1, 3], { kind: 'relabel', label: 'cat' }],
      [[4], { kind: 'relabel', label: 'dog|fox' }],
    ]);
  });
});
