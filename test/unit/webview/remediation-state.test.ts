import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FixPlanView, PanelMessage } from '../../../src/protocol/messages.ts';
import { FIRST_CHOICE, RemediationState, readFixChoice } from '../../../webview/model/remediation-state.ts';

describe('a saved choice of Fix Labels', () => {
  it.each([undefined, null, 7, 'prune', [], { action: 'burn', by: 5, share: 'x', minExamplesPerClass: -1 }])(
    'becomes the default where it is %j',
    (saved) => {
      expect(readFixChoice(saved)).toEqual(FIRST_CHOICE);
    },
  );

  it('is as it was, but for the splits, which are those of one data set', () => {
    const saved = { ...FIRST_CHOICE, action: 'relabel', by: 'below', threshold: 0.3, minExamplesPerClass: 20 };
    expect(readFixChoice({ ...saved, splits: ['train'] })).toEqual(saved);
  });

  it('never takes a share of nothing', () => {
    expect(readFixChoice({ share: 0 }).share).toBe(0.1);
    expect(readFixChoice({ share: Number.NaN }).share).toBe(0.1);
  });
});

describe('the state of Fix', () => {
  const posted: PanelMessage[] = [];
  beforeEach(() => {
    vi.useFakeTimers();
    posted.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('asks once when the slider rests', () => {
    const remediation = new RemediationState((message) => posted.push(message), undefined);
    for (let i = 1; i <= 20; i += 1) remediation.change({ share: i / 100 });
    expect(posted).toEqual([]);
    vi.runAllTimers();
    expect(posted).toEqual([{ type: 'plan', choice: { ...FIRST_CHOICE, share: 0.2 } }]);
  });

  it('knows whether the plan is that of the choice', () => {
    const remediation = new RemediationState((message) => posted.push(message), undefined);
    expect(remediation.isCurrent).toBe(false);
    const plan: FixPlanView = {
      ...{ considered: 9, changes: 1, heldBack: [], classes: [], splits: [], pictures: [] },
      choice: remediation.choice,
    };
    remediation.plan = plan;
    expect(remediation.isCurrent).toBe(true);
    remediation.change({ by: 'all' });
    expect(remediation.isCurrent).toBe(false);
    vi.runAllTimers();
  });
});
