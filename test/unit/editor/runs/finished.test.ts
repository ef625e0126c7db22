import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AuditReport } from '../../../../src/audit/report/types.ts';
import type { AuditSession } from '../../../../src/editor/session/types.ts';
import { exampleAudit } from '../../audit/example-audit.ts';

const host = vi.hoisted(() => ({ said: [] as string[] }));
vi.mock('vscode', () => ({
  env: { language: 'en' },
  l10n: {
    t: (text: string, ...args: unknown[]) => text.replace(/\{(\d)\}/g, (_, i: string) => String(args[Number(i)])),
  },
  window: {
    showInformationMessage: (message: string) => {
      host.said.push(message);
      return Promise.resolve(undefined);
    },
  },
}));
const { sayFinished } = await import('../../../../src/editor/runs/run-audit.ts');

const say = (change: Partial<AuditReport>): void => {
  const { report } = exampleAudit();
  const [issue] = report.issues;
  const issues = Array.from({ length: 31 }, () => issue);
  const dataset = { ...report.dataset, audited: 300, examples: 300 };
  const session = { report: { ...report, dataset, issues, ...change } } as unknown as AuditSession;
  sayFinished(session, { kind: 'csv', target: '/d/labels.csv', root: '/d', name: 'pets' }, () => Promise.resolve());
};
const healthOf = (overallLabelHealthScore: number | null) => ({
  health: { ...exampleAudit().report.health, overallLabelHealthScore },
});

describe('the notification of a finished audit', () => {
  beforeEach(() => {
    host.said = [];
  });

  it('says no other number of wrong labels than the health does', () => {
    say(healthOf(0.93));
    expect(host.said).toEqual(['pets: 31 of 300 labels are flagged; about 21 labels are wrong.']);
  });

  it('says none where none is known', () => {
    say(healthOf(null));
    expect(host.said).toEqual(['pets: 31 of 300 labels are flagged.']);
  });
});
