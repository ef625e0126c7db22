import { describe, expect, it } from 'vitest';
import { auditView } from '../../../../src/editor/panel/panel-view.ts';
import { hostMessageReader } from '../../../../src/protocol/messages.ts';
import type { AuditSession } from '../../../../src/editor/session/types.ts';
import type { AuditReport } from '../../../../src/audit/report/types.ts';
import { exampleAudit } from '../../audit/example-audit.ts';

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
});
