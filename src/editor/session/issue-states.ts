import type { LabelIssue } from '../../audit/light.ts';
import type { Decision } from '../../protocol/index.ts';
import type { CurrentLabel, IssueState } from './types.ts';

/** What stands in the labels now for a flagged picture. */
export interface IssueFacts {
  /** Absent when the row or file is gone. */
  readonly label?: string;
  /** A review took it out, if it is gone. */
  readonly removed?: boolean;
  /** A reviewer has confirmed the label that the picture bears now. */
  readonly kept: boolean;
}

/** The decision that the labels and the reviews amount to. It is stored nowhere, so undo and redo can't get it wrong. */
export function decisionOf(issue: LabelIssue, { label, removed = false, kept }: IssueFacts): Decision {
  if (label === undefined) return removed ? 'removed' : 'gone';
  if (kept) return 'kept';
  return label === issue.givenLabel ? 'open' : 'relabelled';
}

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
