import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import type { Page } from 'playwright-core';
import { screenshot } from '../harness/index.ts';
import { PHOTOS, usePanel, waitForActive } from './webview/panel-fixture.ts';
import { axeViolations } from './webview/panel-page.ts';

const SIZES = { wide: [1440, 900], zoomed: [720, 450], narrow: [460, 800] } as const;
const THEMES = ['dark', 'light', 'high-contrast'] as const;

const nextFrame = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => {
          resolve();
        });
      }),
  );
const grid = (page: Page) => page.getByRole('listbox', { name: 'Flagged pictures' });
const boxOf = async (page: Page, what: string) => (await page.locator(what).first().boundingBox())!;
/** Whether the whole of it is inside the window. */
const isInSight = async (page: Page, what: string) => {
  const { x, y, width, height } = await boxOf(page, what);
  const { width: w, height: h } = page.viewportSize()!;
  return x >= 0 && y >= 0 && x + width <= w + 0.5 && y + height <= h + 0.5;
};

describe('photographs in the panel', () => {
  const fixture = usePanel(PHOTOS);

  for (const [name, [width, height]] of Object.entries(SIZES)) {
    for (const theme of THEMES) {
      it(`keeps decisions and selection on the screen: ${name}, ${theme}`, async () => {
        const page = await fixture.openAudit(142, {}, { theme, viewport: { width, height } });
        await page.locator('.similar img').first().waitFor({ state: 'attached' });
        for (const button of ['Keep', 'Remove', 'Unsure', 'Undo', 'Change to'])
          assert.ok(await isInSight(page, `.decisions vscode-button:has-text("${button}")`), button);
        for (const fact of ['400 × 533, 81 kB', '2019-05-31 14:02', 'Example One', 'CC0 1.0'])
          await page.locator('label-audit-detail dd').filter({ hasText: fact }).waitFor({ state: 'attached' });
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
        assert.ok((await boxOf(page, 'label-audit-grid')).height > 140, 'the pictures have room');
        assert.deepEqual(await axeViolations(page), []);
        await screenshot(page, `photos-review-${name}-${theme}`);
        await page.keyboard.press(' ');
        await page.locator('label-audit-loupe img').waitFor();
        assert.deepEqual(await axeViolations(page), []);
        await screenshot(page, `photos-loupe-${name}-${theme}`);
      });
    }
  }

  it('keeps the selected picture in sight when the panel gets another size', async () => {
    const page = await fixture.openAudit(142, {}, { viewport: { width: 1440, height: 900 } });
    await grid(page).focus();
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('PageDown');
    const active = (await grid(page).getAttribute('aria-activedescendant'))!;
    for (const [width, height] of [...Object.values(SIZES), [1440, 900]] as const) {
      await page.setViewportSize({ width, height });
      await nextFrame(page);
      await page.waitForTimeout(100);
      const scroller = await boxOf(page, 'label-audit-grid .scroller');
      const card = await boxOf(page, `#${active}`);
      assert.ok(
        card.y < scroller.y + scroller.height && card.y + card.height > scroller.y,
        `${width}×${height}: ${JSON.stringify({ card, scroller })}`,
      );
    }
  });

  it('draws all rows that are in sight, whatever becomes of its size and place', async () => {
    const page = await fixture.openAudit(142, {}, { viewport: { width: 1440, height: 900 } });
    const drawn = () =>
      page.locator('label-audit-grid .scroller').evaluate((scroller) => {
        const { top, bottom } = scroller.getBoundingClientRect();
        const rows = [...scroller.querySelectorAll('.row')].map((row) => row.getBoundingClientRect());
        const ends = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1;
        const inSight = rows.filter((row) => row.bottom > top && row.top < bottom);
        const reaches = Math.max(...rows.map((row) => row.bottom));
        const begins = Math.min(...inSight.map((row) => row.top));
        return inSight.length > 0 && begins <= top + 40 && (reaches >= bottom - 12 || (ends && reaches > top));
      });
    const filled = async (what: string) => {
      for (let tries = 0; tries < 20 && !(await drawn()); tries += 1) await page.waitForTimeout(25);
      if (!(await drawn())) await screenshot(page, 'grid-not-filled');
      assert.ok(await drawn(), what);
    };
    const tab = (name: string) => page.getByRole('tab', { name }).click();
    const sizes = [...Object.values(SIZES), [700, 480], [1000, 500], [520, 1000], [1440, 900]] as const;
    for (const key of ['End', 'Home', 'PageDown', 'End', 'PageUp']) {
      for (const [width, height] of sizes) {
        await grid(page).focus();
        await page.keyboard.press(key);
        await page.setViewportSize({ width, height });
        await filled(`${key}, ${width}×${height}`);
        // As when the panel is covered by an editor while its size changes.
        await tab('Health');
        await page.setViewportSize({ width: width - 60, height: height - 40 });
        await tab('Review');
        await filled(`${key}, ${width}×${height}, hidden meanwhile`);
      }
      await page.waitForTimeout(300); // what is seen is written down a little later
      await page.setViewportSize({ width: 460, height: 500 });
      await page.reload();
      await page.locator('.card img').first().waitFor();
      await filled(`${key}, begun anew`);
    }
  });

  it('tells names of classes apart on cards and in the list of classes', async () => {
    const page = await fixture.openAudit(142, {}, { viewport: { width: 1440, height: 900 } });
    await page.locator('label-audit-probabilities .class').first().waitFor();
    const cut = await page
      .locator('.card .given .cut, .card .suggested .cut, label-audit-probabilities .class .cut')
      .evaluateAll((names) =>
        (names as HTMLElement[])
          .filter((name) => {
            const room = name.getBoundingClientRect().width;
            name.style.width = 'max-content';
            const whole = name.getBoundingClientRect().width;
            name.style.width = '';
            return whole > room + 1;
          })
          .map((name) => name.textContent),
      );
    assert.deepEqual(cut, []);
    const given = page.locator('#issue-0 .given');
    assert.equal(await given.getAttribute('title'), await given.innerText());
  });

  it('enlarges a picture, and is used there by the same keys', async () => {
    const page = await fixture.openAudit(142, {}, { viewport: { width: 1440, height: 900 } });
    await page.locator('#issue-2').dblclick();
    const image = page.locator('label-audit-loupe img');
    await image.waitFor();
    await waitForActive(page, 2);
    const whole = (await image.boundingBox())!;
    assert.ok(whole.height > 500, `${whole.height} px high`);
    await page.mouse.move(700, 400);
    await page.mouse.wheel(0, -700);
    await page.waitForFunction((before) => {
      const find = (root: ParentNode, names: string[]): Element =>
        names.length === 1
          ? root.querySelector(names[0])!
          : find(root.querySelector(names[0])!.shadowRoot!, names.slice(1));
      const img = find(document, ['label-audit-panel', 'label-audit-review', 'label-audit-loupe', 'img']);
      return img.getBoundingClientRect().height > 1.5 * before;
    }, whole.height);
    const before = (await image.boundingBox())!;
    await page.mouse.down();
    await page.mouse.move(760, 430, { steps: 3 });
    await page.mouse.up();
    const dragged = (await image.boundingBox())!;
    assert.deepEqual([Math.round(dragged.x - before.x), Math.round(dragged.y - before.y)], [60, 30]);
    await page.keyboard.press('Alt+ArrowRight');
    assert.equal(Math.round((await image.boundingBox())!.x - dragged.x), -60);
    await page.keyboard.press('0');
    assert.equal(Math.round((await image.boundingBox())!.height), Math.round(whole.height));
    await page.keyboard.press('ArrowRight');
    await waitForActive(page, 3);
    await page.keyboard.press('Enter');
    await waitForActive(page, 4);
    await page.keyboard.press('k');
    await waitForActive(page, 5);
    assert.deepEqual(await fixture.waitForPosted('decide', 2), [
      { type: 'decide', ids: [3], action: { kind: 'accept' } },
      { type: 'decide', ids: [4], action: { kind: 'keep' } },
    ]);
    await page.keyboard.press('s');
    await waitForActive(page, 6);
    assert.deepEqual(await fixture.waitForPosted('unsure', 1), [{ type: 'unsure', ids: [5], isUnsure: true }]);
    await page.keyboard.press('Escape');
    await image.waitFor({ state: 'detached' });
    await page.locator('#issue-5.unsure .badge').waitFor();
    await page.keyboard.press('ArrowRight'); // the grid goes on by key
    await waitForActive(page, 7);
    await page.locator('label-audit-detail .large').click();
    await image.waitFor();
    await page.keyboard.press(' ');
    await image.waitFor({ state: 'detached' });
    assert.deepEqual(fixture.posted('open'), []);
  });

  it('stands beside the pictures that it is like, which are enlarged and moved with it', async () => {
    const page = await fixture.openAudit(142, {}, { viewport: { width: 1440, height: 900 } });
    await page.locator('.similar').nth(1).locator('button').nth(1).click();
    const images = page.locator('label-audit-loupe .stage img');
    await page.waitForFunction(
      () => {
        const inside = (root: ParentNode, name: string) => root.querySelector(name)!.shadowRoot!;
        const loupe = inside(inside(inside(document, 'label-audit-panel'), 'label-audit-review'), 'label-audit-loupe');
        const all = [...loupe.querySelectorAll<HTMLImageElement>('.stage img')];
        return all.length === 3 && all.every((image) => image.naturalWidth > 0 && image.style.width.endsWith('px'));
      },
      undefined,
      { timeout: 60_000 },
    );
    assert.deepEqual(await fixture.waitForPosted('similar', 1), [{ type: 'similar', id: 0 }]);
    const suggested = page.locator('label-audit-loupe figcaption').nth(2);
    assert.match(await suggested.innerText(), /^Suggested: \S+\s+2 of 3/);
    const boxes = async () => {
      const found = [];
      for (const image of await images.all()) found.push((await image.boundingBox())!);
      return found;
    };
    const before = await boxes();
    assert.ok(
      before.every(({ height, width }) => height > 300 || width > 400),
      JSON.stringify(before),
    );
    // The wheel and the mouse work on each of them, for all.
    await page.mouse.move(before[2].x + before[2].width / 2, before[2].y + before[2].height / 2);
    await page.mouse.wheel(0, -300);
    await nextFrame(page);
    const larger = await boxes();
    const by = larger.map(({ width }, i) => (width / before[i].width).toFixed(3));
    assert.deepEqual(by, [by[0], by[0], by[0]]);
    assert.ok(Number(by[0]) > 1.5, by[0]);
    await page.keyboard.press('Alt+ArrowDown');
    await nextFrame(page);
    const moved = (await boxes()).map(({ y }, i) => Math.round(y - larger[i].y));
    assert.deepEqual(moved, [moved[0], moved[0], moved[0]]);
    assert.ok(moved[0] < 0, String(moved[0]));
    await page.keyboard.press(',');
    await suggested.getByText('3 of 3').waitFor();
    await suggested.getByRole('button').click();
    await suggested.getByText('1 of 3').waitFor();
    await page.keyboard.press('k'); // decided beside them, too
    await waitForActive(page, 1);
    assert.deepEqual(await fixture.waitForPosted('similar', 2), [
      { type: 'similar', id: 0 },
      { type: 'similar', id: 1 },
    ]);
    await page.keyboard.press('.');
    await images.nth(1).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
  });

  for (const [name, [width, height]] of Object.entries(SIZES)) {
    for (const theme of THEMES) {
      it(`compares side by side at any size: ${name}, ${theme}`, async () => {
        const page = await fixture.openAudit(142, {}, { theme, viewport: { width, height } });
        await grid(page).focus();
        await page.keyboard.press(' ');
        await page.keyboard.press('.');
        await page.locator('label-audit-loupe .stage img').nth(2).waitFor();
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
        assert.deepEqual(await axeViolations(page), []);
        await screenshot(page, `photos-beside-${name}-${theme}`);
      });
    }
  }

  it('has one key for a class on every picture, which can be changed, and takes names', async () => {
    const page = await fixture.openAudit(142, {}, { viewport: { width: 1440, height: 900 } });
    await grid(page).focus();
    await page.keyboard.press('6');
    await waitForActive(page, 1);
    await page.keyboard.press('6');
    await waitForActive(page, 2);
    await page.keyboard.press('?');
    await page.getByRole('button', { name: '2 hat: choose another key' }).click();
    await screenshot(page, 'photos-keys');
    await page.keyboard.press('h');
    await page.getByRole('button', { name: 'h hat: choose another key' }).waitFor();
    assert.deepEqual(await axeViolations(page), []);
    await page.keyboard.press('Escape');
    await page.keyboard.press('h');
    await waitForActive(page, 3);
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('c');
    await page.getByRole('combobox', { name: 'Class' }).waitFor();
    await page.keyboard.type('shir');
    assert.deepEqual(await axeViolations(page), []);
    await screenshot(page, 'photos-chooser');
    await page.keyboard.press('ArrowDown'); // from shirt to t-shirt
    await page.keyboard.press('Enter');
    await waitForActive(page, 5);
    assert.deepEqual(
      (await fixture.waitForPosted('decide', 4)).map(({ ids, action }) => [ids, action]),
      [
        [[0], { kind: 'relabel', label: 'shirt' }],
        [[1], { kind: 'relabel', label: 'shirt' }],
        [[2], { kind: 'relabel', label: 'hat' }],
        [[3, 4], { kind: 'relabel', label: 't-shirt' }],
      ],
    );
    assert.deepEqual(fixture.posted('classKeys'), [{ type: 'classKeys', keys: [['hat', 'h']] }]);
    await page.keyboard.press('u');
    await waitForActive(page, 3);
    await page.getByRole('status').filter({ hasText: '2 pictures open again' }).waitFor();
    assert.equal(await page.locator('.card.selected').count(), 1);
  });

  it('accepts many suggestions with their pictures in sight, and takes them back as one', async () => {
    const page = await fixture.openAudit(142, {}, { viewport: { width: 1440, height: 900 } });
    await page.getByRole('button', { name: 'Accept Many…' }).click();
    const strip = page.getByRole('region', { name: 'Accept many suggestions' });
    await strip.getByText(/open pictures whose suggestion is at least 95% probable/).waitFor();
    await strip.getByText(/of test splits left out/).waitFor();
    const count = async () => Number.parseInt(await strip.locator('strong').innerText(), 10);
    const sure = await count();
    assert.ok(sure > 3, `${sure}`);
    assert.ok(
      (await page.locator('.card .labels .number').allInnerTexts()).every((text) => Number.parseInt(text, 10) >= 95),
    );
    const slider = strip.getByRole('slider', { name: 'Least probability of the suggestion' });
    await slider.focus();
    for (let i = 0; i < 5; i += 1) await page.keyboard.press('ArrowLeft');
    await strip.getByText('at least 90% probable').waitFor();
    const more = await count();
    assert.ok(more > sure, `${more} of ${sure}`);
    // One of them is looked at and kept: it is no longer among them.
    await grid(page).focus();
    await page.keyboard.press('k');
    await strip.getByText(new RegExp(`^${more - 1} open`)).waitFor();
    assert.deepEqual(await axeViolations(page), []);
    await screenshot(page, 'photos-accept-many');
    await strip.getByRole('button', { name: `Accept ${more - 1} Suggestions` }).click();
    await strip.waitFor({ state: 'detached' });
    const decided = await fixture.waitForPosted('decide', 2);
    assert.equal(decided[1].ids.length, more - 1);
    assert.deepEqual(decided[1].action, { kind: 'accept' });
    await page.getByText(`${more} of 142 reviewed`).first().waitFor();
    await page.keyboard.press('u');
    await page.getByText('1 of 142 reviewed').first().waitFor();
    // All of the same pair, from the picture that is looked at.
    await page.keyboard.press('Home');
    const like = page.getByRole('button', { name: /^All Like This/ });
    for (let i = 0; i < 40 && (await like.count()) === 0; i += 1) await page.keyboard.press('ArrowRight');
    const [, n] = /\((\d+)\)/.exec(await like.innerText())!;
    const given = await page.locator('.card.active .given').innerText();
    const suggested = await page.locator('.card.active .suggested').innerText();
    await like.click();
    await strip.getByText(`${n} open pictures of ${given} → ${suggested}`).waitFor();
    assert.equal(await page.locator('.card').count(), Number(n));
    await page.keyboard.press('Escape');
    await strip.waitFor({ state: 'detached' });
    await page.locator('.shown', { hasText: /^142 pictures$/ }).waitFor();
  });

  for (const [name, [width, height]] of Object.entries(SIZES)) {
    for (const theme of THEMES) {
      it(`shows what would be accepted at any size: ${name}, ${theme}`, async () => {
        const page = await fixture.openAudit(142, {}, { theme, viewport: { width, height } });
        await page.getByRole('button', { name: 'Accept Many…' }).click();
        await page.locator('.bulk').waitFor();
        assert.ok(await isInSight(page, '.bulk vscode-button'));
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
        assert.deepEqual(await axeViolations(page), []);
        await screenshot(page, `photos-bulk-${name}-${theme}`);
      });
    }
  }

  it('goes from the search to what was found, and back', async () => {
    const page = await fixture.openAudit();
    const search = page.locator('label-audit-filters vscode-text-field');
    await grid(page).focus();
    await page.keyboard.press('/');
    await page.keyboard.type('0007');
    await page.locator('.shown', { hasText: ' of 142 pictures' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('k');
    assert.equal((await fixture.waitForPosted('decide', 1))[0].action.kind, 'keep');
    await page.keyboard.press('/');
    await page.keyboard.press('Escape');
    await page.locator('.shown', { hasText: /^142 pictures$/ }).waitFor();
    assert.equal(await search.evaluate((field: HTMLInputElement) => field.value), '');
    await page.keyboard.press('k');
    assert.equal((await fixture.waitForPosted('decide', 2)).length, 2);
  });

  it('shares its room as the user likes, and remembers it', async () => {
    const page = await fixture.openAudit(142, {}, { viewport: { width: 1440, height: 900 } });
    const handle = await boxOf(page, 'label-audit-split div');
    await page.mouse.move(handle.x + handle.width / 2, handle.y + 200);
    await page.mouse.down();
    await page.mouse.move(720, handle.y + 200, { steps: 4 });
    await page.mouse.up();
    const detail = await boxOf(page, 'label-audit-detail');
    assert.ok(Math.abs(detail.x - 720) < 8, `${detail.x}`);
    const size = page.getByRole('slider', { name: 'Size of the pictures' });
    const small = (await boxOf(page, '#issue-0 .picture')).height;
    await size.focus();
    for (let i = 0; i < 5; i += 1) await page.keyboard.press('ArrowRight');
    await nextFrame(page);
    const large = (await boxOf(page, '#issue-0 .picture')).height;
    assert.ok(large > small + 80, `${small} → ${large}`);
    await screenshot(page, 'photos-large-cards');
    await page.waitForTimeout(300); // what is seen is written down a little later
    await page.reload();
    await page.locator('#issue-0 img').waitFor();
    await nextFrame(page);
    assert.ok(Math.abs((await boxOf(page, 'label-audit-detail')).x - detail.x) < 2);
    assert.ok(Math.abs((await boxOf(page, '#issue-0 .picture')).height - large) < 2);
  });
});
