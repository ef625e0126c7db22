import * as vscode from 'vscode';
import {
  createPictureIndex,
  isTestSplit,
  listClassFolders,
  planRemediation,
  readReviews,
  type HeldBackReason,
  type PictureIndex,
  type RemediationOptions,
  type RemediationPlan,
} from '../../audit/light.ts';
import type { FixChoice, FixPlanView } from '../../protocol/index.ts';
import type { CsvSession } from '../session/csv-session.ts';
import { createPacer, Superseded } from '../host/time-slices.ts';
import { indexRows } from '../labels/plan-rows.ts';
import type { LiveSession } from '../session/session-store.ts';
import type { AuditSession } from '../session/types.ts';

/** What Fix Labels begins with: the article's way. */
export const FIRST_CHOICE: FixChoice = {
  ...{ action: 'prune', by: 'worst', share: 0.1, threshold: 0.1, minConfidence: 0.5, minExamplesPerClass: 1 },
  splits: null,
};

/** A choice as the options of a plan. */
export function remediationOptions(choice: FixChoice): Omit<RemediationOptions, 'reviews'> {
  const { action, by, share, threshold, minConfidence, minExamplesPerClass, splits } = choice;
  return {
    ...{ action, by, minExamplesPerClass },
    ...(by === 'worst' ? { share } : by === 'below' ? { threshold } : {}),
    ...(action === 'relabel' ? { minConfidence } : {}),
    ...(splits === null ? {} : { splits }),
  };
}

/** Of labels files as they are: until their text changes the next plan finds them here. */
const texts = new WeakMap<CsvSession, Promise<PictureIndex>>();

/**
 * The pictures of a labels file. A hundred thousand rows are looked through in slices, so that nothing else in VS Code
 * waits, and only once for all the plans that a slider asks for.
 */
async function picturesOfText(session: CsvSession): Promise<PictureIndex> {
  for (;;) {
    await session.settled();
    const reading = texts.get(session) ?? readText(session);
    try {
      return await reading;
    } catch (error) {
      if (texts.get(session) === reading) texts.delete(session);
      // The text has changed while it was looked through: that is begun again.
      if (!(error instanceof Superseded)) throw error;
    }
  }
}

function readText(session: CsvSession): Promise<PictureIndex> {
  let isCurrent = true;
  const changes = session.onDidChangeText(() => {
    isCurrent = false;
    texts.delete(session);
    changes.dispose();
  });
  const { rows, header } = session;
  const pause = createPacer(() => isCurrent);
  const reading = indexRows(header ? rows : [], header?.layout.cells ?? 0, pause).then((index) => {
    // The last slice, too.
    if (!isCurrent) throw new Superseded();
    return index;
  });
  texts.set(session, reading);
  return reading;
}

/** The pictures of a session as they are labelled now. */
export async function picturesOf(session: LiveSession): Promise<PictureIndex> {
  if (session.kind === 'csv') return picturesOfText(session);
  const pictures = createPictureIndex();
  const pause = createPacer(() => true);
  const { classFrom, classes } = session.report.options;
  const folders = await listClassFolders(session.root.fsPath, { classFrom, classes });
  for (const { path, class: label, split, pictures: names } of folders) {
    for (const name of names) {
      await pause();
      pictures.add({ path: `${path}/${name}`, label, ...(split === undefined ? {} : { split }) });
    }
  }
  return pictures;
}

/** A plan for a session as it is now. */
export async function planFix(session: LiveSession, choice: FixChoice): Promise<RemediationPlan> {
  const [reviews, pictures] = await Promise.all([readReviews(session.root.fsPath), picturesOf(session)]);
  return planRemediation(session.report, pictures, { ...remediationOptions(choice), reviews });
}

/** Splits that a plan may change. */
export function changeableSplits({ report }: AuditSession): string[] {
  return Object.keys(report.dataset.splits).filter((name) => !isTestSplit(name));
}

function reasonText(reason: HeldBackReason): string {
  switch (reason) {
    case 'kept':
      return vscode.l10n.t('a review keeps the label');
    case 'not-confident':
      return vscode.l10n.t('the suggestion is not probable enough');
    case 'class-too-small':
      return vscode.l10n.t('the class would be too small');
    case 'label-changed':
      return vscode.l10n.t('the label has been changed since the audit');
    case 'gone':
      return vscode.l10n.t('no longer in the data set');
    case 'no-other-label':
      return vscode.l10n.t('the model suggests no other label');
    case 'to-be-removed':
      return vscode.l10n.t('a review removes it, which relabelling can’t do');
    case 'which-row':
      return vscode.l10n.t('several rows name it, and the review does not say which one is meant');
  }
}

/** A plan as the panel shows it. */
export function fixPlanView(plan: RemediationPlan, choice: FixChoice, splits: readonly string[]): FixPlanView {
  const heldBack = new Map<HeldBackReason, number>();
  for (const { reason } of plan.heldBack) heldBack.set(reason, (heldBack.get(reason) ?? 0) + 1);
  const out = new Map<string, number>();
  for (const { from } of plan.changes) out.set(from, (out.get(from) ?? 0) + 1);
  return {
    choice,
    considered: plan.considered,
    changes: plan.changes.length,
    heldBack: [...heldBack].map(([reason, pictures]) => ({ reason: reasonText(reason), pictures })),
    classes: plan.classes.map(({ class: name, before, after }) => {
      const gone = out.get(name) ?? 0;
      return { class: name, before, out: gone, in: after - before + gone, after };
    }),
    splits,
  };
}
