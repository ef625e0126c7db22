import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import type { ComparisonView, FixPlanView, HostMessage, PanelMessage } from '../../src/protocol/messages.ts';
import { screenshot } from '../harness/index.ts';
import { usePanel } from './webview/panel-fixture.ts';
import { FakeHost } from './webview/fake-host.ts';
import { axeViolations } from './webview/panel-page.ts';
import { sampleAudit } from './webview/sample-audit.ts';
import { sampleComparison } from './webview/sample-comparison.ts';

const CLASSES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

const COMPARISON = sampleComparison(CLASSES);

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

  it('say what to mind before the tables, and draw both sides on the same axes', async () => {
    const page = await fixture.open({ host: host(COMPARISON), viewport: { width: 1440, height: 900 } });
    await page.getByRole('tab', { name: 'Compare' }).click();
    await page.getByText('The cleaned labels are better.').waitFor();
    const headings = await page.locator('label-audit-compare h2').allInnerTexts();
    assert.equal(headings[0], 'Warnings');
    const ranges = await page
      .locator('label-audit-compare label-audit-chart')
      .evaluateAll((charts) => charts.map((chart) => (chart as unknown as { range: number[] | undefined }).range));
    assert.equal(ranges.length, 2);
    assert.ok(ranges[0] !== undefined);
    assert.deepEqual(ranges[1], ranges[0]);
    const drawn = await page
      .locator('label-audit-compare label-audit-chart .u-axis')
      .evaluateAll((axes) => axes.length);
    assert.equal(drawn, 4);
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
