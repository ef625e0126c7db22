import { isTestSplit } from '../../audit/light.ts';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import type { IssueState } from '../session/types.ts';

/** All open issues of one kind: `from` looks like `to`. */
export interface BulkRelabel {
  readonly from: string;
  readonly to: string;
  /** Only where the model gives the suggestion more than this. */
  readonly above: number;
}

/** The open issues that a bulk relabel is about: none of a test split. */
export function issuesToRelabel(session: LabelsFileSession, { from, to, above }: BulkRelabel): IssueState[] {
  return session.issues.filter(
    ({ id, decision, issue }) =>
      decision === 'open' &&
      issue.givenLabel === from &&
      issue.suggestedLabel === to &&
      issue.suggestedProbability > above &&
      // What a test split measures must not be chosen by a model.
      !isTestSplit(session.rowOfIssue(id)?.split ?? ''),
  );
}
