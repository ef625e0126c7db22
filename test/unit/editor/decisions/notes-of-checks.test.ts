import { describe, expect, it, vi } from 'vitest';
import type { LiveSession } from '../../../../src/editor/session/live-session.ts';

vi.mock('vscode', () => ({ env: { language: 'en' }, l10n: { t: (text: string) => text } }));
const { createDecisionMaker } = await import('../../../../src/editor/decisions/decision-maker.ts');

/** A session that keeps what is noted, and its notes. */
function notedSession() {
  const noted: unknown[] = [];
  const session = {
    report: { checks: { types: [{ name: 'blurry' }] } },
    issues: [{}, {}],
    history: { inTurn: (work: () => Promise<unknown>) => work() },
    log: { sync: () => Promise.resolve() },
    stateOf: (id: number) => (id < 2 ? {} : undefined),
    reviewPlace: (id: number) => ({ path: `${id}.png` }),
    reviews: {
      note: (places: readonly unknown[], note: string) => {
        noted.push([places, note]);
        return Promise.resolve();
      },
    },
  };
  return { noted, session: session as unknown as LiveSession };
}

describe('a note', () => {
  it('is on the label, or on what a check found', async () => {
    const { noted, session } = notedSession();
    const maker = createDecisionMaker();
    await maker.note(session, [1], 'a three');
    await maker.note(session, [1], 'sharp enough', 'blurry');
    expect(noted).toEqual([
      [[{ path: '1.png' }], 'a three'],
      [[{ path: '1.png', type: 'blurry' }], 'sharp enough'],
    ]);
  });

  it('on a check that the audit did not make is refused, and does not become one on the label', async () => {
    const { noted, session } = notedSession();
    await expect(createDecisionMaker().note(session, [1], 'sharp enough', 'blury')).rejects.toThrow('"blury"');
    expect(noted).toEqual([]);
  });
});
