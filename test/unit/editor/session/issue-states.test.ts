import { describe, expect, it } from 'vitest';
import type { LabelIssue } from '../../../../src/audit/report/types.ts';
import { decisionOf, type IssueFacts } from '../../../../src/audit/remediation/issue-decision.ts';
import { createIssueStates } from '../../../../src/editor/session/issue-states.ts';

function issue(id: number): LabelIssue {
  return {
    ...{ index: id, path: `${id}.png`, givenLabel: 'vii', suggestedLabel: 'viii' },
    ...{ labelQuality: 0.02, givenProbability: 0.02, suggestedProbability: 0.94 },
  };
}

describe('decisionOf', () => {
  it.each([
    ['open', { label: 'vii', kept: false }],
    ['kept', { label: 'vii', kept: true }],
    ['relabelled', { label: 'viii', kept: false }],
    ['relabelled', { label: 'ix', kept: false }],
    ['removed', { label: undefined, removed: true, kept: false }],
    ['gone', { label: undefined, kept: false }],
  ] as const)('is %s for %o', (decision, facts) => {
    expect(decisionOf(issue(0), facts)).toBe(decision);
  });
});

describe('createIssueStates', () => {
  const create = () => createIssueStates([issue(0), issue(1), issue(2)], (_id, label) => ({ label }));

  it('begins with every issue open', () => {
    const states = create();
    expect(states.openCount).toBe(3);
    expect(states.all.map(({ decision }) => decision)).toEqual(['open', 'open', 'open']);
  });

  it('tells which issues changed, and makes another array only then', () => {
    const states = create();
    const before = states.all;
    const facts: Record<number, IssueFacts> = {
      0: { label: 'vii', kept: false },
      1: { label: 'viii', kept: false },
      2: { removed: true, kept: false },
    };
    expect(states.update([0], (id) => facts[id])).toEqual([]);
    expect(states.all).toBe(before);
    expect(states.update([0, 1, 2], (id) => facts[id])).toEqual([1, 2]);
    expect(states.all).not.toBe(before);
    expect(states.all[0]).toBe(before[0]);
    expect(states.all[1]).toMatchObject({ decision: 'relabelled', current: { label: 'viii' } });
    expect(states.all[2].decision).toBe('removed');
    expect(states.all[2].current).toBeUndefined();
    expect(states.openCount).toBe(1);
  });

  it('opens an issue again when its label comes back', () => {
    const states = create();
    states.update([1], () => ({ label: 'viii', kept: false }));
    expect(states.update([1], () => ({ label: 'vii', kept: false }))).toEqual([1]);
    expect(states.openCount).toBe(3);
  });
});
