import { describe, expect, it, vi } from 'vitest';
import { auditView } from '../../../../src/editor/panel/panel-view.ts';
import { hostMessageReader } from '../../../../src/protocol/messages.ts';
import type { TrustFactsView } from '../../../../src/protocol/index.ts';
import type { AuditSession } from '../../../../src/editor/session/types.ts';
import { trustSentences } from '../../../../src/audit/report/words/trust-words.ts';
import { weaknessSentences } from '../../../../src/audit/report/words/weak-words.ts';
import type { AuditReport } from '../../../../src/audit/report/types.ts';
import { ALL_STRINGS } from '../../../../webview/strings.ts';
import { exampleAudit } from '../example-audit.ts';

vi.mock('vscode', () => ({ env: { language: 'en' }, l10n: { t: (text: string) => text } }));

const { report: base } = exampleAudit();
type Trust = NonNullable<AuditReport['trust']>;

/** The facts as they come out of a message; undefined where the panel is told nothing. */
function sent(report: AuditReport): TrustFactsView | undefined {
  const session = { report, issues: [], openCount: 0, stale: false, root: { fsPath: '/data/pets' } };
  const state = { phase: 'ready', audit: auditView(session as unknown as AuditSession) };
  const read = hostMessageReader(() => undefined)(JSON.parse(JSON.stringify({ type: 'state', state })));
  if (read?.type !== 'state' || read.state.phase !== 'ready') throw new Error('the message was dropped');
  return read.state.audit.trust?.facts;
}

function trusted(audited: number, listed: number, stopAt: number, change: Partial<Trust> = {}): AuditReport {
  const [issue] = base.issues;
  return {
    ...base,
    dataset: { ...base.dataset, audited },
    issues: Array.from({ length: listed }, (_, index) => ({ ...issue, index })),
    trust: {
      ...{ noise: { estimate: 0.1, low: 0.05, high: 0.2 }, planted: 1152, auc: 0.9, stopAt },
      ...{ ranks: [0, audited], wrong: [0, audited / 10], wrongLow: [0, 1], wrongHigh: [0, audited / 5] },
      ...{ recall: [0, 1], ...change },
    },
  };
}

/** Classes as pictures, rightly predicted, predicted in all. */
function weak(
  rows: readonly (readonly [number, number, number])[],
  weakness: NonNullable<AuditReport['weak']>,
  change: Partial<AuditReport> = {},
): AuditReport {
  const [row] = base.health.classes;
  const classes = rows.map(([examples, right, predicted], i) => ({
    ...{ ...row, class: `class "${i}"`, examples, right, predicted },
  }));
  const dataset = { ...base.dataset, classes: classes.map((one) => one.class) };
  return { ...base, dataset, weak: weakness, health: { ...base.health, classes }, ...change };
}

const TRUSTED = [0, 1, 2, 20, 21, 257].flatMap((listed) =>
  [0, 1, 120, 257, 900].flatMap((stopAt) =>
    [1, 9, 300, 12_345]
      .filter((audited) => audited >= listed)
      .flatMap((audited) => [trusted(audited, listed, stopAt), trusted(audited, listed, stopAt, { unlike: 2.6 })]),
  ),
);
const CLASSES: readonly (readonly (readonly [number, number, number])[])[] = [
  [],
  [[5, 2, 3]],
  [[1, 0, 0]],
  [
    [11, 9, 14],
    [6, 0, 0],
    [6, 0, 0],
  ],
  Array.from({ length: 9 }, () => [4, 2, 3] as const),
  Array.from({ length: 9 }, (_, i) => [8, i, i] as const),
  Array.from({ length: 9 }, (_, i) => [8, 8 - Math.floor(i / 2), 5] as const),
  Array.from({ length: 24 }, (_, i) => [1200, i < 6 ? 1200 : i < 12 ? 300 : 0, i < 20 ? 10 : 0] as const),
];
const WEAKNESSES = [
  'no-better-than-chance',
  'misses-planted-errors',
  'too-few-pictures',
  'disagrees-with-most',
] as const;
const WEAK = CLASSES.flatMap((rows) =>
  WEAKNESSES.flatMap((weakness) => [
    weak(rows, weakness),
    weak(rows, weakness, { crossValidation: undefined }),
    weak(rows, weakness, { trust: { ...trusted(9, 0, 0).trust!, weak: weakness } }),
  ]),
);

describe('how far a list is to be trusted, in the panel', () => {
  it('is said in English word for word as reports say it', () => {
    const said = new Set<string>();
    for (const report of [...TRUSTED, ...WEAK]) {
      const facts = sent(report)!;
      const sentences = facts.kind === 'weak' ? weaknessSentences(report) : trustSentences(report);
      expect(ALL_STRINGS.en.trustSentences(facts)).toEqual(sentences);
      expect(sentences.length).toBeGreaterThan(1);
      for (const sentence of sentences) said.add(sentence.replace(/[\d,.%<>]+/g, '#'));
    }
    // Each form of each sentence is among them.
    expect(said.size).toBeGreaterThan(30);
  });

  it('says the same numbers and names in German and in Indonesian, in their own signs', () => {
    const figures = (sentences: readonly string[]): string[] =>
      (sentences.join(' ').match(/\d[\d.,]*/g) ?? []).map((found) => found.replace(/\D/g, '')).sort();
    for (const report of [...TRUSTED, ...WEAK]) {
      const facts = sent(report)!;
      const english = figures(ALL_STRINGS.en.trustSentences(facts));
      for (const language of ['de', 'id'] as const) {
        const sentences = ALL_STRINGS[language].trustSentences(facts);
        // None and one are said in words, too.
        const telling = (all: readonly string[]): string[] => all.filter((one) => one !== '0' && one !== '1');
        expect(telling(figures(sentences))).toEqual(telling(english));
        expect(sentences.join(' ')).not.toMatch(/undefined|NaN|\b(?:the|labels are|model is)\b/);
      }
    }
  });

  it('is whole sentences in German and in Indonesian', () => {
    const facts = sent(trusted(2880, 142, 30))!;
    expect(ALL_STRINGS.de.trustSentences(facts)).toEqual([
      'Etwa 288 von 2.880 Labels sind falsch (144 bis 576).',
      'Von den ersten 142 der Liste sind etwa 14 falsch (0 bis 28); 4,9\u00a0% aller falschen Labels sind darunter.',
      'Nach 30 kann man gut aufhören: Von den Labels dahinter ist weniger als eines von fünf falsch.',
      'Geschätzt ist das aus 1.152 Fehlern, die das Audit selbst eingestreut hat; Fehler von Menschen an unklaren Bildern sind schwerer zu finden.',
    ]);
    expect(ALL_STRINGS.id.trustSentences(facts)).toEqual([
      'Dari 2.880 label, sekitar 288 salah (144 sampai 576).',
      'Dari 142 label pertama di daftar, sekitar 14 salah (0 sampai 28); 4,9% dari semua label yang salah ada di antaranya.',
      'Anda dapat berhenti setelah 30: dari label sesudahnya, kurang dari satu di antara lima yang salah.',
      'Ini ditaksir dari 1.152 kesalahan yang ditanam sendiri oleh audit; kesalahan manusia pada gambar yang tidak jelas lebih sulit ditemukan.',
    ]);
    const one = sent(weak(CLASSES[2], 'too-few-pictures'))!;
    expect(ALL_STRINGS.de.trustSentences(one).at(-2)).toBe(
      'Es sagt „class "0"“ nie vorher: Was von dieser Klasse auf der Liste steht, liegt zuerst am Modell.',
    );
  });

  it('is nothing where nothing was planted and the model is not weak', () => {
    expect(sent(base)).toBeUndefined();
  });
});
