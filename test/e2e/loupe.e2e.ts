import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import type { Page } from 'playwright-core';
import { screenshot } from '../harness/index.ts';
import { axeViolations } from './webview/panel-page.ts';
import { PHOTOS, usePanel, waitForActive } from './webview/panel-fixture.ts';

const grid = (page: Page) => page.getByRole('listbox', { name: 'Flagged pictures' });
const scrolled = (page: Page) => grid(page).evaluate(({ scrollTop }) => scrollTop);
const loupe = (page: Page) => page.locator('label-audit-loupe');
/** What VS Code is told a menu is of, at this moment. */
const menuOf = (page: Page) => page.locator('label-audit-panel').getAttribute('data-vscode-context');

describe('the enlarged picture', () => {
  const fixture = usePanel(PHOTOS);
  const open = async () => {
    const page = await fixture.openAudit(142, {}, { viewport: { width: 1440, height: 900 } });
    await grid(page).focus();
    return page;
  };
  const isFocused = (page: Page) => grid(page).evaluate((list) => list.matches(':focus'));

  it('gives the focus back to the list, which Space does not scroll', async () => {
    const page = await open();
    for (const close of ['Escape', ' ']) {
      await page.keyboard.press(' ');
      await loupe(page).locator('section:focus').waitFor();
      await page.keyboard.press(close);
      await loupe(page).waitFor({ state: 'detached' });
      await page.waitForFunction(() => document.activeElement?.tagName === 'LABEL-AUDIT-PANEL');
      assert.ok(await isFocused(page), close);
      // Held for a while: the first press opens the loupe, and those that follow do nothing at all.
      for (let i = 0; i < 4; i += 1) await page.keyboard.down(' ');
      await page.keyboard.up(' ');
      await loupe(page).waitFor();
      await page.keyboard.press('Escape');
      await loupe(page).waitFor({ state: 'detached' });
      await page.waitForTimeout(300); // scrolling by key is smooth
      assert.equal(await scrolled(page), 0, close);
    }
  });

  it('opens by Space right after Escape, whatever Escape closed', async () => {
    const page = await open();
    for (const [key, what] of [
      ['?', 'label-audit-keys dialog'],
      ['c', 'label-audit-chooser dialog'],
      [' ', 'label-audit-loupe section'],
    ]) {
      await page.keyboard.press(key);
      await page.locator(what).waitFor();
      // Both within one turn of the test: nothing is waited for between them.
      await Promise.all([page.keyboard.press('Escape'), page.keyboard.press(' ')]);
      await loupe(page).waitFor();
      await page.waitForTimeout(300);
      assert.equal(await scrolled(page), 0, what);
      await page.keyboard.press('Escape');
      await loupe(page).waitFor({ state: 'detached' });
    }
  });

  it('is left by Escape from its buttons and its note, and by searching', async () => {
    const page = await open();
    await page.keyboard.press(' ');
    await loupe(page).getByRole('button', { name: 'Show Similar Pictures Beside It' }).click();
    await loupe(page).locator('figure').nth(2).waitFor();
    await page.keyboard.press('Escape');
    await loupe(page).waitFor({ state: 'detached' });
    await page.keyboard.press(' ');
    await page.keyboard.press('n');
    await page.keyboard.press('Escape'); // gives up the note
    await loupe(page).locator('section:focus').waitFor();
    await page.keyboard.press('/');
    await loupe(page).waitFor({ state: 'detached' });
    await page.keyboard.type('0003');
    await page.getByText(' of 142 pictures', { exact: false }).first().waitFor();
  });

  it('has the menu of its picture, by pointer and by key', async () => {
    const page = await open();
    await page.keyboard.press('ArrowRight');
    await waitForActive(page, 1);
    await page.keyboard.press(' ');
    await loupe(page).locator('img').first().waitFor();
    const expected = { webviewSection: 'picture', id: 1, preventDefaultContextMenuItems: true };
    const clear = () =>
      page.locator('label-audit-panel').evaluate((panel) => {
        panel.removeAttribute('data-vscode-context');
      });
    // What VS Code would hear. The browser's own menu stays away in this test; in VS Code it is never there.
    await page.evaluate(() => {
      const heard: unknown[] = [];
      (window as unknown as { heard: unknown[] }).heard = heard;
      window.addEventListener('contextmenu', (event) => {
        event.preventDefault();
        const context = document.querySelector('label-audit-panel')?.getAttribute('data-vscode-context');
        heard.push({ x: event.clientX, y: event.clientY, context });
      });
    });
    const heard = async (count: number) => {
      await page.waitForFunction((n) => (window as unknown as { heard: unknown[] }).heard.length >= n, count);
      type Heard = readonly { readonly x: number; readonly y: number; readonly context: string | null }[];
      return (await page.evaluate(() => (window as unknown as { heard: Heard }).heard))[count - 1];
    };
    await loupe(page).locator('.stage').first().click({ button: 'right' });
    assert.deepEqual(JSON.parse((await heard(1)).context!), expected);
    const box = (await loupe(page).locator('.stage').first().boundingBox())!;
    for (const key of ['Shift+F10', 'ContextMenu']) {
      await clear();
      await page.evaluate(() => {
        (window as unknown as { heard: unknown[] }).heard.length = 0;
      });
      await page.keyboard.press(key);
      const { x, y, context } = await heard(1);
      assert.deepEqual(JSON.parse(context!), expected, key);
      assert.ok(x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height, `${x}, ${y}`);
    }
    // The header is no picture: it has no menu of one.
    await loupe(page)
      .locator('header')
      .click({ button: 'right', position: { x: 5, y: 5 } });
    assert.equal(await menuOf(page), null);
  });

  it('does what its menu offers', async () => {
    const page = await open();
    await page.keyboard.press(' ');
    await loupe(page).locator('img').first().waitFor();
    await fixture.panel.send({ type: 'picture', item: 'keep', id: 0 });
    await waitForActive(page, 1);
    assert.ok(await loupe(page).isVisible(), 'the next picture is shown as large');
    assert.equal((await fixture.waitForPosted('decide', 1))[0].action.kind, 'keep');
    await fixture.panel.send({ type: 'picture', item: 'similar', id: 1 });
    await loupe(page).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Clear Filters' }).waitFor();
    assert.ok(await isFocused(page), 'the list of those alike');
  });

  for (const [width, height] of [
    [1440, 900],
    [720, 450],
    [460, 800],
  ] as const) {
    for (const theme of ['dark', 'light', 'high-contrast'] as const) {
      it(`stands beside its nearest pictures, whatever their class: ${width} ${theme}`, async () => {
        const page = await fixture.openAudit(142, {}, { theme, viewport: { width, height } });
        const row = page.locator('label-audit-detail .neighbours');
        await row.locator('img').nth(4).waitFor({ state: 'attached' });
        await row.scrollIntoViewIfNeeded();
        assert.equal(await row.getByRole('heading').textContent(), 'Nearest, whatever their class');
        const labels = await row.locator('li .name').allTextContents();
        assert.deepEqual(labels, ['t-shirt', 't-shirt', 'dress', 't-shirt', 'dress']);
        await screenshot(page, `neighbours-detail-${width}-${theme}`);
        await row.getByRole('button').nth(2).click();
        const pane = loupe(page).locator('figure[data-of="neighbours"]');
        await pane.locator('img').waitFor();
        assert.match((await pane.locator('figcaption').textContent())!, /Nearest: dress/);
        assert.deepEqual(await axeViolations(page), []);
        await screenshot(page, `neighbours-loupe-${width}-${theme}`);
        await page.keyboard.press(','); // the next of each
        await pane.getByText('Nearest: t-shirt').waitFor();
        await page.keyboard.press('ArrowRight');
        await pane.waitFor({ state: 'detached' });
      });
    }
  }
});
