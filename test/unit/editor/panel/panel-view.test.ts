import { describe, expect, it, vi } from 'vitest';
import { hostMessageReader } from '../../../../src/protocol/messages.ts';
import type { AuditSession } from '../../../../src/editor/session/types.ts';
import type { AuditReport } from '../../../../src/audit/report/types.ts';
import { exampleAudit } from '../../audit/example-audit.ts';

vi.mock('vscode', () => ({ env: { language: 'en' }, l10n: { t: (text: string) => text } }));
const { auditView } = await import('../../../../src/editor/panel/panel-view.ts');

/** The panel's front end drops what is no message of ours: then it would show nothing at all. */
function shown(report: AuditReport): unknown {
  const session = {
    ...{ report, issues: [], openCount: 0, stale: false },
    root: { fsPath: report.dataset.root },
  } as unknown as AuditSession;
  const complaints: string[] = [];
  const read = hostMessageReader((problem) => complaints.push(problem));
  const message = read({ type: 'state', state: { phase: 'ready', audit: auditView(session) } });
  expect(complaints).toEqual([]);
  return message;
}

describe('a report in the panel', () => {
  it('is shown where a loss was no number, and a fold held nothing out: JSON has null for both', () => {
    const { report } = exampleAudit();
    const fold = {
      ...report.crossValidation!.folds[0],
      heldOutAccuracy: null,
      history: [
        { epoch: 1, loss: 2, accuracy: 0.5 },
        { epoch: 2, loss: null, accuracy: null },
      ],
    };
    const folds = [{ fold: 1, history: [{ epoch: 1, loss: 2, accuracy: 0.5 }] }];
    const message = shown({ ...report, crossValidation: { ...report.crossValidation!, folds: [fold] } });
    expect(message).toMatchObject({ state: { audit: { folds } } });
  });

  it('shows who labelled the pictures, also one whom nobody can be held against', () => {
    const { report } = exampleAudit();
    const row = { name: 'ann', labelled: 3, agreement: 1, worstClass: 'cat' };
    const counts = { pictures: 3, several: 2, disputed: 1, other: 0, consensusQuality: 0.9 };
    const annotators: AuditReport['annotators'] = {
      ...({ from: 'columns', audited: 'majority', method: 'crowdlab' } as const),
      ...{ ...counts, questions: [] },
      table: [
        { ...row, quality: 0.5 },
        { ...row, quality: null },
      ],
    };
    const message = shown({ ...report, annotators });
    expect(message).toMatchObject({
      state: { audit: { annotators: { ...counts, table: [{ ...row, quality: 0.5 }, row] } } },
    });
  });

  it('tells what planted errors say of its ranking, as far as it is listed', () => {
    const { report } = exampleAudit();
    const listed = report.issues.length;
    const trust = {
      ...{ noise: { estimate: 0.25, low: 0.2, high: 0.3 }, planted: 10, auc: 0.9, stopAt: 1 },
      ...{ ranks: [0, 1, listed + 9], wrong: [0, 1, 1 + listed + 8], recall: [0, 0.5, 1] },
      ...{ wrongLow: [0, 1, 2], wrongHigh: [0, 1, 9] },
    };
    const message = shown({ ...report, trust });
    const estimate = {
      wrong: 0.25 * report.dataset.audited,
      stopAt: 1,
      curve: [...(listed > 1 ? [[1, 1]] : []), [listed, listed]],
    };
    expect(message).toMatchObject({ state: { audit: { trust: { weak: false, estimate } } } });
    expect(shown(report)).not.toHaveProperty('state.audit.trust.estimate');
  });
});
