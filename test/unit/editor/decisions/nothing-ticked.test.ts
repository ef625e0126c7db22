import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LabelsFileSession } from '../../../../src/editor/session/labels-file-session.ts';

const host = vi.hoisted(() => ({ said: [] as string[], step: undefined as object | undefined }));
vi.mock('vscode', () => ({
  env: { language: 'en' },
  l10n: { t: (text: string) => text },
  window: {
    showInformationMessage: (message: string) => {
      host.said.push(message);
      return Promise.resolve(undefined);
    },
  },
}));
// What VS Code's refactor preview came to.
const answer = () => Promise.resolve(host.step);
vi.mock('../../../../src/editor/decisions/label-changes-of.ts', () => ({
  labelChangesOf: () => ({ carryOut: answer }),
}));
vi.mock('../../../../src/editor/decisions/labels-file-changes.ts', () => ({
  createLabelsFileChanges: () => ({ relabelAll: answer }),
}));
const { createDecisionMaker } = await import('../../../../src/editor/decisions/decision-maker.ts');

const remembered: unknown[] = [];
const session = {
  issues: [],
  history: {
    inTurn: (work: () => Promise<unknown>) => work(),
    remember: (step: unknown) => remembered.push(step),
  },
} as unknown as LabelsFileSession;
const BULK = { from: 'shirt', to: 't-shirt', above: 0.8 };
const PLAN = { changes: [{}], heldBack: [], considered: 1, classes: [] };

describe('a refactor preview', () => {
  beforeEach(() => {
    host.said = [];
    host.step = undefined;
  });

  it('in which nothing is ticked says that nothing was applied, whatever opened it', async () => {
    const maker = createDecisionMaker();
    expect(await maker.carryOutPlan(session, PLAN as never)).toBe(false);
    expect(host.said).toEqual([expect.stringMatching(/^Nothing was applied: no change was ticked/)]);
    await maker.relabelAll(session, BULK);
    expect(host.said).toHaveLength(2);
    expect(host.said[1]).toBe(host.said[0]);
  });

  it('that was applied says nothing: the labels show it', async () => {
    host.step = {};
    const maker = createDecisionMaker();
    expect(await maker.carryOutPlan(session, PLAN as never)).toBe(true);
    await maker.relabelAll(session, BULK);
    expect(host.said).toEqual([]);
    expect(remembered.slice(-2)).toEqual([host.step, host.step]);
  });
});
