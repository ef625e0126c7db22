import { numbersIn } from '../../../src/protocol/index.ts';
import type { DECISION_STRINGS } from '../decision-strings.ts';

const { count, percent, plural } = numbersIn('de');
const pictures = (n: number) => plural(n, 'Bild', 'Bilder');

export const GERMAN_DECISIONS: typeof DECISION_STRINGS = {
  progress: {
    title: 'Stand der Durchsicht',
    more: 'Einzelheiten',
    estimated: (found, left, audited) =>
      `Etwa ${count(found + left)} von ${plural(audited, 'Label', 'Labels')} sind falsch: ${count(found)} gefunden, etwa ${count(left)} übrig.`,
    found: (n) => `${plural(n, 'falsches Label', 'falsche Labels')} gefunden.`,
    last: ({ looked, changed }) =>
      `Von den letzten ${count(looked)} durchgesehenen ${changed === 1 ? 'wurde' : 'wurden'} ${count(changed)} geändert (${percent(changed / Math.max(1, looked))}).`,
    stop: {
      line: 'Vor der Ziellinie ist alles entschieden: eine gute Stelle, um aufzuhören.',
      last: 'Weniger als eines von fünf war falsch: ein guter Zeitpunkt, um aufzuhören.',
    },
    finish: 'Ziellinie',
    finishHint: 'Eine gute Stelle, um aufzuhören: Von den Labels dahinter ist weniger als eines von fünf falsch',
    parts: 'Entlang der Rangfolge, die schlechtesten zuerst',
    column: { places: 'Plätze', looked: 'Durchgesehen', changed: 'Geändert', expected: 'Falsch, geschätzt' },
    places: (from, to) => `${count(from)}–${count(to)}`,
    lookedAt: count,
    changed: (n, of) => (of === 0 ? '–' : `${count(n)} (${percent(n / of)})`),
    expected: (n, of) => `${count(Math.round(n))} (${percent(n / of)})`,
  },

  history: {
    title: 'Entscheidungen',
    none: 'Seit dieses Audit geöffnet wurde, ist nichts entschieden worden.',
    undo: 'Rückgängig (U)',
    redo: 'Wiederherstellen (Umschalt+U)',
    before: 'Vor allen Entscheidungen',
    undone: 'zurückgenommen',
    goTo: 'Zu dieser Entscheidung zurück oder vor',
    what: ({ kind, to = '', pictures: n }) => {
      const of = n === undefined || n === 1 ? '' : `, ${pictures(n)}`;
      switch (kind) {
        case 'accept':
          return `Vorschlag übernommen${of}`;
        case 'relabel':
          return `In ${to} geändert${of}`;
        case 'keep':
          return `Behalten${of}`;
        case 'remove':
          return `Entfernt${of}`;
        case 'respell':
          return `Alle ${to} geschrieben`;
        case 'plan':
          return 'Labels nach Plan korrigiert';
      }
    },
  },
  summary: {
    title: 'Zusammenfassung',
    copy: 'Als Markdown kopieren',
    waiting: 'Wird geladen…',
  },

  note: {
    label: 'Notiz',
    hint: 'Notiz zur Entscheidung (N)',
    hintAll: (n) => `Notiz zu den Entscheidungen über ${pictures(n)} (N)`,
    noted: (n, note) => `${pictures(n)}: ${note === '' ? 'Notiz zurückgenommen' : 'notiert'}.`,
    decided: (reviewer, when) =>
      [reviewer === undefined ? 'Entschieden' : `Entschieden von ${reviewer}`, when].filter(Boolean).join(', '),
  },
};
