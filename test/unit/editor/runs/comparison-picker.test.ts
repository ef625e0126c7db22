import { beforeEach, describe, expect, it, vi } from 'vitest';
import { askForComparison } from '../../../../src/editor/runs/comparison-picker.ts';
import type { LabelSession } from '../../../../src/editor/session/label-session.ts';

interface Item {
  readonly label: string;
  readonly description?: string;
}
const host = vi.hoisted(() => ({ asked: [] as string[][], picks: [] as RegExp[] }));
vi.mock('vscode', () => ({
  env: { language: 'en' },
  l10n: {
    t: (text: string, ...args: unknown[]) => text.replace(/\{(\d)\}/g, (_, i: string) => String(args[Number(i)])),
  },
  window: {
    showQuickPick: (items: readonly Item[], { title }: { title: string }) => {
      host.asked.push([title, ...items.map(({ label }) => label)]);
      const wanted = host.picks.shift();
      return Promise.resolve(items.find(({ label }) => wanted?.test(label)));
    },
  },
}));

function sessionOf(splits: Readonly<Record<string, number>>, audited?: readonly string[]): LabelSession {
  const counts = Object.entries(splits).map(([split, n]) => [split, new Map([['cat', n]])] as const);
  return {
    root: { fsPath: '/data/pets' },
    labelsFile: undefined,
    issues: [],
    report: { options: { ...(audited ? { splits: audited } : {}) }, dataset: { splits } },
    pictures: () => Promise.resolve({ counts: new Map(counts) }),
  } as unknown as LabelSession;
}

describe('what a comparison asks for', () => {
  beforeEach(() => {
    host.asked = [];
    host.picks = [];
  });

  it('are the split to test on, smallest first, the one to train on where there are several, and the cleaning', async () => {
    host.picks = [/^test$/, /^train$/, /^Prune all/];
    const asked = await askForComparison(sessionOf({ train: 900, val: 200, test: 100 }, ['train']), null);
    expect(host.asked.map(([title, ...labels]) => [title, labels.slice(0, 3)])).toEqual([
      [expect.stringContaining('which split to test on?'), ['test', 'val', 'train']],
      [expect.stringContaining('which split to train on?'), ['train', 'val']],
      [expect.stringContaining('which cleaning?'), expect.anything()],
    ]);
    expect(asked).toMatchObject({ testSplit: 'test', trainSplit: 'train', cleaning: { kind: 'plan' } });
  });

  it('may be an audit of the training split alone first, where the audit has seen what is tested on', async () => {
    host.picks = [/^test$/, /^Audit "train" alone first/];
    expect(await askForComparison(sessionOf({ train: 900, test: 100 }), null)).toEqual({ auditFirst: ['train'] });
    host.picks = [/^test$/, /^Audit/];
    expect(await askForComparison(sessionOf({ train: 900, test: 100 }, ['train']), null)).toBeUndefined();
  });

  it('is never a line for a terminal', async () => {
    host.picks = [/^test$/];
    await askForComparison(sessionOf({ train: 900, test: 100 }), null);
    const error = await askForComparison(sessionOf({ all: 4 }), null).catch(
      (reason: unknown) => (reason as Error).message,
    );
    expect(error).toMatch(/no two splits.*add a column "split"/);
    for (const text of [error, ...host.asked.flat()]) expect(text).not.toMatch(/--\w|label-audit /);
  });
});
