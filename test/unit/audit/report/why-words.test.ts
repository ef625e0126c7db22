import { describe, expect, it } from 'vitest';
import { whyFacts, whySentence } from '../../../../src/audit/report/words/why-words.ts';
import type { AuditReport, LabelIssue } from '../../../../src/audit/report/types.ts';
import { hostMessageReader, type WhyView } from '../../../../src/protocol/index.ts';
import { ALL_STRINGS } from '../../../../webview/strings.ts';
import { exampleAudit } from '../../audit/example-audit.ts';

const base: LabelIssue = {
  ...{ index: 0, path: 'a.jpg', givenLabel: 'dress', suggestedLabel: 'skirt', labelQuality: 0.02 },
  ...{ givenProbability: 0.02, suggestedProbability: 0.91 },
};

function reportWith(dress: object, skirt: object = {}): AuditReport {
  const { report } = exampleAudit();
  const [row] = report.health.classes;
  const classes = [
    { ...row, class: 'dress', ...dress },
    { ...row, class: 'skirt', ...skirt },
  ];
  return { ...report, health: { ...report.health, classes } };
}

describe('whySentence', () => {
  const why = whySentence(reportWith({}));

  it.each([
    [
      [
        ['skirt', 3],
        ['dress', 1],
        ['hat', 1],
      ],
      '3 of 5 nearest pictures are labelled "skirt", 1 "dress", 1 "hat"; the model gives "dress" 2%.',
    ],
    [[['skirt', 5]], '5 of 5 nearest pictures are labelled "skirt"; the model gives "dress" 2%.'],
    [
      [
        ['dress', 4],
        ['skirt', 1],
      ],
      '1 of 5 nearest pictures is labelled "skirt", 4 "dress"; the model gives "dress" 2%.',
    ],
    [
      [
        ['shorts', 2],
        ['dress', 1],
      ],
      'None of the 3 nearest pictures is labelled "skirt" (2 "shorts", 1 "dress"); the model gives "dress" 2%.',
    ],
  ] as const)('counts given labels of the nearest pictures: %j', (nearest, sentence) => {
    expect(why({ ...base, nearest })).toBe(sentence);
  });

  it('tells of the model alone where no pictures were compared', () => {
    expect(why(base)).toBe('The model gives "skirt" 91%, "dress" 2%.');
    const usual = whySentence(reportWith({}, { usualProbability: 0.84 }));
    expect(usual(base)).toBe('The model gives "skirt" 91%, "dress" 2%; pictures labelled "skirt" get 84% on average.');
    const doubtful = { ...base, suggestedLabel: 'dress', givenProbability: 0.3, suggestedProbability: 0.3 };
    expect(whySentence(reportWith({ usualProbability: 0.7 }))(doubtful)).toBe(
      'The model gives "dress" 30%; pictures labelled "dress" get 70% on average.',
    );
  });

  it('says first that a model never predicts a class: then it has no say in who bears it', () => {
    const never = whySentence(reportWith({ predicted: 0 }));
    expect(never(base)).toBe('The model gives "skirt" 91%, "dress" 2%; it never predicts "dress".');
    expect(never({ ...base, nearest: [['skirt', 5]] })).toBe(
      '5 of 5 nearest pictures are labelled "skirt"; the model never predicts "dress".',
    );
  });

  it('names classes as it is told to', () => {
    expect(whySentence(reportWith({}), (name) => `<${name}>`)(base)).toBe('The model gives <skirt> 91%, <dress> 2%.');
  });

  it('cuts a name that is longer than a line', () => {
    const said = whySentence(reportWith({}))({
      ...base,
      givenLabel: 'a'.repeat(9500),
      nearest: [['b'.repeat(9500), 5]],
    });
    expect(said.length).toBeLessThan(300);
    expect(said).toContain('(9,500 characters)');
  });
});

describe('the panel', () => {
  const nearest: readonly LabelIssue['nearest'][] = [
    undefined,
    [['skirt', 5]],
    [['skirt', 1]],
    [
      ['dress', 4],
      ['skirt', 1],
    ],
    [
      ['shorts', 2],
      ['dress', 1],
    ],
  ];
  const reports = [
    reportWith({}),
    reportWith({ predicted: 0 }),
    reportWith({ usualProbability: 0.7 }, { usualProbability: 0.84 }),
  ];
  const issues: LabelIssue[] = nearest.flatMap((found) =>
    ['skirt', 'dress', 'b'.repeat(9500)].flatMap((suggestedLabel) =>
      [0.00001, 0.2, 0.99999].map((givenProbability) => ({
        ...{ ...base, suggestedLabel, givenProbability },
        ...(found ? { nearest: found } : {}),
      })),
    ),
  );
  /** The facts as they come out of a message. */
  const sent = (report: AuditReport, issue: LabelIssue): WhyView => {
    const detail = { id: 0, why: whyFacts(report)(issue), probabilities: [], similarGiven: [], similarSuggested: [] };
    const read = hostMessageReader(() => undefined)(JSON.parse(JSON.stringify({ type: 'detail', detail })));
    if (read?.type !== 'detail') throw new Error('the message was dropped');
    return read.detail.why;
  };

  it('says in English word for word what reports say', () => {
    for (const report of reports) {
      for (const issue of issues)
        expect(ALL_STRINGS.en.whyFlagged(sent(report, issue))).toBe(whySentence(report)(issue));
    }
  });

  it('says it in German and in Indonesian', () => {
    const found: LabelIssue['nearest'] = [
      ['skirt', 3],
      ['dress', 2],
    ];
    const facts = sent(reports[0], { ...base, nearest: found });
    expect(ALL_STRINGS.de.whyFlagged(facts)).toBe(
      'Von den nächsten Bildern (5) tragen 3 das Label „skirt“, 2 „dress“; das Modell gibt „dress“ 2\u00a0%.',
    );
    expect(ALL_STRINGS.id.whyFlagged(facts)).toBe(
      '3 dari 5 gambar terdekat berlabel "skirt", 2 "dress"; model memberi "dress" 2%.',
    );
  });
});
