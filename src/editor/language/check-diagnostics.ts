import * as vscode from 'vscode';
import {
  CHECK_FACTS,
  isTestSplit,
  splitRole,
  type CheckName,
  type CheckType,
  type SetMember,
} from '../../audit/light.ts';
import { score } from '../host/local-numbers.ts';
import { lineOf, nameOf } from '../host/plain-text.ts';
import { editorOptions } from '../host/settings.ts';
import type { ScannedRow } from '../labels/scan-row.ts';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import { idOfPicture } from '../session/unflagged-pictures.ts';

/** Before the name of a check in the code of its problems. */
const CODE = 'check:';

/** What a check found in a row of a labels file. */
export interface CheckProblem {
  readonly row: ScannedRow;
  readonly type: CheckName;
  readonly message: string;
  /** Other pictures that it is about. */
  readonly others: readonly string[];
}

/** The code of a check's problems. */
export const checkCode = (type: CheckName): string => `${CODE}${type}`;

/** The check that a problem's code names; undefined for other problems. */
export function checkOfCode(code: unknown, { report }: Pick<LabelsFileSession, 'report'>): CheckType | undefined {
  if (typeof code !== 'string' || !code.startsWith(CODE)) return undefined;
  return report.checks?.types.find(({ name }) => checkCode(name) === code);
}

/** What the checks that the settings name have found in rows that stand and are not decided, worst first. */
export function checkProblems(session: LabelsFileSession): CheckProblem[] {
  const { types = [] } = session.report.checks ?? {};
  if (types.length === 0) return [];
  const wanted = new Set<string>(editorOptions(session.root).checkProblems);
  return types.filter(({ name }) => wanted.has(name)).flatMap((type) => problemsOf(session, type));
}

function problemsOf(session: LabelsFileSession, type: CheckType): CheckProblem[] {
  const { name } = type;
  const problem = (index: number, message: string, others: readonly string[] = []): CheckProblem[] => {
    const id = idOfPicture(session, index);
    const row = session.rowOfIssue(id);
    if (row === undefined || session.reviews.hasFine(session.reviewPlace(id), name)) return [];
    return [{ row, type: name, message, others }];
  };
  if (type.sets === undefined) {
    const { title, meaning } = CHECK_FACTS[name];
    return type.pictures.flatMap(({ index, score: value }) =>
      problem(index, vscode.l10n.t('{0}: {1} (score {2}).', title, meaning, score(value))),
    );
  }
  return type.sets.flatMap(({ members }) => {
    const standing = members.filter((member) => stands(session, member));
    if (standing.length < 2) return [];
    return name === 'leaks' ? leak(standing, problem) : twins(standing, problem);
  });
}

/** One that was not audited is there as far as is known. */
function stands(session: LabelsFileSession, { index }: SetMember): boolean {
  return index === undefined || session.rowOfIssue(idOfPicture(session, index)) !== undefined;
}

type Report = (index: number, message: string, others: readonly string[]) => CheckProblem[];

/** All but the best. */
function twins([best, ...others]: readonly SetMember[], report: Report): CheckProblem[] {
  return others.flatMap(({ index }) =>
    index === undefined ? [] : report(index, vscode.l10n.t('Shows the same as {0}.', nameOf(best.path)), [best.path]),
  );
}

const measures = ({ split = '' }: SetMember): boolean => isTestSplit(split) || splitRole(split) === 'validation';

/** Those to train on, where there are others to measure with; else all. */
function leak(members: readonly SetMember[], report: Report): CheckProblem[] {
  const train = members.filter((member) => !measures(member));
  const told = train.length > 0 && train.length < members.length ? train : members;
  return told.flatMap((member) => {
    const other = members.find((one) => one !== member && one.split !== member.split);
    if (member.index === undefined || other === undefined) return [];
    const message = vscode.l10n.t(
      'The same picture stands in the split "{0}", too: {1}.',
      nameOf(other.split ?? ''),
      nameOf(other.path),
    );
    return report(member.index, message, [other.path]);
  });
}

/** One line, as a diagnostic shows it. */
export const checkMessage = ({ message }: CheckProblem): string => lineOf(message);
