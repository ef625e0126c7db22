import type { AuditView, IssueRow } from '../../../src/protocol/messages.ts';

/** A flagged picture; what a test does not say is of no matter to it. */
export function issue(id: number, change: Partial<IssueRow> = {}): IssueRow {
  return {
    id,
    path: `images/${id}.png`,
    given: 'cat',
    suggested: 'dog',
    quality: id / 10,
    givenProbability: 0.1,
    suggestedProbability: 0.9,
    decision: 'open',
    ...change,
  };
}

export function audit(issues: readonly IssueRow[], change: Partial<AuditView> = {}): AuditView {
  return {
    name: 'pets',
    kind: 'csv',
    createdAt: '2025-01-01T00:00:00Z',
    audited: 100,
    classes: ['cat', 'dog', 'fox'],
    splits: ['train', 'test'],
    model: { name: 'small-cnn', folds: 5, backend: 'wasm', seed: 0 },
    overallLabelHealthScore: 0.9,
    issues,
    classHealth: [],
    overlaps: [],
    confidentJoint: [],
    folds: [],
    warnings: [],
    problems: [],
    stale: false,
    ...change,
  };
}
