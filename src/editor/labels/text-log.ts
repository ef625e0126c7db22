import { applyEdits, type LabelsEdit } from '../../dataset/index.ts';

/** An edit that was made, and the text that it replaced. */
export interface MadeEdit extends LabelsEdit {
  readonly before: string;
}

/** Edits that were made at once, in the order of the text; their offsets are those of the text before them. */
export type TextChange = readonly MadeEdit[];

/**
 * What became of a text since somebody first wanted to know, so that what was changed then can be taken back in the text as
 * it is now. A change that takes the last one back, by whatever means, leaves no trace: then each place is again exactly
 * what it was.
 */
export interface TextLog {
  /** The text as it is now. */
  readonly text: string;
  /**
   * Is told that edits are about to be made that are to be taken back one day. None of the changes before them is
   * forgotten by them, even if they take it back.
   * @returns asked once they were made, the change that they, or some of them, were; undefined where none of them was made
   */
  expect(edits: readonly LabelsEdit[]): () => KnownChange | undefined;
  /** Takes in edits that were made at once, in any order. */
  change(edits: readonly LabelsEdit[]): void;
  /** Takes in a text of which it is not known how it became what it is. */
  replace(text: string): void;
  /**
   * What takes each edit of a change back: where it stands now, and what it is to become. Undefined where the text has gone
   * another way since, so that the change is none of those that made it.
   */
  inverse(known: KnownChange): readonly LabelsEdit[] | undefined;
}

/** A change of a text, and its number among those that are known. */
export interface KnownChange {
  readonly number: number;
  readonly change: TextChange;
}

export function createTextLog(first: string): TextLog {
  let text = first;
  const changes: TextChange[] = [];
  /** So many of the first changes are not to be forgotten now. */
  let kept = 0;

  const change = (edits: readonly LabelsEdit[]): void => {
    const made = edits
      .map((edit): MadeEdit => ({ ...edit, before: copyOf(text, edit) }))
      .filter((edit) => edit.before !== edit.text)
      .sort((a, b) => a.start - b.start || a.end - b.end);
    if (made.length === 0) return;
    text = applyEdits(text, made);
    const last = changes.at(-1);
    if (last !== undefined && changes.length > kept && areAlike(made, takingBack(last))) changes.pop();
    else changes.push(made);
  };

  return {
    get text() {
      return text;
    },
    expect(edits) {
      const first = changes.length;
      kept = first;
      const expected = edits
        .map((edit): MadeEdit => ({ ...edit, before: copyOf(text, edit) }))
        .sort((a, b) => a.start - b.start || a.end - b.end);
      return () => {
        kept = 0;
        const at = changes.slice(first).findIndex((made) => areOf(made, expected));
        return at < 0 ? undefined : { number: first + at, change: changes[first + at] };
      };
    },
    change,
    replace(now) {
      if (now !== text) change([difference(text, now)]);
    },
    inverse({ number, change: wanted }) {
      const known = changes.at(number);
      if (known === undefined || !areAlike(known, wanted)) return undefined;
      return takingBack(wanted).map((edit) =>
        changes.slice(number + 1).reduce((place, later) => ({ ...place, ...movedBy(place, later) }), edit),
      );
    },
  };
}

/** A part of a text in memory of its own: a slice would keep all of the text alive. */
function copyOf(text: string, { start, end }: LabelsEdit): string {
  return Buffer.from(text.slice(start, end), 'utf16le').toString('utf16le');
}

/** The edits that take a change back in the text that it made. */
function takingBack(change: TextChange): LabelsEdit[] {
  let shift = 0;
  return change.map(({ start, end, text, before }) => {
    const back = { start: start + shift, end: start + shift + text.length, text: before };
    shift += text.length - (end - start);
    return back;
  });
}

/** Whether edits are some of those that were expected, made as they are or in smaller ones, as VS Code does. */
function areOf(made: TextChange, expected: readonly MadeEdit[]): boolean {
  let next = 0;
  for (const { start, end, text, before } of expected) {
    const within: LabelsEdit[] = [];
    for (; next < made.length && made[next].start >= start && made[next].end <= end; next += 1) {
      within.push({ ...made[next], start: made[next].start - start, end: made[next].end - start });
    }
    if (within.length > 0 && applyEdits(before, within) !== text) return false;
  }
  return next === made.length;
}

function areAlike(some: readonly LabelsEdit[], others: readonly LabelsEdit[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ start, end, text }, i) => {
      const other = others[i];
      return start === other.start && end === other.end && text === other.text;
    })
  );
}

/** Where a stretch is after a change. Where the change reaches into it, it grows to hold all of it. */
function movedBy({ start, end }: LabelsEdit, change: TextChange): Pick<LabelsEdit, 'start' | 'end'> {
  let [from, to] = [start, end];
  let [before, within] = [0, 0];
  for (const edit of change) {
    const growth = edit.text.length - (edit.end - edit.start);
    if (edit.end <= from) before += growth;
    else if (edit.start < to) {
      from = Math.min(from, edit.start);
      to = Math.max(to, edit.end);
      within += growth;
    } else break;
  }
  return { start: from + before, end: to + before + within };
}

/** One edit that makes a text of another: all between what they have in common at both ends. */
function difference(from: string, to: string): LabelsEdit {
  const most = Math.min(from.length, to.length);
  let start = 0;
  while (start < most && from.charCodeAt(start) === to.charCodeAt(start)) start += 1;
  let same = 0;
  while (same < most - start && from.charCodeAt(from.length - 1 - same) === to.charCodeAt(to.length - 1 - same)) {
    same += 1;
  }
  return { start, end: from.length - same, text: to.slice(start, to.length - same) };
}
