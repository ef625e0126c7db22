import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import type { Page } from 'playwright-core';
import { screenshot } from '../harness/index.ts';
import { PHOTOS, usePanel } from './webview/panel-fixture.ts';
import { axeViolations, type PanelPageOptions } from './webview/panel-page.ts';
import { PHOTO_CLASSES } from './webview/photo-audit.ts';
import { FakeQueueHost, sampleQueue } from './webview/queue-host.ts';

describe('the queue of pictures to label next', () => {
  const fixture = usePanel(PHOTOS);
  let host: FakeQueueHost;

  const open = async (
    options: Partial<PanelPageOptions> = {},
    classes: readonly string[] = PHOTO_CLASSES,
    count = 24,
  ): Promise<Page> => {
    host = new FakeQueueHost(sampleQueue(fixture.images, count, classes), fixture.images);
    const page = await fixture.open({ host: host.answer, ...options });
    await page.locator('label-audit-queue .stage img').waitFor();
    await page
      .locator('label-audit-queue .strip img')
      .nth(count - 1)
      .waitFor({ state: 'attached' });
    return page;
  };
  const asked = (kind: 'label' | 'keys') =>
    fixture
      .posted('queue')
      .map(({ ask }) => ask)
      .filter((ask) => ask.kind === kind);
  const at = (page: Page, id: number) => page.locator(`.strip li:nth-child(${id + 1}) [aria-current="true"]`).waitFor();
  const labelled = (page: Page, count: number) => page.getByText(`${count} of 24 labelled`, { exact: true }).waitFor();

  it('labels by keys that stay, names and the first suggestion; skips, and comes back last', async () => {
    const page = await open();
    await page.keyboard.press('3');
    await at(page, 1);
    await page.keyboard.press('Enter');
    await at(page, 2);
    await page.keyboard.press('s');
    await at(page, 3);
    await page.keyboard.press('c');
    await page.getByRole('combobox').fill('skir');
    await page.keyboard.press('Enter');
    await at(page, 4);
    await labelled(page, 3);
    assert.deepEqual(asked('label'), [
      { kind: 'label', id: 0, label: PHOTO_CLASSES[2] },
      { kind: 'label', id: 1, label: host.queue.pictures[1].classes[0].class },
      { kind: 'label', id: 3, label: 'skirt' },
    ]);
    await page.keyboard.press('End');
    await at(page, 23);
    // What was skipped comes after all that wait.
    await page.keyboard.press('1');
    await at(page, 4);
    await page.keyboard.press('ArrowLeft');
    await at(page, 3);
    await page.locator('.side .state', { hasText: 'Labelled skirt' }).waitFor();
  });

  it('takes labels back, and goes to the picture', async () => {
    const page = await open();
    for (const key of ['1', '2', '4']) await page.keyboard.press(key);
    await labelled(page, 3);
    await page.keyboard.press('u');
    await labelled(page, 2);
    await at(page, 2);
    await page.keyboard.press('Control+z');
    await labelled(page, 1);
    await at(page, 1);
    await page.keyboard.press('Shift+U');
    await labelled(page, 2);
  });

  it('says what could not be written, and shows the picture again', async () => {
    const page = await open();
    host.fails.add(PHOTO_CLASSES[0]);
    await page.keyboard.press('1');
    await page.getByRole('alert').filter({ hasText: 'labels.csv is read-only.' }).waitFor();
    await at(page, 0);
    await labelled(page, 0);
    await page.keyboard.press('2');
    await labelled(page, 1);
  });

  it('gives a class another key, for good', async () => {
    const page = await open();
    await page.keyboard.press('?');
    await page.getByRole('button', { name: /skirt: choose another key$/ }).click();
    await page.keyboard.press('1');
    await page.keyboard.press('Escape');
    assert.deepEqual(asked('keys').at(-1), {
      kind: 'keys',
      keys: [
        [PHOTO_CLASSES[0], '9'],
        ['skirt', '1'],
      ],
    });
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('1');
    await labelled(page, 1);
    assert.deepEqual(asked('label'), [{ kind: 'label', id: 0, label: 'skirt' }]);
  });

  it('is ranked again, which can be given up, and closed', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Rank Again' }).click();
    await page.getByText('Choosing the next pictures: Reading picture 12 of 1,600 · 40%').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Choosing the next pictures').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Close the Queue' }).click();
    await page.getByRole('heading', { name: 'Find the wrong labels in your images' }).waitFor();
  });

  for (const [size, width, height] of [
    ['wide', 1280, 800],
    ['narrow', 420, 760],
  ] as const) {
    for (const theme of ['light', 'dark', 'high-contrast', 'high-contrast-light'] as const) {
      it(`is readable and without fault for axe: ${size}, ${theme}`, async () => {
        const page = await open({ theme, viewport: { width, height } });
        for (const key of ['1', 's', '2']) await page.keyboard.press(key);
        await labelled(page, 2);
        if (theme === 'dark') await page.getByRole('button', { name: 'Rank Again' }).click();
        assert.deepEqual(await axeViolations(page), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
        await screenshot(page, `queue-${size}-${theme}`);
      });
    }
  }

  it('offers 500 classes by name, and is done when all have a label', async () => {
    const many = Array.from({ length: 500 }, (_, i) => `class ${i}`);
    const page = await open({ language: 'de' }, many, 3);
    for (let i = 0; i < 3; i += 1) {
      await page.keyboard.press('c');
      await page.getByRole('combobox').fill('class 499');
      await page.keyboard.press('Enter');
    }
    await page.getByText('Alle 3 haben ein Label.').waitFor();
    assert.equal(asked('label').length, 3);
    await screenshot(page, 'queue-done-german');
  });
});
