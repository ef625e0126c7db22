import { describe, expect, it } from 'vitest';
import { createDecisionHistory, type DecisionHistory } from '../../../../src/editor/session/decision-history.ts';

/** A text that decisions append letters to. */
function written() {
  const state = { text: '', told: 0 };
  const history: DecisionHistory = createDecisionHistory();
  history.onDidChange(() => (state.told += 1));
  const write = (letter: string) => {
    const again = () => {
      if (state.text.includes('!')) throw new Error('changed since');
      state.text += letter;
      return Promise.resolve(() => {
        const isThere = state.text.endsWith(letter);
        if (isThere) state.text = state.text.slice(0, -1);
        return Promise.resolve(isThere);
      });
    };
    return again().then((step) => {
      history.remember(step, { kind: 'relabel', to: letter, pictures: 1, first: 0, again });
    });
  };
  const list = () => history.entries.map(({ number, to, undone }) => `${number}${to}${undone ? '-' : ''}`).join(' ');
  return { state, history, write, list };
}

describe('the decisions of a session', () => {
  it('are told of as they are carried out, once each', async () => {
    const { state, history, write } = written();
    const told: string[] = [];
    const stop = history.onDidChange((change) => {
      if (change) told.push(`${change.what} ${change.entry.number}${change.entry.to ?? ''} ${change.entry.undone}`);
    });
    for (const letter of 'ab') await write(letter);
    history.remember(undefined, { kind: 'keep', again: () => Promise.resolve(undefined) });
    await history.undo();
    await history.redo();
    // Somebody has taken the last one back by hand: nothing is left of it, and the one before goes.
    state.text = 'a';
    await history.undo();
    stop();
    await history.redo();
    expect(told).toEqual(['made 1a false', 'made 2b false', 'undone 2b true', 'redone 2b false', 'undone 1a true']);
  });

  it('are taken back and made again, one by one', async () => {
    const { state, history, write, list } = written();
    for (const letter of 'abc') await write(letter);
    expect(await history.redo()).toBe(false);
    expect([await history.undo(), await history.undo(), state.text, list()]).toEqual([true, true, 'a', '1a 2b- 3c-']);
    expect([await history.redo(), state.text, list()]).toEqual([true, 'ab', '1a 2b 3c-']);
    await history.undo();
    await history.redo();
    await history.redo();
    expect([await history.redo(), state.text, list()]).toEqual([false, 'abc', '1a 2b 3c']);
    for (let i = 0; i < 3; i += 1) expect(await history.undo()).toBe(true);
    expect([await history.undo(), state.text]).toEqual([false, '']);
    expect(state.told).toBeGreaterThan(10);
  });

  it('are gone back and on to, and those taken back are gone with the next', async () => {
    const { state, history, write, list } = written();
    for (const letter of 'abcd') await write(letter);
    await history.goTo(2);
    expect([state.text, list()]).toEqual(['ab', '1a 2b 3c- 4d-']);
    await history.goTo(4);
    await history.goTo(3);
    expect([state.text, list()]).toEqual(['abc', '1a 2b 3c 4d-']);
    await history.goTo(0);
    expect(state.text).toBe('');
    await history.goTo(1);
    await write('x');
    expect([state.text, list()]).toEqual(['ax', '1a 5x']);
    await history.goTo(99);
    expect(state.text).toBe('ax');
  });

  it('say once that one can’t be made again, and go past what was undone by other means', async () => {
    const { state, history, write, list } = written();
    for (const letter of 'abc') await write(letter);
    state.text = 'ab'; // undone in the editor
    expect([await history.undo(), state.text, list()]).toEqual([true, 'a', '1a 2b- 3c-']);
    state.text = 'a!';
    await expect(history.redo()).rejects.toThrow('changed since');
    expect(list()).toBe('1a 3c-');
    state.text = 'a';
    expect([await history.redo(), state.text]).toEqual([true, 'ac']);
  });

  it('can be made again still where the user declined', async () => {
    const { history, list } = written();
    let isDeclined = false;
    const again = () => Promise.resolve(isDeclined ? undefined : () => Promise.resolve(true));
    history.remember(await again(), { kind: 'plan', again });
    await history.undo();
    isDeclined = true;
    expect([await history.redo(), history.entries.map(({ undone }) => undone)]).toEqual([true, [true]]);
    isDeclined = false;
    await history.redo();
    expect(list()).toBe('1undefined');
    history.remember(undefined, { kind: 'plan', again }); // nothing was changed
    expect(history.entries.length).toBe(1);
  });
});
