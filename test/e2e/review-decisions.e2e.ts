import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { PictureItem } from '../../src/protocol/picture-items.ts';
import { screenshot } from '../harness/index.ts';
import { PHOTOS, usePanel, waitForActive } from './webview/panel-fixture.ts';
import { axeViolations } from './webview/panel-page.ts';

const SIZES = { wide: [1440, 900], zoomed: [720, 450], narrow: [460, 800] } as const;
const THEMES = ['dark', 'light', 'high-contrast'] as const;
const WIDE = { viewport: { width: 1440, height: 900 } };

const grid = (page: Page) => page.getByRole('listbox', { name: 'Flagged pictures' });

describe('decisions on photographs', () => {
  const fixture = usePanel(PHOTOS);

  it('notes something on a decision before and after it, in the detail and in the loupe', async () => {
    const page = await fixture.openAudit(142, {}, WIDE);
    await grid(page).focus();
    await page.keyboard.press('n');
    await page.keyboard.type('  a skirt, not a dress: key k is no decision here ');
    await page.keyboard.press('Enter');
    const text = 'a skirt, not a dress: key k is no decision here';
    assert.deepEqual(await fixture.waitForPosted('note', 1), [{ type: 'note', ids: [0], note: text }]);
    assert.deepEqual(fixture.posted('decide'), []);
    await page.keyboard.press('k'); // the focus is back on the list
    await waitForActive(page, 1);
    const detail = page.locator('label-audit-detail').getByRole('textbox');
    assert.equal(await detail.inputValue(), '');
    await page.keyboard.press('ArrowLeft');
    await waitForActive(page, 0);
    await page.locator('label-audit-note', { hasText: 'Decided by Ada Lovelace' }).waitFor();
    assert.equal(await detail.inputValue(), text);
    await page.keyboard.press(' ');
    await page.locator('label-audit-loupe img').waitFor();
    await page.keyboard.press('n');
    const loupe = page.locator('label-audit-loupe').getByRole('textbox', { name: 'Note' });
    assert.equal(await loupe.inputValue(), text);
    await page.keyboard.type('never mind');
    await page.keyboard.press('Escape'); // gives up the note, not the loupe
    assert.equal(await loupe.inputValue(), text);
    await page.keyboard.press('n');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Enter');
    assert.deepEqual((await fixture.waitForPosted('note', 2))[1], { type: 'note', ids: [0], note: '' });
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Escape');
    await waitForActive(page, 1);
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('n');
    await page.getByRole('textbox', { name: 'Note for the decisions on 2 pictures (N)' }).waitFor();
    await page.keyboard.type('both');
    await page.locator('#issue-4').click(); // leaving it keeps it, for those it was typed for
    assert.deepEqual((await fixture.waitForPosted('note', 3))[2], { type: 'note', ids: [1, 2], note: 'both' });
    assert.equal(await detail.inputValue(), '');
  });

  for (const [name, [width, height]] of Object.entries(SIZES)) {
    for (const theme of THEMES) {
      it(`shows notes and who decided: ${name}, ${theme}`, async () => {
        const page = await fixture.openAudit(142, {}, { theme, viewport: { width, height } });
        await grid(page).focus();
        await page.keyboard.press('n');
        await page.keyboard.type('too dark to tell, but the collar is a shirt’s');
        await page.keyboard.press('Enter');
        await page.keyboard.press('k');
        await page.keyboard.press('ArrowLeft');
        await page.locator('label-audit-note', { hasText: 'Ada' }).waitFor({ state: 'attached' });
        assert.deepEqual(await axeViolations(page), []);
        await screenshot(page, `notes-${name}-${theme}`);
        await page.keyboard.press(' ');
        await page.locator('label-audit-loupe img').waitFor();
        assert.deepEqual(await axeViolations(page), []);
        await screenshot(page, `notes-loupe-${name}-${theme}`);
      });
    }
  }

  it('says what is found and left as decisions are made, and where it is good to stop', async () => {
    const page = await fixture.openAudit(142, {}, WIDE);
    const strip = page.locator('label-audit-review').getByRole('note');
    await strip.filter({ hasText: 'About 137 of 2,880 labels are wrong: 0 found, about 137 left.' }).waitFor();
    await grid(page).focus();
    for (const key of ['Enter', 'Enter', 'k', 'Enter', 'Delete']) await page.keyboard.press(key);
    await strip
      .filter({ hasText: '4 found, about 132 left. Of the last 5 looked at, 4 were changed (80%).' })
      .waitFor();
    await page.keyboard.press('u');
    await strip.filter({ hasText: '3 found, about 133 left.' }).waitFor();
    await page.locator('#issue-33').filter({ hasText: 'A good place to stop' }).waitFor();
    await grid(page).press('Home');
    for (let i = 0; i < 33; i += 1) await page.keyboard.press('Enter');
    await strip.filter({ hasText: 'All before the finish line is decided: a good place to stop.' }).waitFor();
    await strip.getByRole('button', { name: 'Details' }).click();
    await page.getByRole('row', { name: /^1–28 28 27 \(96%\) 26 \(92%\)$/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('k');
    assert.equal((await fixture.waitForPosted('decide', 39)).at(-1)!.action.kind, 'keep');
  });

  for (const [name, [width, height]] of Object.entries(SIZES)) {
    for (const theme of THEMES) {
      it(`draws the finish line and tells how the review goes: ${name}, ${theme}`, async () => {
        const page = await fixture.openAudit(142, {}, { theme, viewport: { width, height } });
        await grid(page).focus();
        for (let i = 0; i < 12; i += 1) await page.keyboard.press(i % 4 === 3 ? 'k' : 'Enter');
        for (let i = 0; i < 22; i += 1) await page.keyboard.press('ArrowRight');
        await waitForActive(page, 34);
        await page.locator('.finish .chip').waitFor();
        assert.deepEqual(await axeViolations(page), []);
        await screenshot(page, `finish-${name}-${theme}`);
        await page.getByRole('button', { name: 'How the Review Goes' }).click();
        await page.getByRole('dialog').getByRole('table').waitFor();
        assert.deepEqual(await axeViolations(page), []);
        await screenshot(page, `session-${name}-${theme}`);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      });
    }
  }

  it('lists the decisions, goes back and on to each of them, and copies a summary', async () => {
    const page = await fixture.openAudit(142, {}, WIDE);
    await grid(page).focus();
    await page.keyboard.press('k');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Enter'); // two pictures, one decision
    await waitForActive(page, 3);
    await page.keyboard.press('6');
    await page.locator('#issue-3.relabelled:not(.pending)').waitFor();
    await page.keyboard.press('u');
    await page.locator('#issue-3.open').waitFor();
    await page.keyboard.press('Shift+U');
    await page.locator('#issue-3.relabelled').waitFor();
    await page.keyboard.press('Control+z');
    await page.locator('#issue-3.open').waitFor();
    await page.keyboard.press('Control+y');
    await page.locator('#issue-3.relabelled').waitFor();
    await page.getByRole('button', { name: 'How the Review Goes' }).click();
    const decisions = page.getByRole('region', { name: 'Decisions' }).getByRole('listitem');
    const texts = async () => (await decisions.locator('.what').allInnerTexts()).join('; ');
    assert.equal(await texts(), 'Changed to shirt; Suggestion accepted, 2 pictures; Kept; Before all decisions');
    await decisions.getByRole('button', { name: /Kept/ }).click();
    await page.locator('[aria-current="step"]', { hasText: 'Kept' }).waitFor();
    for (const id of [1, 2, 3]) assert.equal(await page.locator(`#issue-${id}.open`).count(), 1);
    await page.locator('pre', { hasText: '1 decided' }).waitFor();
    assert.deepEqual(await axeViolations(page), []);
    await screenshot(page, 'decision-history');
    await decisions.getByRole('button', { name: /Changed to shirt/ }).click();
    await page.locator('#issue-3.relabelled').waitFor();
    await decisions.getByRole('button', { name: 'Before all decisions' }).click();
    await page.locator('pre', { hasText: '0 decided' }).waitFor();
    assert.equal(await page.locator('.card .badge').count(), 0);
    await page.getByRole('button', { name: 'Copy as Markdown' }).click();
    assert.equal((await fixture.waitForPosted('summary', 5)).at(-1)!.copy, true);
    await page.keyboard.press('Escape');
    await page.locator('label-audit-session dialog[open]').waitFor({ state: 'detached' });
    await grid(page).press('ArrowRight');
    await page.keyboard.press('k'); // another decision: what was taken back can't be made again
    await page.getByRole('button', { name: 'How the Review Goes' }).click();
    await page.getByRole('listitem').first().waitFor();
    assert.equal(await texts(), 'Kept; Before all decisions');
  });

  it('has a menu for each card, by pointer and by key, and does what is chosen in it', async () => {
    const page = await fixture.openAudit(142, {}, WIDE);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    // Here stands what VS Code does with the event: it looks for what the menu is of, and keeps the place.
    await page.evaluate(() => {
      window.addEventListener('contextmenu', (event) => {
        if (event.defaultPrevented) return;
        event.preventDefault();
        const of = (event.target as HTMLElement).closest<HTMLElement>('[data-vscode-context]')?.dataset.vscodeContext;
        const { clientX, clientY } = event;
        ((window as unknown as { menus?: unknown[] }).menus ??= []).push({
          ...JSON.parse(of ?? '{}'),
          clientX,
          clientY,
        });
      });
    });
    const menus = () =>
      page.evaluate(
        () => (window as unknown as { menus?: { id?: number; clientX: number; clientY: number }[] }).menus ?? [],
      );
    const isOn = async (id: number, { clientX, clientY }: { clientX: number; clientY: number }) => {
      const { x, y, width, height } = (await page.locator(`#issue-${id}`).boundingBox())!;
      return clientX > x && clientX < x + width && clientY > y && clientY < y + height;
    };
    await page.locator('#issue-5').click({ button: 'right' });
    await waitForActive(page, 5);
    const { clientX, clientY } = (await menus())[0];
    assert.deepEqual((await menus())[0], {
      ...{ webviewSection: 'picture', id: 5, preventDefaultContextMenuItems: true },
      ...{ clientX, clientY },
    });
    await page.locator('label-audit-detail').click({ button: 'right' });
    assert.equal((await menus())[1].id, undefined);
    await grid(page).focus();
    await page.keyboard.press('ArrowRight');
    for (const key of ['Shift+F10', 'ContextMenu']) {
      await page.keyboard.press(key);
      const last = (await menus()).at(-1)!;
      assert.equal(last.id, 6, key);
      assert.ok(await isOn(6, last), key);
    }
    assert.equal((await menus()).length, 4);
    await page.keyboard.press('Shift+ArrowRight');
    await page.locator('#issue-7').click({ button: 'right' }); // several stay selected
    assert.equal(await page.locator('.card.selected').count(), 2);
    const choose = (item: PictureItem, id: number) => fixture.panel.send({ type: 'picture', item, id });
    await choose('keep', 7);
    assert.deepEqual(await fixture.waitForPosted('decide', 1), [
      { type: 'decide', ids: [6, 7], action: { kind: 'keep' } },
    ]);
    await choose('remove', 20); // not among the selected
    assert.deepEqual((await fixture.waitForPosted('decide', 2))[1].ids, [20]);
    await choose('unsure', 9);
    assert.deepEqual((await fixture.waitForPosted('unsure', 1))[0].ids, [9]);
    for (const item of ['open', 'reveal', 'copyPath'] as const) {
      await choose(item, 12);
      assert.deepEqual(await fixture.waitForPosted(item, 1), [{ type: item, id: 12 }]);
    }
    await choose('copyPicture', 12);
    await page.getByRole('status').filter({ hasText: 'Picture copied.' }).waitFor({ state: 'attached' });
    const copied = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const bitmap = await createImageBitmap(await item.getType('image/png'));
      return [bitmap.width, bitmap.height];
    });
    assert.ok(
      copied.every((side) => side > 100),
      copied.join(' × '),
    );
    await choose('choose', 12);
    await page.getByRole('combobox', { name: 'Class' }).waitFor();
    await page.keyboard.press('Escape');
    await choose('similar', 12);
    await page.getByRole('button', { name: 'Clear Filters' }).waitFor();
    assert.deepEqual(await axeViolations(page), []);
  });
});
