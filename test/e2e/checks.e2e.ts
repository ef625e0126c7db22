import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import type { Page } from 'playwright-core';
import { screenshot } from '../harness/index.ts';
import { FakeCheckHost } from './webview/check-host.ts';
import { PHOTOS, usePanel, waitForActive } from './webview/panel-fixture.ts';
import { axeViolations, type PanelPageOptions } from './webview/panel-page.ts';

const SIZES = { wide: [1440, 900], narrow: [460, 800] } as const;
const THEMES = ['dark', 'light', 'high-contrast'] as const;

describe('what checks found, in the panel', () => {
  const fixture = usePanel(PHOTOS);

  const open = async (options: Partial<PanelPageOptions> = {}): Promise<Page> => {
    const host = new FakeCheckHost(fixture.audit(142), fixture.images).answer;
    const page = await fixture.open({ host, viewport: { width: 1440, height: 900 }, ...options });
    await page.locator('#issue-0 img').waitFor();
    await page.locator('label-audit-checks').waitFor();
    return page;
  };
  const tab = (page: Page, name: RegExp) => page.locator('label-audit-checks').getByRole('tab', { name });
  const lineOf = (page: Page, id: number) =>
    page.locator(`#issue-${id}`).evaluate((card) => card.parentElement!.style.transform);

  it('is chosen by tabs with the arrow keys, each with its number', async () => {
    const page = await open();
    await tab(page, /^Labels, 142$/).focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('.check', { hasText: 'The picture has no sharp edges.' }).waitFor();
    assert.equal(await tab(page, /^Blurry/).getAttribute('aria-selected'), 'true');
    // The focus goes along, and the list is that of the check.
    assert.match(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.tagName ?? ''), /./);
    await page.keyboard.press('End');
    await page.locator('.check', { hasText: 'A class hardly exists.' }).waitFor();
    await page.keyboard.press('Home');
    await page.locator('label-audit-progress, .trust').first().waitFor();
    assert.equal(await tab(page, /^Labels/).getAttribute('aria-selected'), 'true');
  });

  it('keeps, removes and takes back what is found, and decides no label', async () => {
    const page = await open();
    await tab(page, /^Blurry/).click();
    await waitForActive(page, 0);
    await page.getByRole('listbox').focus();
    await page.keyboard.press('k');
    await page.locator('#issue-0.kept').waitFor();
    await waitForActive(page, 1);
    await page.keyboard.press('Delete');
    await page.locator('#issue-1.removed').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('2');
    await page.getByRole('status').filter({ hasText: 'Labels are decided among the labels' }).waitFor();
    assert.deepEqual(fixture.posted('finding'), [
      { type: 'finding', check: 'blurry', ids: [0], action: 'keep' },
      { type: 'finding', check: 'blurry', ids: [1], action: 'remove' },
    ]);
    assert.deepEqual(fixture.posted('decide'), []);
    await page.keyboard.press('u');
    await waitForActive(page, 1);
    await page.locator('#issue-1.open').waitFor();
    await tab(page, /^Labels/).click();
    await page.getByText('0 of 142 reviewed', { exact: true }).waitFor();
  });

  it('leaves pictures of test splits out where several are removed', async () => {
    const page = await open();
    await tab(page, /^Blurry/).click();
    await waitForActive(page, 0);
    await page.getByRole('listbox').focus();
    for (let i = 0; i < 4; i += 1) await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Delete');
    const [sent] = await fixture.waitForPosted('finding', 1);
    assert.deepEqual(sent, { type: 'finding', check: 'blurry', ids: [1, 2, 3], action: 'remove' });
    await page.getByRole('status').filter({ hasText: '2 pictures of test splits are left' }).waitFor();
  });

  it('shows sets side by side, the best first, and keeps it with Enter as one step', async () => {
    const page = await open();
    await tab(page, /^Near duplicates/).click();
    await waitForActive(page, 0);
    await page.locator('#issue-0 .best').waitFor();
    assert.equal(await page.locator('#issue-60 .best').count(), 0);
    for (const [a, b] of [
      [0, 60],
      [1, 61],
      [2, 122],
    ])
      assert.equal(await lineOf(page, a), await lineOf(page, b));
    await page.getByRole('listbox').focus();
    await page.keyboard.press('Enter');
    await page.locator('#issue-60.removed').waitFor();
    await waitForActive(page, 1);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await waitForActive(page, 2);
    await page.keyboard.press('Enter');
    await page.locator('#issue-122.removed').waitFor();
    await page.keyboard.press('u');
    await page.locator('#issue-122.open').waitFor();
    assert.deepEqual(
      fixture.posted('finding').map(({ ids, action }) => [ids, action]),
      [
        [[0], 'keepBest'],
        [[2], 'keepBest'],
      ],
    );
  });

  it('takes leaks out of the training split alone', async () => {
    const page = await open();
    await tab(page, /^Leaks/).click();
    await waitForActive(page, 1);
    await page.getByRole('listbox').focus();
    await page.keyboard.press('Enter');
    await page.locator('#issue-1.removed').waitFor();
    await page.locator('#issue-61.open').waitFor();
    await page.locator('vscode-button', { hasText: 'Remove from train' }).waitFor();
  });

  it('moves the threshold by pointer and by key, lists what it flags at once, and takes it back', async () => {
    const page = await open();
    await tab(page, /^Blurry/).click();
    await waitForActive(page, 0);
    const slider = page.getByRole('slider', { name: /^Threshold/ });
    const flagged = async (): Promise<number> =>
      Number(/^(\d+) flagged/.exec((await page.locator('.check strong').textContent()) ?? '')?.[1]);
    const usual = await flagged();
    await slider.focus();
    for (let i = 0; i < 5; i += 1) await page.keyboard.press('ArrowLeft');
    await page.locator('.check strong', { hasText: 'flagged below 0.27' }).waitFor();
    const fewer = await flagged();
    assert.ok(fewer < usual, `${fewer} < ${usual}`);
    assert.equal(await slider.getAttribute('aria-valuetext'), `${fewer} flagged below 0.27`);
    await page
      .locator('.shown', { hasText: `${fewer} of ${fewer} pictures` })
      .or(page.locator('.shown', { hasText: `${fewer} pictures` }))
      .first()
      .waitFor();
    const { x, y, width, height } = (await page.locator('label-audit-threshold .bars').boundingBox())!;
    await page.mouse.move(x + 0.2 * width, y + height / 2);
    await page.mouse.down();
    for (let at = 0.2; at < 0.4; at += 0.02) await page.mouse.move(x + at * width, y + height / 2);
    await page.mouse.up();
    await page.locator('.check strong', { hasText: /flagged below 0\.(38|39|40)/ }).waitFor();
    assert.ok((await flagged()) > usual);
    const chosen = (await fixture.waitForPosted('checkThreshold', 6)).at(-1)!;
    assert.ok(chosen.name === 'blurry' && chosen.below !== null && chosen.below > 0.37);
    await page.locator('label-audit-threshold button').click();
    await page.locator('.check strong', { hasText: `${usual} flagged below 0.32` }).waitFor();
    assert.equal(fixture.posted('checkThreshold').at(-1)!.below, null);
  });

  it('says in one line what most pictures have, and what is found of the data set as a whole', async () => {
    const page = await open();
    await page
      .locator('label-audit-checks')
      .getByRole('tab', { name: /^Odd size/ })
      .click();
    await page.getByText(/are flagged: that tells of the data set/).waitFor();
    assert.equal(await page.locator('.card').count(), 0);
    await tab(page, /^Class imbalance/).click();
    await page.getByText('Score of the whole data set: 0.03').waitFor();
    await page.locator('.check li button').first().click();
    await page.getByRole('listbox', { name: 'All pictures' }).or(page.locator('.shown')).first().waitFor();
    assert.equal(await tab(page, /^Labels/).getAttribute('aria-selected'), 'true');
  });

  for (const [size, [width, height]] of Object.entries(SIZES)) {
    for (const theme of THEMES) {
      it(`is readable and without fault for axe: ${size}, ${theme}`, async () => {
        const page = await open({ theme, viewport: { width, height } });
        const choose = async (name: string): Promise<void> => {
          if (size === 'wide') await tab(page, new RegExp(`^${name}`)).click();
          else {
            await page.locator('label-audit-checks vscode-dropdown').click();
            await page.locator('label-audit-checks vscode-option', { hasText: name }).click();
          }
        };
        await choose('Near duplicates');
        await page.locator('#issue-0 .best').waitFor();
        await page.locator('label-audit-detail .large img').waitFor({ state: 'attached' });
        assert.deepEqual(await axeViolations(page), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
        await screenshot(page, `checks-sets-${size}-${theme}`);
        await choose('Blurry');
        await page.locator('.check strong', { hasText: 'flagged below' }).waitFor();
        assert.deepEqual(await axeViolations(page), []);
        await screenshot(page, `checks-blurry-${size}-${theme}`);
        if (theme !== 'dark') return;
        await choose('Class imbalance');
        await page.locator('.check li').first().waitFor();
        await screenshot(page, `checks-whole-${size}-${theme}`);
      });
    }
  }
});
