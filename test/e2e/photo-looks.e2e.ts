import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import type { AuditView, MapView } from '../../src/protocol/messages.ts';
import { screenshot } from '../harness/index.ts';
import { FakeCheckHost } from './webview/check-host.ts';
import { PHOTOS, usePanel } from './webview/panel-fixture.ts';
import { axeViolations } from './webview/panel-page.ts';
import { sampleMap } from './webview/sample-map.ts';
import { SIZES } from './webview/sizes.ts';

const THEMES = ['dark', 'light', 'high-contrast'] as const;

const NAMES = ['Ada Lovelace', 'student-assistant-of-the-second-term-07', 'student-assistant-of-the-second-term-08'];
const ANNOTATORS: NonNullable<AuditView['annotators']> = {
  ...{ pictures: 2880, several: 1204, disputed: 187, other: 63, consensusQuality: 0.941 },
  table: NAMES.map((name, i) => ({
    ...{ name, labelled: 1400 - 330 * i, agreement: 0.95 - 0.07 * i, worstClass: i === 0 ? 't-shirt' : 'longsleeve' },
    ...(i === 2 ? {} : { quality: 0.93 - 0.08 * i }),
  })),
};

/** The map with what two checks flag. */
function mapWithChecks(audit: AuditView): MapView {
  const bits = (every: number): string => {
    const bytes = Buffer.alloc(Math.ceil(audit.issues.length / 8));
    for (let i = 0; i < audit.issues.length; i += every) bytes[i >> 3] |= 1 << (i & 7);
    return bytes.toString('base64');
  };
  return {
    ...sampleMap(audit, audit.issues),
    checks: [
      { name: 'blurry', flagged: bits(4) },
      { name: 'near_duplicates', flagged: bits(9) },
    ],
  };
}

describe('photographs: who labelled them, notes on findings, and the map by a check', () => {
  const fixture = usePanel(PHOTOS);

  for (const [size, [width, height]] of Object.entries(SIZES)) {
    for (const theme of THEMES) {
      it(`look right and are accessible: ${size}, ${theme}`, async () => {
        const audit = fixture.audit(142, { annotators: ANNOTATORS });
        const fake = new FakeCheckHost(audit, fixture.images);
        const page = await fixture.open({
          ...{ theme, viewport: { width, height } },
          host: async (message, send) => {
            if (message.type === 'map') await send({ type: 'map', map: mapWithChecks(audit) });
            else await fake.answer(message, send);
          },
        });
        await page.locator('#issue-0 img').waitFor();
        const isRight = async (what: string): Promise<void> => {
          await page.waitForTimeout(150);
          await screenshot(page, `looks-${what}-${size}-${theme}`);
          assert.deepEqual(await axeViolations(page), [], what);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, what);
        };
        if (size === 'narrow') {
          await page.locator('label-audit-checks vscode-dropdown').click();
          await page.locator('label-audit-checks vscode-option', { hasText: 'Blurry' }).click();
        } else
          await page
            .locator('label-audit-checks')
            .getByRole('tab', { name: /^Blurry/ })
            .click();
        await page.locator('.check', { hasText: 'The picture has no sharp edges.' }).waitFor({ state: 'attached' });
        await page.getByRole('listbox').focus();
        await page.keyboard.press('n');
        await page.keyboard.type('the sleeve moved, the print is sharp enough to train on');
        await page.keyboard.press('Enter');
        await page.keyboard.press('k');
        await page.keyboard.press('ArrowLeft');
        await isRight('finding-note');
        await page.getByRole('tab', { name: 'Health' }).click();
        // Health is that of the labels, not of what the check found.
        await page.locator('label-audit-health .fact', { hasText: 'Flagged' }).filter({ hasText: '142' }).waitFor();
        await page.getByText('How far to trust the list').waitFor();
        const table = page.locator('label-audit-annotators');
        await table.scrollIntoViewIfNeeded();
        await table.getByRole('row', { name: /student-assistant-of-the-second-term-08/ }).waitFor();
        await isRight('annotators');
        await page.getByRole('tab', { name: 'Map' }).click();
        await page.locator('vscode-dropdown[aria-label="Colour"]').click();
        await page.getByRole('option', { name: /Blurry/ }).click();
        await page.locator('label-audit-map .caption', { hasText: '36' }).first().waitFor();
        await isRight('map-check');
      });
    }
  }
});
