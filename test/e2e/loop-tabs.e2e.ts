import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import type {
  ComparedSideView,
  ComparisonView,
  FixPlanView,
  HostMessage,
  PanelMessage,
} from '../../src/protocol/messages.ts';
import { screenshot } from '../harness/index.ts';
import { usePanel } from './webview/panel-fixture.ts';
import { FakeHost } from './webview/fake-host.ts';
import { axeViolations } from './webview/panel-page.ts';
import { sampleAudit } from './webview/sample-audit.ts';

const CLASSES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Repeatable confusions: the share of a class's 60 predictions that are wrong, spread over its neighbours. */
function confusion(wrong: number): ComparedSideView['confusion'] {
  return CLASSES.flatMap((_, i) =>
    CLASSES.map((__, j) => {
      const off = Math.round(60 * wrong * (1 + (i % 3)) * 0.5);
      if (i === j) return [i, j, 60 - off];
      return [i, j, j === (i + 1) % CLASSES.length ? off : 0];
    }),
  );
}

function side(accuracy: number, wrong: number, trainPictures: number): ComparedSideView {
  const runs = [accuracy - 0.021, accuracy + 0.004, accuracy + 0.017];
  return {
    ...{ trainPictures, runs, confusion: confusion(wrong) },
    accuracy: { mean: accuracy, low: accuracy - 0.035, high: accuracy + 0.031 },
    curves: runs.map((heldOutAccuracy, fold) => ({
      ...{ fold: fold + 1, heldOutAccuracy },
      history: Array.from({ length: 20 }, (_, epoch) => ({
        ...{ epoch: epoch + 1, loss: 2 * Math.exp(-epoch / 5) },
        accuracy: accuracy + 0.05 - (0.7 - fold / 20) * Math.exp(-epoch / 4),
      })),
    })),
  };
}

const COMPARISON: ComparisonView = {
  createdAt: '2025-03-01T11:00:00.000Z',
  classes: CLASSES,
  testSplit: 'val',
  scored: 198,
  alsoInTraining: 2,
  cleaning: 'prune the worst 10% of the flagged',
  changes: { removed: 14, relabelled: 0, added: 0 },
  model: 'small-cnn, 20 epochs, 3 repeats, wasm, seed 0',
  baseline: side(0.853, 0.2, 1980),
  cleaned: side(0.894, 0.12, 1966),
  difference: { mean: 0.041, low: 0.012, high: 0.071 },
  verdict: 'The cleaned labels are better.',
  perClass: CLASSES.map((name, i) => ({
    ...{ class: name, testPictures: 18 + i },
    baseline: 0.8 + i / 100,
    cleaned: 0.84 + ((i * 7) % 10) / 90 - (i === 9 ? 0.06 : 0),
  })),
  classesBetter: 8,
  classesWorse: 1,
  warnings: [
    'The audit that chose the labels has seen 198 of the test pictures too, so the comparison may flatter it.',
  ],
};

describe('the tabs Fix and Compare', () => {
  const fixture = usePanel();

  /** The fake host, and what the real one answers to plans: counts in proportion to the share. */
  const host = (comparison: ComparisonView | null) => {
    const fake = new FakeHost(sampleAudit(fixture.images, 142), fixture.images);
    return async (message: PanelMessage, send: (message: HostMessage) => Promise<void>): Promise<void> => {
      await fake.answer(message, send);
      if (message.type === 'ready') await send({ type: 'comparison', comparison, running: false });
      if (message.type !== 'plan') return;
      const { choice } = message;
      const out = Math.round(choice.share * 14.2);
      const plan: FixPlanView = {
        ...{ choice, considered: 142, changes: out * 10, splits: ['train', 'val'] },
        heldBack: [{ reason: 'a review keeps the label', pictures: 3 }],
        classes: CLASSES.map((name) => ({
          ...{ class: name, before: 288, out, in: choice.action === 'relabel' ? out : 0 },
          after: choice.action === 'relabel' ? 288 : 288 - out,
        })),
        pictures: fake.audit.issues
          .slice(0, Math.min(60, out * 10))
          .map(({ id, path, given, suggested, suggestedProbability }) => ({
            ...{ id, path, from: given, probability: suggestedProbability },
            ...(choice.action === 'relabel' ? { to: suggested } : {}),
          })),
      };
      await send({ type: 'plan', plan });
    };
  };

  for (const theme of ['light', 'dark', 'high-contrast'] as const) {
    it(`look right and are accessible: ${theme}`, async () => {
      const page = await fixture.open({ theme, host: host(COMPARISON), viewport: { width: 1100, height: 1400 } });
      await page.getByRole('tab', { name: 'Fix' }).click();
      await page.getByText('10 pictures would be removed').waitFor();
      assert.deepEqual(await axeViolations(page), []);
      await screenshot(page, `fix-${theme}`);
      await page.getByRole('tab', { name: 'Compare' }).click();
      await page.getByText('The cleaned labels are better.').waitFor();
      await page.waitForTimeout(200);
      assert.deepEqual(await axeViolations(page), []);
      await screenshot(page, `compare-${theme}`);
    });
  }

  it('show the pictures that a plan changes, each a click away from its review', async () => {
    const page = await fixture.open({ host: host(null) });
    await page.getByRole('tab', { name: 'Fix' }).click();
    const pictures = page.locator('label-audit-fix .pictures');
    await pictures.locator('img').nth(9).waitFor();
    assert.equal(await pictures.locator('li').count(), 10);
    assert.match(await pictures.locator('li').first().innerText(), /removed/);
    await page.getByRole('radio', { name: /^Change the labels/ }).check();
    await pictures.locator('.to', { hasText: /%/ }).first().waitFor();
    await pictures.locator('button').nth(4).click();
    await page.locator('.card.active#issue-4').waitFor();
  });

  it('count while the slider moves, and pass the choice on', async () => {
    const page = await fixture.open({ host: host(null) });
    await page.getByRole('tab', { name: 'Fix' }).click();
    const slider = page.getByRole('slider');
    await slider.focus();
    for (let i = 0; i < 15; i += 1) await page.keyboard.press('ArrowRight');
    await page.getByText('40 pictures would be removed').waitFor();
    assert.equal(await slider.getAttribute('aria-valuetext'), '25%');
    await page.getByLabel('Change the labels').check();
    await page.getByText('40 pictures would get another label').waitFor();
    await page.getByLabel('val', { exact: true }).uncheck();
    await page.waitForTimeout(200);
    await page.getByRole('button', { name: 'Preview…' }).click();
    const [{ choice }] = await fixture.waitForPosted('fix', 1);
    const { action, by, share, splits } = choice;
    assert.deepEqual({ action, by, share, splits }, { action: 'relabel', by: 'worst', share: 0.25, splits: ['train'] });
    await page.getByRole('button', { name: 'Compare This…' }).click();
    const [{ choice: compared }] = await fixture.waitForPosted('compare', 1);
    assert.deepEqual(compared, choice);
  });

  it('say what a comparison is while there is none', async () => {
    const page = await fixture.open({ host: host(null) });
    await page.getByRole('tab', { name: 'Compare' }).click();
    await page.getByRole('button', { name: 'Compare…' }).click();
    const [{ choice }] = await fixture.waitForPosted('compare', 1);
    assert.equal(choice, null);
    await fixture.panel.send({ type: 'comparison', comparison: null, running: true });
    await page.getByText('Comparing:').waitFor();
    await fixture.panel.send({ type: 'comparison', comparison: COMPARISON, running: false });
    await page.getByText('The cleaned labels are better.').waitFor();
  });
});
