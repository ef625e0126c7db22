import { decisionOf, type IssueFacts, type LabelIssue } from '../../audit/light.ts';
import type { CurrentLabel, IssueState } from './types.ts';

/** The states of all issues of a report. */
export interface IssueStates {
  /** In the report's order; another array after each change. */
  readonly all: readonly IssueState[];
  readonly openCount: number;
  /** Takes in what is now true of some issues; returns those whose decision or label became another. */
  update(ids: Iterable<number>, factsOf: (id: number) => IssueFacts): number[];
}

/** @param currentOf how a current label is shown; its range may be worked out when it is asked for. */
export function createIssueStates(
  issues: readonly LabelIssue[],
  currentOf: (id: number, label: string) => CurrentLabel,
): IssueStates {
  let all: readonly IssueState[] = issues.map((issue, id) => ({
    id,
    issue,
    decision: 'open',
    current: currentOf(id, issue.givenLabel),
  }));
  let openCount = all.length;
  return {
    get all() {
      return all;
    },
    get openCount() {
      return openCount;
    },
    update(ids, factsOf) {
      const changed: number[] = [];
      let next: IssueState[] | undefined;
      for (const id of ids) {
        const before = all[id];
        const facts = factsOf(id);
        const decision = decisionOf(before.issue, facts);
        if (decision === before.decision && facts.label === before.current?.label) continue;
        next ??= [...all];
        const current = facts.label === undefined ? undefined : currentOf(id, facts.label);
        next[id] = { id, issue: before.issue, decision, ...(current ? { current } : {}) };
        openCount += Number(decision === 'open') - Number(before.decision === 'open');
        changed.push(id);
      }
      if (next) all = next;
      return changed;
    },
  };
}
