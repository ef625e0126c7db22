import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { describe, it } from 'vitest';
import { ALL_STRINGS } from '../../webview/strings.ts';
import { screenshot } from '../harness/index.ts';
import { PHOTOS, usePanel, waitForActive } from './webview/panel-fixture.ts';
import { axeViolations } from './webview/panel-page.ts';
import { SAMPLE_TRUST, SAMPLE_WEAK } from './webview/sample-audit.ts';

const SIZES = { wide: [1440, 900], narrow: [460, 800] } as const;

const THEMES = ['dark', 'light', 'high-contrast'] as const;

const LANGUAGES = {
  de: {
    ...{ list: 'Auffällige Bilder', tabs: ['Durchsicht', 'Gesundheit', 'Korrektur', 'Vergleich'] },
    ...{ reviewed: '2 von 142 durchgesehen', keys: 'Tasten' },
  },
  id: {
    ...{ list: 'Gambar yang ditandai', tabs: ['Tinjauan', 'Kesehatan', 'Perbaikan', 'Perbandingan'] },
    ...{ reviewed: '2 dari 142 ditinjau', keys: 'Tombol' },
  },
} as const;

/** Buttons, tabs and boxes whose words do not fit into them, or that lie beyond the window. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const look = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) look(element.shadowRoot);
        if (!element.matches('button, vscode-button, vscode-panel-tab, vscode-dropdown, vscode-checkbox, [role=tab]'))
          continue;
        // Wide tables scroll by themselves.
        if (element.closest('table')) continue;
        const { left, right, width, height } = element.getBoundingClientRect();
        if (width === 0 || height === 0 || getComputedStyle(element).visibility === 'hidden') continue;
        const text = (element.getAttribute('aria-label') ?? element.textContent).trim();
        if (right > innerWidth + 1 || left < -1) found.push(`${text}: beyond the window`);
        const parts = [element, ...(element.shadowRoot?.querySelectorAll<HTMLElement>('*') ?? [])];
        if (parts.some(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1))
          found.push(`${text}: cut`);
      }
    };
    look(document);
    return found;
  });
}

describe.each(Object.entries(LANGUAGES))('the panel in %s', (language, { list, tabs, reviewed, keys }) => {
  const fixture = usePanel(PHOTOS);

  it('is reviewed by its keys, and says so in its language', async () => {
    const page = await fixture.openAudit(142, {}, { language });
    assert.equal(await page.evaluate(() => document.documentElement.lang), language);
    await page.getByRole('listbox', { name: list }).focus();
    await page.keyboard.press('Enter');
    await waitForActive(page, 1);
    await page.keyboard.press('k');
    await page.getByText(reviewed, { exact: true }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: keys, exact: true }).waitFor();
    assert.deepEqual(await axeViolations(page), []);
  });

  for (const [size, [width, height]] of Object.entries(SIZES)) {
    it(`has room for its words: ${size}`, async () => {
      const page = await fixture.openAudit(142, {}, { language, viewport: { width, height } });
      for (const [i, name] of tabs.entries()) {
        await page.getByRole('tab', { name }).click();
        await page.waitForTimeout(200);
        await screenshot(page, `language-${language}-${size}-${i}`);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
        assert.deepEqual(await cutOff(page), [], name);
        assert.deepEqual(await axeViolations(page), []);
      }
    });
  }

  for (const [kind, trust] of Object.entries({ trust: SAMPLE_TRUST, weak: SAMPLE_WEAK })) {
    for (const theme of THEMES) {
      it(`says how far to trust it in whole sentences: ${kind}, ${theme}`, async () => {
        const page = await fixture.openAudit(142, { trust }, { language, theme });
        const sentences = ALL_STRINGS[language as keyof typeof LANGUAGES].trustSentences(trust.facts);
        const places = [
          { tab: tabs[0], place: page.getByRole('note'), said: [sentences[kind === 'weak' ? 0 : 1]] },
          { tab: tabs[1], place: page.locator('label-audit-health'), said: sentences },
        ];
        for (const [size, [width, height]] of Object.entries(SIZES)) {
          await page.setViewportSize({ width, height });
          for (const { tab, place, said } of places) {
            await page.getByRole('tab', { name: tab }).click();
            for (const sentence of said) await place.filter({ hasText: sentence }).waitFor();
            await screenshot(page, `language-${language}-${kind}-${size}-${theme}-${tab}`);
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
            assert.deepEqual(await cutOff(page), [], tab);
            assert.deepEqual(await axeViolations(page), []);
          }
        }
      });
    }
  }
});
