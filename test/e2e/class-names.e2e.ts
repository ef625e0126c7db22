import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { AuditView } from '../../src/protocol/messages.ts';
import { screenshot } from '../harness/index.ts';
import { FakeHost } from './webview/fake-host.ts';
import { PHOTOS, usePanel, waitForActive } from './webview/panel-fixture.ts';
import { PHOTO_CLASSES } from './webview/photo-audit.ts';
import { sampleComparison } from './webview/sample-comparison.ts';
import { SIZES } from './webview/sizes.ts';

/** All names have this beginning, and no place in the panel has room for it. */
const LONG = 'garments photographed in the autumn of 2019 on a plain background: ';
const longName = (name: string): string => LONG + name;

/** The same audit, with other names of its classes. */
function withLongNames(audit: AuditView): AuditView {
  const classes = new Set<string>(PHOTO_CLASSES);
  const text = JSON.stringify(audit, (_, value: unknown) =>
    typeof value === 'string' && classes.has(value) ? longName(value) : value,
  );
  return JSON.parse(text) as AuditView;
}

/** Where the end of a name, which tells it from the others, can't be seen. */
const cutAtTheEnd = (page: Page): Promise<string[]> =>
  page.evaluate((long) => {
    const found: string[] = [];
    const look = (root: ParentNode): void => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) look(element.shadowRoot);
        const isShown = element.checkVisibility() && element.getBoundingClientRect().width > 1;
        if (!isShown || !element.textContent.includes(long) || element.classList.contains('visually-hidden')) continue;
        const { textOverflow, overflowX } = getComputedStyle(element);
        const isWider = element.scrollWidth > element.clientWidth + 1;
        const isCut = textOverflow === 'ellipsis' && overflowX !== 'visible' && isWider;
        // A name that is cut in its middle is wider than its place only where its end has no room either.
        const hasNoEnd =
          element.classList.contains('cut') && (isWider || element.scrollHeight > element.clientHeight + 1);
        if (isCut || hasNoEnd)
          found.push(
            `${element.localName}.${element.className} in ${element.parentElement?.outerHTML.slice(0, 60) ?? ''}`,
          );
      }
    };
    look(document);
    return [...new Set(found)];
  }, LONG);

describe('names of classes that differ in their ends', () => {
  const fixture = usePanel(PHOTOS);

  for (const [size, [width, height]] of Object.entries(SIZES)) {
    it(`are told apart wherever they stand: ${size}`, async () => {
      const audit = withLongNames(fixture.audit(142));
      const examples = fixture.images.examples.map((one) => ({ ...one, truth: longName(one.truth) }));
      const fake = new FakeHost(audit, { ...fixture.images, examples });
      const page = await fixture.open({
        viewport: { width, height },
        host: async (message, send) => {
          await fake.answer(message, send);
          if (message.type !== 'ready') return;
          await send({ type: 'comparison', comparison: sampleComparison(audit.classes), running: false });
        },
      });
      await page.locator('#issue-0 img').waitFor();
      const areToldApart = async (where: string): Promise<void> => {
        await page.waitForTimeout(150);
        await screenshot(page, `names-${where}-${size}`);
        assert.deepEqual(await cutAtTheEnd(page), [], where);
      };
      await page.getByRole('listbox', { name: 'Flagged pictures' }).focus();
      await page.keyboard.press('Enter');
      await waitForActive(page, 1);
      await page.locator('label-audit-probabilities .class').first().waitFor();
      await areToldApart('review');
      await page.keyboard.press(' ');
      await page.keyboard.press('.');
      await page.locator('label-audit-loupe .stage img').nth(1).waitFor();
      await areToldApart('loupe');
      await page.keyboard.press('Escape');
      for (const tab of ['Map', 'Health', 'Compare']) {
        await page.getByRole('tab', { name: tab }).click();
        await areToldApart(tab.toLowerCase());
      }
      // Read aloud, and hovered over, they are whole.
      await page.getByRole('tab', { name: 'Health' }).click();
      const [first] = audit.classes;
      await page.getByRole('button', { name: first }).first().waitFor();
      await page.getByRole('columnheader', { name: first }).first().waitFor();
      const cells = page.locator('label-audit-heat-map thead th');
      assert.equal(await cells.first().getAttribute('title'), first);
    });
  }
});
