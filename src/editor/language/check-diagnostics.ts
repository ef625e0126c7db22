import * as vscode from 'vscode';
import { isToMeasure, type CheckName, type CheckType, type SetMember } from '../../audit/light.ts';
import { score } from '../host/local-numbers.ts';
import { lineOf, nameOf } from '../host/plain-text.ts';
import { editorOptions } from '../host/settings/settings.ts';
import type { LiveSession } from '../session/live-session.ts';
import { checkMeaning, checkTitle } from './check-texts.ts';
import { idOfPicture } from '../session/unflagged-pictures.ts';

/** Before the name of a check in the code of its problems. */
const CODE = 'check:';

/** What a check found in a picture that stands in a labels file, or in a class folder. */
export interface CheckProblem {
  readonly id: number;
  readonly type: CheckName;
  readonly message: string;
  /** Other pictures that it is about. */
  readonly others: readonly string[];
}

/** The code of a check's problems. */
export const checkCode = (type: CheckName): string => `${CODE}${type}`;

/** The check that a problem's code names; undefined for other problems. */
export function checkOfCode(code: unknown, { report }: Pick<LiveSession, 'report'>): CheckType | undefined {
  if (typeof code !== 'string' || !code.startsWith(CODE)) return undefined;
  return report.checks?.types.find(({ name }) => checkCode(name) === code);
}

/** What the checks that the settings name have found in pictures that stand and are not decided, worst first. */
export function checkProblems(session: LiveSession): CheckProblem[] {
  const { types = [] } = session.report.checks ?? {};
  if (types.length === 0) return [];
  const wanted = new Set<string>(editorOptions(session.root).checkProblems);
  const told = types.filter(({ name }) => wanted.has(name));
  const areLeaksTold = told.some(({ name }) => name === 'leaks');
  return told.flatMap((type) => problemsOf(session, type, areLeaksTold));
}

function problemsOf(session: LiveSession, type: CheckType, areLeaksTold: boolean): CheckProblem[] {
  const { name } = type;
  const problem = (index: number, message: string, others: readonly string[] = []): CheckProblem[] => {
    const id = idOfPicture(session, index);
    if (!isThere(session, id) || session.reviews.hasFine(session.reviewPlace(id), name)) return [];
    return [{ id, type: name, message, others }];
  };
  if (type.sets === undefined) {
    return type.pictures.flatMap(({ index, score: value }) =>
      problem(index, vscode.l10n.t('{0}: {1} (score {2}).', checkTitle(name), checkMeaning(name), score(value))),
    );
  }
  return type.sets.flatMap(({ members, by }) => {
    const standing = members.filter((member) => stands(session, member));
    if (standing.length < 2) return [];
    // One thing is said once: what shows the same by its pixels in two splits is a leak.
    return name === 'leaks' ? leak(standing, problem) : twins(standing, problem, areLeaksTold && by === 'pixels');
  });
}

/** One that was not audited is there as far as is known. */
function stands(session: LiveSession, { index }: SetMember): boolean {
  return index === undefined || isThere(session, idOfPicture(session, index));
}

/** Whether an audited picture has its row, or stands in a class folder. */
function isThere(session: LiveSession, id: number): boolean {
  return (session.kind === 'csv' ? session.rowOfIssue(id) : session.pathOf(id)) !== undefined;
}

type Report = (index: number, message: string, others: readonly string[]) => CheckProblem[];

/**
 * All but the best.
 * @param isInSplit only those of its split: others are told of as leaks
 */
function twins([best, ...others]: readonly SetMember[], report: Report, isInSplit: boolean): CheckProblem[] {
  return others.flatMap(({ index, split }) =>
    index === undefined || (isInSplit && split !== best.split)
      ? []
      : report(index, vscode.l10n.t('Shows the same as {0}.', nameOf(best.path)), [best.path]),
  );
}

const measures = ({ split = '' }: SetMember): boolean => isToMeasure(split);

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
