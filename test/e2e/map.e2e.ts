import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import type { Page } from 'playwright-core';
import { screenshot } from '../harness/index.ts';
import { PHOTOS, usePanel } from './webview/panel-fixture.ts';
import { axeViolations } from './webview/panel-page.ts';
import { centreOf } from './webview/sample-map.ts';

const FLAGGED = 142;
const UNFLAGGED = 1300;
const SIZES = { wide: [1440, 900], zoomed: [720, 450], narrow: [460, 800] } as const;
const THEMES = ['dark', 'light', 'high-contrast'] as const;

const canvas = (page: Page) => page.locator('label-audit-map-canvas canvas');
const inSight = (page: Page) => page.locator('.seen');
const shown = (page: Page, text: string | RegExp) => page.locator('.shown', { hasText: text }).waitFor();

/** How many pictures the button offers to show. */
async function seen(page: Page): Promise<number> {
  const [, number] = /Show ([\d,]+) picture/.exec(await inSight(page).innerText()) ?? [];
  return Number(number.replace(',', ''));
}

describe('the map in the panel', () => {
  const fixture = usePanel(PHOTOS);
  const open = async (options: { theme?: (typeof THEMES)[number]; size?: keyof typeof SIZES } = {}) => {
    const { theme = 'dark', size = 'wide' } = options;
    const [width, height] = SIZES[size];
    const change = { audited: FLAGGED + UNFLAGGED };
    const page = await fixture.openAudit(FLAGGED, change, { theme, viewport: { width, height }, unflagged: UNFLAGGED });
    await page.getByRole('tab', { name: 'Map' }).click();
    await inSight(page).filter({ hasText: 'Show 1,442 pictures in sight' }).waitFor();
    return page;
  };

  /** Where a class stands on the page while all of the map is in sight. */
  async function placeOf(page: Page, name: string): Promise<readonly [number, number, number]> {
    const box = (await canvas(page).boundingBox())!;
    const audit = fixture.audit(FLAGGED);
    const [x, y] = centreOf(audit, name);
    // The circle of classes and the 3,500 around each, 16 pixels from the edge.
    const all = audit.classes.map((one) => centreOf(audit, one));
    const [left, right] = [Math.min(...all.map(([a]) => a)), Math.max(...all.map(([a]) => a))];
    const [top, bottom] = [Math.min(...all.map(([, a]) => a)), Math.max(...all.map(([, a]) => a))];
    const scale = Math.min((box.width - 32) / (right - left + 7000), (box.height - 32) / (bottom - top + 7000));
    const middle = [box.x + box.width / 2, box.y + box.height / 2];
    return [middle[0] + (x - (left + right) / 2) * scale, middle[1] + (y - (top + bottom) / 2) * scale, 3500 * scale];
  }

  it('shows the pictures in a box that is dragged around them, and all again', async () => {
    const page = await open();
    const { classes } = fixture.audit(FLAGGED);
    const [x, y, around] = await placeOf(page, classes[2]);
    await page.locator('vscode-checkbox', { hasText: 'Select' }).click();
    await page.mouse.move(x - around - 6, y - around - 6);
    await page.mouse.down();
    await page.mouse.move(x, y);
    await page.mouse.move(x + around + 6, y + around + 6);
    await page.mouse.up();
    await page.locator('.area', { hasText: /From the map: \d+ pictures/ }).waitFor();
    await shown(page, / of 1,442 pictures$/);
    const suggested = await page.locator('.card').evaluateAll((cards) => cards.map((card) => card.textContent));
    assert.ok(suggested.length > 3);
    const area = Number(/(\d+)/.exec(await page.locator('.area').innerText())![1]);
    assert.equal(await page.locator('.shown').innerText(), `${area} of 1,442 pictures`);
    await page.getByRole('button', { name: 'Clear' }).click();
    await shown(page, /^1,442 pictures$/);
  });

  it('is moved by keys and shows what is in sight', async () => {
    const page = await open();
    await canvas(page).focus();
    for (let i = 0; i < 8; i++) await page.keyboard.press('+');
    await page.waitForFunction(
      () =>
        !document
          .querySelector('label-audit-panel')!
          .shadowRoot!.querySelector('label-audit-map')!
          .shadowRoot!.querySelector('.seen')!
          .textContent.includes('1,442'),
    );
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(200);
    const some = await seen(page);
    assert.ok(some < 1442, `${some} are in sight`);
    await page.keyboard.press('0');
    await inSight(page).filter({ hasText: '1,442' }).waitFor();
    for (let i = 0; i < 3; i++) await page.keyboard.press('+');
    await page.waitForTimeout(200);
    const few = await seen(page);
    assert.ok(few > 0 && few < 1442, `${few} are in sight`);
    await page.keyboard.press('Enter');
    await page.locator('.area', { hasText: `From the map: ${few.toLocaleString('en')} picture` }).waitFor();
  });

  it('says what a point is, and a click shows it', async () => {
    const page = await open();
    const { classes } = fixture.audit(FLAGGED);
    const [x, y] = await placeOf(page, classes[1]);
    await page.mouse.move(x, y);
    await page.locator('.tip', { hasText: 'Label quality' }).waitFor();
    await page.locator('.tip img').waitFor();
    await screenshot(page, 'map-tip');
    await page.mouse.down();
    await page.mouse.up();
    await page.locator('.area', { hasText: 'From the map: 1 picture' }).waitFor();
    await page.locator('.card.active').waitFor();
  });

  it('is moved by a drag, and comes closer by the wheel', async () => {
    const page = await open();
    const box = (await canvas(page).boundingBox())!;
    const middle = [box.x + box.width / 2, box.y + box.height / 2] as const;
    await page.mouse.move(...middle);
    await page.mouse.down();
    await page.mouse.move(middle[0] + box.width / 2, middle[1], { steps: 4 });
    await page.mouse.up();
    await page.waitForTimeout(200);
    const moved = await seen(page);
    assert.ok(moved < 1442, `${moved} are in sight`);
    await page.getByRole('button', { name: 'Show all' }).click();
    await inSight(page).filter({ hasText: '1,442' }).waitFor();
    await page.mouse.move(...middle);
    for (let i = 0; i < 6; i++) await page.mouse.wheel(0, -100);
    await page.waitForTimeout(200);
    assert.ok((await seen(page)) < 1442);
  });

  it('is laid out by neighbours on request, says how far, and stops', async () => {
    const page = await open();
    await page.locator('vscode-dropdown[aria-label="Layout"]').click();
    await page.getByRole('option', { name: 'By neighbours (UMAP)' }).click();
    assert.deepEqual(await fixture.waitForPosted('map', 2), [
      { type: 'map', layout: 'components' },
      { type: 'map', layout: 'neighbours' },
    ]);
    await page.getByText('Laying out: 50%').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    assert.equal((await fixture.waitForPosted('stopMap', 1)).length, 1);
    await page.getByText('Laying out').waitFor({ state: 'detached' });
    await inSight(page).filter({ hasText: '1,442' }).waitFor();
  });

  it('colours by class, one alone, by what is flagged, and by quality', async () => {
    const page = await open();
    const colours = (): Promise<number> =>
      canvas(page).evaluate((element: HTMLCanvasElement) => {
        const copy = new OffscreenCanvas(element.width, element.height).getContext('2d', { willReadFrequently: true })!;
        copy.drawImage(element, 0, 0);
        const { data } = copy.getImageData(0, 0, element.width, element.height);
        return new Set(new Uint32Array(data.buffer)).size;
      });
    const { classes } = fixture.audit(FLAGGED);
    assert.equal(await colours(), classes.length + 1);
    await page.locator('.legend button').first().click();
    await page.waitForTimeout(200);
    assert.equal(await colours(), 3);
    await page.locator('vscode-dropdown[aria-label="Colour"]').click();
    await page.getByRole('option', { name: 'Flagged labels' }).click();
    await page.waitForTimeout(200);
    assert.equal(await colours(), 3);
    await page.locator('vscode-dropdown[aria-label="Colour"]').click();
    await page.getByRole('option', { name: 'Label quality' }).click();
    await page.waitForTimeout(200);
    assert.ok((await colours()) > 5);
  });

  for (const theme of THEMES) {
    for (const size of ['wide', 'narrow', 'zoomed'] as const) {
      it(`is accessible and looks right: ${theme}, ${size}`, async () => {
        const page = await open({ theme, size });
        await screenshot(page, `map-${theme}-${size}`);
        assert.deepEqual(await axeViolations(page), []);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(wide <= 0, `the page is ${wide} px too wide`);
      });
    }
  }
});
