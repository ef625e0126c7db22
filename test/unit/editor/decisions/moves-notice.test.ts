import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createMovesNotice } from '../../../../src/editor/decisions/moves-notice.ts';

const said = vi.hoisted(() => ({ messages: [] as string[], answer: undefined as string | undefined }));
vi.mock('vscode', () => ({
  l10n: { t: (text: string) => text },
  window: {
    showInformationMessage: (message: string) => {
      said.messages.push(message);
      return Promise.resolve(said.answer);
    },
  },
}));

describe('what a decision does to class folders', () => {
  beforeEach(() => {
    said.messages = [];
    said.answer = undefined;
  });

  it('is said once in a window, and of decisions that move files alone', () => {
    const notice = createMovesNotice({ get: () => undefined, update: vi.fn() });
    notice({ kind: 'keep' });
    expect(said.messages).toEqual([]);
    notice({ kind: 'accept' });
    notice({ kind: 'remove' });
    expect(said.messages).toHaveLength(1);
    expect(said.messages[0]).toMatch(/moved its file to another class folder/);
  });

  it('is not said again once the user knows', async () => {
    const kept = new Map<string, unknown>();
    const memento = {
      get: (key: string): unknown => kept.get(key),
      update: (key: string, value: unknown) => {
        kept.set(key, value);
        return Promise.resolve();
      },
    };
    said.answer = "Don't Show Again";
    createMovesNotice(memento as never)({ kind: 'remove' });
    await Promise.resolve();
    await Promise.resolve();
    createMovesNotice(memento as never)({ kind: 'remove' });
    expect(said.messages).toHaveLength(1);
  });
});
