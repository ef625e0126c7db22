import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, type LabelsEdit } from '../../../../src/dataset/labels/labels-edits.ts';
import { createTextLog } from '../../../../src/editor/labels/text-log.ts';

/** Edits of a text that do not touch one another. */
const editsOf = (text: string): fc.Arbitrary<LabelsEdit[]> =>
  fc
    .array(
      fc.tuple(fc.nat(text.length), fc.nat(4), fc.string({ maxLength: 4, unit: fc.constantFrom('a', 'b', '\n') })),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((drawn) => {
      const edits: LabelsEdit[] = [];
      for (const [start, length, written] of drawn.sort(([a], [b]) => a - b)) {
        const end = Math.min(text.length, start + length);
        if (edits.length === 0 || start > edits[edits.length - 1].end) edits.push({ start, end, text: written });
      }
      return edits;
    });
const texts = fc.string({ minLength: 1, maxLength: 40, unit: fc.constantFrom('a', 'b', 'c', '\n') });

/** Makes edits that are to be taken back one day. */
function decide(log: ReturnType<typeof createTextLog>, edits: readonly LabelsEdit[]) {
  const made = log.expect(edits);
  log.change(edits.toReversed());
  return made();
}

describe('the log of a text', () => {
  it('takes changes back one after the other, byte for byte', () => {
    fc.assert(
      fc.property(texts, fc.gen(), (text, gen) => {
        const log = createTextLog(text);
        const before: string[] = [];
        const known = Array.from({ length: 5 }, () => {
          before.push(log.text);
          return decide(log, gen(editsOf, log.text));
        });
        for (const one of known.reverse()) {
          const wanted = before.pop();
          // Edits that change nothing make no change.
          if (one !== undefined) log.change(log.inverse(one)!);
          expect(log.text).toBe(wanted);
        }
      }),
    );
  });

  it('takes a change back around what was typed elsewhere since', () => {
    fc.assert(
      fc.property(texts, texts, texts, fc.gen(), (first, middle, last, gen) => {
        const inner = gen(editsOf, middle).map((edit) => ({
          ...{ start: edit.start + first.length + 1, end: edit.end + first.length + 1, text: edit.text },
        }));
        const log = createTextLog(`${first}|${middle}|${last}`);
        const known = decide(log, inner);
        fc.pre(known !== undefined);
        const above = gen(editsOf, first);
        log.change(above);
        const from = log.text.length - last.length;
        const below = gen(editsOf, last);
        log.change(below.map((edit) => ({ ...edit, start: edit.start + from, end: edit.end + from })));
        log.change(log.inverse(known)!);
        expect(log.text).toBe(`${applyEdits(first, above)}|${middle}|${applyEdits(last, below)}`);
      }),
    );
  });

  it('forgets a change that is taken back by whatever means, so that places beside it are exact', () => {
    const log = createTextLog('1,2,3,4,');
    const second = decide(log, [{ start: 2, end: 4, text: '' }]);
    const third = decide(log, [{ start: 2, end: 4, text: '' }]);
    expect(log.text).toBe('1,4,');
    // The editor's own undo of the latter.
    log.change([{ start: 2, end: 2, text: '3,' }]);
    expect(log.text).toBe('1,3,4,');
    expect(log.inverse(third!)).toBeUndefined();
    log.change(log.inverse(second!)!);
    expect(log.text).toBe('1,2,3,4,');
  });

  it('keeps a decision that gives back what one before it took', () => {
    const log = createTextLog('x three y');
    const there = decide(log, [{ start: 2, end: 7, text: 'eight' }]);
    const back = decide(log, [{ start: 2, end: 7, text: 'three' }]);
    expect(back).toBeDefined();
    log.change(log.inverse(back!)!);
    expect(log.text).toBe('x eight y');
    log.change(log.inverse(there!)!);
    expect(log.text).toBe('x three y');
  });

  it('knows what was made of what it was told to expect', () => {
    const log = createTextLog('abc');
    const made = log.expect([
      { start: 0, end: 1, text: 'A' },
      { start: 2, end: 3, text: 'C' },
    ]);
    log.change([{ start: 1, end: 2, text: 'typed' }]);
    expect(made()).toBeUndefined();
    // Of two changes in a preview one was ticked.
    const again = log.expect([
      { start: 0, end: 1, text: 'A' },
      { start: 6, end: 7, text: 'C' },
    ]);
    log.change([{ start: 6, end: 7, text: 'C' }]);
    expect(again()?.change).toEqual([{ start: 6, end: 7, text: 'C', before: 'c' }]);
  });

  it('knows an edit that VS Code makes in smaller ones', () => {
    const log = createTextLog('x "three" y');
    const made = log.expect([{ start: 2, end: 9, text: '"eight"' }]);
    log.change([
      { start: 3, end: 4, text: 'eig' },
      { start: 5, end: 8, text: 't' },
    ]);
    expect(log.text).toBe('x "eight" y');
    log.change(log.inverse(made()!)!);
    expect(log.text).toBe('x "three" y');
    // What leads elsewhere was typed.
    const other = log.expect([{ start: 2, end: 9, text: '"eight"' }]);
    log.change([{ start: 3, end: 4, text: 'typed' }]);
    expect(other()).toBeUndefined();
  });

  it('follows a text that was changed where nobody looked', () => {
    const log = createTextLog('one two three four');
    const known = decide(log, [{ start: 4, end: 7, text: '2' }]);
    log.replace('zero one 2 three four five');
    expect(log.text).toBe('zero one 2 three four five');
    // What lies between the first and the last difference may be anything.
    expect(log.inverse(known!)).toHaveLength(1);
    const other = createTextLog('one two three');
    const two = decide(other, [{ start: 4, end: 7, text: '2' }]);
    other.replace('zero one 2 three');
    other.change(other.inverse(two!)!);
    expect(other.text).toBe('zero one two three');
  });
});
