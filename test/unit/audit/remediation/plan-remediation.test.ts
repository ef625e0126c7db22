import { describe, expect, it } from 'vitest';
import { createPictureIndex, type LabelledPicture } from '../../../../src/audit/remediation/picture-index.ts';
import { applyPlan, planRemediation } from '../../../../src/audit/remediation/plan-remediation.ts';
import type { RemediationOptions } from '../../../../src/audit/remediation/plan.ts';
import { parseReviews } from '../../../../src/audit/remediation/reviews.ts';
import { type LabelIssue } from '../../../../src/audit/report/types.ts';
import { exampleAudit } from '../example-audit.ts';

const CLASSES = ['a', 'b', 'c'];

/** Pictures 0.png to 19.png: a in train, b in train, c in train, then some of each in val and test. */
const PICTURES: LabelledPicture[] = Array.from({ length: 20 }, (_, i) => ({
  path: `${i}.png`,
  label: CLASSES[i % 3],
  split: i < 12 ? 'train' : i < 16 ? 'val' : 'test',
}));

function issue(i: number, suggestedLabel: string, labelQuality: number, suggestedProbability: number): LabelIssue {
  const { path, label, split } = PICTURES[i];
  const probabilities = { labelQuality, givenProbability: labelQuality, suggestedProbability };
  return { index: i, path, split, givenLabel: label, suggestedLabel, ...probabilities };
}

const ISSUES = [
  issue(0, 'b', 0.01, 0.95),
  issue(13, 'a', 0.02, 0.9),
  issue(16, 'a', 0.03, 0.9),
  issue(1, 'c', 0.05, 0.6),
  issue(3, 'b', 0.1, 0.4),
  issue(5, 'c', 0.2, 0.7),
];

const { report: example } = exampleAudit();
const report = { ...example, dataset: { ...example.dataset, classes: CLASSES }, issues: ISSUES };
const plan = (options: RemediationOptions, pictures = PICTURES) => planRemediation(report, pictures, options);
const paths = (entries: readonly { readonly path: string }[]): string[] => entries.map(({ path }) => path);

describe('planRemediation', () => {
  it('plans from an index what it plans from the pictures, however often', () => {
    const index = createPictureIndex();
    for (const picture of PICTURES) index.add(picture);
    for (const action of ['prune', 'relabel'] as const) {
      for (const splits of [undefined, ['train'], ['val', 'train']]) {
        const options = { by: 'all', action, splits, minExamplesPerClass: 3 } as const;
        expect(planRemediation(report, index, options)).toEqual(plan(options));
      }
    }
  });

  it('takes all flagged pictures but those of test splits, worst first', () => {
    const { changes, considered, heldBack } = plan({ by: 'all', action: 'prune' });
    expect(paths(changes)).toEqual(['0.png', '13.png', '1.png', '3.png', '5.png']);
    expect(changes[0]).toEqual({ path: '0.png', split: 'train', from: 'a', labelQuality: 0.01, probability: 0.95 });
    expect({ considered, heldBack }).toEqual({ considered: 5, heldBack: [] });
  });

  it('counts each class before and after, in the splits that it may change', () => {
    expect(plan({ by: 'all', action: 'prune', splits: ['train'] }).classes).toEqual([
      { class: 'a', before: 4, after: 2 },
      { class: 'b', before: 4, after: 3 },
      { class: 'c', before: 4, after: 3 },
    ]);
    expect(plan({ by: 'all', action: 'relabel', minConfidence: 0, splits: ['train'] }).classes).toEqual([
      { class: 'a', before: 4, after: 2 },
      { class: 'b', before: 4, after: 5 },
      { class: 'c', before: 4, after: 5 },
    ]);
  });

  it.each([
    [0.2, ['0.png']],
    [0.5, ['0.png', '13.png', '1.png']],
    [0.01, ['0.png']],
    [1, ['0.png', '13.png', '1.png', '3.png', '5.png']],
  ])('takes the worst %d of the flagged pictures of its splits, at least one', (share, expected) => {
    expect(paths(plan({ by: 'worst', share, action: 'prune' }).changes)).toEqual(expected);
  });

  it('takes the same worst share again after it was carried out, so that a second run changes nothing', () => {
    const options = { by: 'worst', share: 0.5, action: 'prune' } as const;
    const cleaned = applyPlan(PICTURES, plan(options));
    expect(paths(cleaned)).toHaveLength(17);
    const again = plan(options, cleaned);
    expect(again.changes).toEqual([]);
    expect(again.heldBack.map(({ reason }) => reason)).toEqual(['gone', 'gone', 'gone']);
  });

  it('takes those below a threshold, and not those at it', () => {
    const { changes, threshold } = plan({ by: 'below', threshold: 0.1, action: 'prune' });
    expect({ threshold, paths: paths(changes) }).toEqual({ threshold: 0.1, paths: ['0.png', '13.png', '1.png'] });
  });

  it('relabels to the suggestion where that is probable enough, and says which are not', () => {
    const { changes, heldBack } = plan({ by: 'all', action: 'relabel' });
    expect(changes.map(({ path, to }) => [path, to])).toEqual([
      ['0.png', 'b'],
      ['13.png', 'a'],
      ['1.png', 'c'],
    ]);
    expect(heldBack).toEqual([
      { path: '3.png', label: 'a', reason: 'not-confident' },
      { path: '5.png', label: 'c', reason: 'no-other-label' },
    ]);
    expect(paths(plan({ by: 'all', action: 'relabel', minConfidence: 0.9 }).changes)).toEqual(['0.png', '13.png']);
  });

  it('never leaves a class with fewer pictures than asked', () => {
    const { changes, heldBack, classes } = plan({ by: 'all', action: 'prune', minExamplesPerClass: 6 });
    expect(classes.map(({ before }) => before)).toEqual([6, 5, 5]);
    expect(changes).toEqual([]);
    expect(new Set(heldBack.map(({ reason }) => reason))).toEqual(new Set(['class-too-small']));
    const options = { by: 'all', action: 'prune', minExamplesPerClass: 5 } as const;
    expect(paths(plan(options).changes)).toEqual(['0.png']);
    // 0.png makes b large enough for 13.png to leave it.
    expect(paths(plan({ by: 'all', action: 'relabel', minExamplesPerClass: 5 }).changes)).toEqual(['0.png', '13.png']);
  });

  it('limits itself to the splits named, refuses test splits, and leaves out pictures without a split then', () => {
    expect(paths(plan({ by: 'all', action: 'prune', splits: ['val'], minExamplesPerClass: 0 }).changes)).toEqual([
      '13.png',
    ]);
    expect(() => plan({ by: 'all', action: 'prune', splits: ['train', 'Test'] })).toThrow(/"Test" is never changed/);
    const bare = PICTURES.map(({ path, label }) => ({ path, label }));
    const bareReport = { ...report, issues: ISSUES.map((entry) => ({ ...entry, split: undefined })) };
    expect(planRemediation(bareReport, bare, { by: 'all', action: 'prune' }).changes).toHaveLength(6);
    const none = planRemediation(bareReport, bare, { by: 'all', action: 'prune', splits: ['train'] });
    expect(none.changes).toEqual([]);
  });

  it('leaves alone what has another label since, or is gone, and names it', () => {
    const now = PICTURES.filter(({ path }) => path !== '1.png').map((picture) =>
      picture.path === '0.png' ? { ...picture, label: 'c' } : picture,
    );
    const { changes, heldBack } = plan({ by: 'all', action: 'prune', splits: ['train'] }, now);
    expect(paths(changes)).toEqual(['3.png', '5.png']);
    expect(heldBack).toEqual([
      { path: '0.png', label: 'a', reason: 'label-changed' },
      { path: '1.png', label: 'b', reason: 'gone' },
    ]);
  });

  it('leaves alone what a review keeps, unless that review has lapsed', () => {
    const reviews = parseReviews(
      [
        'path,label,decision,note,date,content',
        '0.png,a,kept,,2026-02-01T00:00:00Z,',
        '13.png,c,kept,,2026-02-01T00:00:00Z,',
        '1.png,b,kept,,2026-02-01T00:00:00Z,0123456789abcdef',
        '3.png,a,kept,,2025-02-01T00:00:00Z,0123456789abcdef',
      ].join('\n'),
    );
    const { changes, heldBack } = plan({ by: 'all', action: 'prune', reviews });
    expect(paths(changes)).toEqual(['13.png', '3.png', '5.png']);
    expect(heldBack.map(({ path, reason }) => [path, reason])).toEqual([
      ['0.png', 'kept'],
      ['1.png', 'kept'],
    ]);
  });

  it('does nothing of what was decided on what checks found, and is not held back by it', () => {
    const reviews = parseReviews(
      'path,label,decision,type\n0.png,a,kept,near_duplicates\n1.png,b,removed,leaks\n2.png,c,removed,blurry\n',
    );
    expect(plan({ by: 'reviewed', action: 'prune', reviews })).toMatchObject({ changes: [], considered: 0 });
    expect(plan({ by: 'all', action: 'prune', reviews })).toEqual(plan({ by: 'all', action: 'prune' }));
  });

  it('does what reviews decided, flagged or not, and not twice', () => {
    const reviews = parseReviews(
      [
        'path,label,decision,note,date',
        '0.png,c,relabelled,,2026-02-01',
        '2.png,c,removed,,2026-02-01',
        '4.png,b,relabelled,,2026-02-01',
        '5.png,a,removed,,2026-02-01',
        '6.png,a,kept,,2026-02-01',
        'gone.png,a,removed,,2026-02-01',
        '19.png,a,removed,,2026-02-01',
      ].join('\n'),
    );
    const relabel = plan({ by: 'reviewed', action: 'relabel', reviews });
    expect(relabel.changes).toEqual([{ path: '0.png', split: 'train', from: 'a', to: 'c', labelQuality: 0.01 }]);
    expect(relabel.heldBack.map(({ path, reason }) => [path, reason])).toEqual([
      ['2.png', 'to-be-removed'],
      ['5.png', 'label-changed'],
    ]);
    const prune = plan({ by: 'reviewed', action: 'prune', reviews }, applyPlan(PICTURES, relabel));
    expect(paths(prune.changes)).toEqual(['2.png']);
  });

  it.each([
    [{ by: 'worst', action: 'prune' }, /share/],
    [{ by: 'worst', action: 'prune', share: 0 }, /share.*not 0%/],
    [{ by: 'worst', action: 'prune', share: 1.5 }, /share.*not 150%/],
    [{ by: 'below', action: 'prune', threshold: 2 }, /quality must be from 0 to 1/],
    [{ by: 'all', action: 'relabel', minConfidence: Number.NaN }, /probability.*not NaN/],
    [{ by: 'all', action: 'prune', minExamplesPerClass: 1.5 }, /whole number/],
  ] as const)('refuses %j', (options, message) => {
    expect(() => plan(options)).toThrow(message);
  });
});
