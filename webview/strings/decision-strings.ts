import { type HistoryEntry, count, percent, plural } from '../../src/protocol/index.ts';

const pictures = (n: number) => plural(n, 'picture');

/** Texts about decisions that were made: notes, who made them, and when. */
export const DECISION_STRINGS = {
  progress: {
    title: 'How the Review Goes',
    more: 'Details',
    /** What is wrong, found and left: one wording everywhere. */
    estimated: (found: number, left: number, audited: number) =>
      `About ${count(found + left)} of ${plural(audited, 'label')} are wrong: ${count(found)} found, about ${count(left)} left.`,
    found: (n: number) => `${plural(n, 'wrong label')} found.`,
    last: ({ looked, changed }: { readonly looked: number; readonly changed: number }) =>
      `Of the last ${count(looked)} looked at, ${count(changed)} ${changed === 1 ? 'was' : 'were'} changed (${percent(changed / Math.max(1, looked))}).`,
    stop: {
      line: 'All before the finish line is decided: a good place to stop.',
      last: 'Fewer than one in five of them were wrong: a good time to stop.',
    },
    finish: 'Finish line',
    finishHint: 'A good place to stop: of the labels behind it, fewer than one in five are wrong',
    parts: 'Along the ranking, worst first',
    column: { places: 'Places', looked: 'Looked at', changed: 'Changed', expected: 'Wrong, as estimated' },
    places: (from: number, to: number) => `${count(from)}–${count(to)}`,
    lookedAt: count,
    changed: (n: number, of: number) => (of === 0 ? '–' : `${count(n)} (${percent(n / of)})`),
    expected: (n: number, of: number) => `${count(Math.round(n))} (${percent(n / of)})`,
  },

  history: {
    title: 'Decisions',
    none: 'Nothing has been decided since this audit was opened.',
    undo: 'Undo (U)',
    redo: 'Redo (Shift+U)',
    before: 'Before all decisions',
    undone: 'taken back',
    goTo: 'Go back or on to this decision',
    what: ({ kind, to = '', pictures: n }: Pick<HistoryEntry, 'kind' | 'to' | 'pictures'>) => {
      const of = n === undefined ? '' : n === 1 ? '' : `, ${pictures(n)}`;
      switch (kind) {
        case 'accept':
          return `Suggestion accepted${of}`;
        case 'relabel':
          return `Changed to ${to}${of}`;
        case 'keep':
          return `Kept${of}`;
        case 'remove':
          return `Removed${of}`;
        case 'respell':
          return `All spelt ${to}`;
        case 'plan':
          return 'Labels fixed by a plan';
      }
    },
  },
  summary: {
    title: 'Summary',
    copy: 'Copy as Markdown',
    waiting: 'Loading…',
  },
  note: {
    label: 'Note',
    hint: 'Note for the decision (N)',
    hintAll: (n: number) => `Note for the decisions on ${pictures(n)} (N)`,
    noted: (n: number, note: string) => `${pictures(n)}: ${note === '' ? 'note taken back' : 'noted'}.`,
    decided: (reviewer: string | undefined, when: string) =>
      [reviewer === undefined ? 'Decided' : `Decided by ${reviewer}`, when].filter(Boolean).join(', '),
  },
};
