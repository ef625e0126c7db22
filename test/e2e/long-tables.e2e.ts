import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import type { AuditView } from '../../src/protocol/messages.ts';
import { screenshot } from '../harness/index.ts';
import { FakeHost } from './webview/fake-host.ts';
import { usePanel } from './webview/panel-fixture.ts';
import { sampleAudit } from './webview/sample-audit.ts';
import { sampleComparison } from './webview/sample-comparison.ts';
import { SIZES } from './webview/sizes.ts';

const CLASSES = Array.from({ length: 240 }, (_, i) => `class ${String(i + 1).padStart(3, '0')}`);

/** An audit of many classes, each with a row of its own. */
function ofManyClasses(audit: AuditView): AuditView {
  const [row] = audit.classHealth;
  return {
    ...audit,
    classes: [...audit.classes, ...CLASSES],
    classHealth: [...audit.classHealth, ...CLASSES.map((name) => ({ ...row, class: name }))],
  };
}

describe('tables of many classes', () => {
  const fixture = usePanel();

  for (const [size, [width, height]] of Object.entries(SIZES)) {
    it(`go with the page when the wheel is turned over them, and come in full at a click: ${size}`, async () => {
      const fake = new FakeHost(ofManyClasses(sampleAudit(fixture.images, 20)), fixture.images);
      const page = await fixture.open({
        viewport: { width, height },
        host: async (message, send) => {
          await fake.answer(message, send);
          if (message.type !== 'ready') return;
          await send({ type: 'comparison', comparison: sampleComparison(CLASSES), running: false });
        },
      });
      for (const [tab, view] of [
        ['Health', 'label-audit-health'],
        ['Compare', 'label-audit-compare'],
      ]) {
        await page.getByRole('tab', { name: tab }).click();
        const table = page.locator(`${view} table`).first();
        const rows = table.locator('tbody tr');
        assert.equal(await rows.count(), 50);
        await page
          .locator(view)
          .getByRole('button', { name: /^Show (190|200) more/ })
          .first()
          .click();
        assert.ok((await rows.count()) >= 240, tab);
        // Nothing in the page scrolls upright by itself.
        await rows.first().scrollIntoViewIfNeeded();
        const before = (await rows.nth(3).boundingBox())!;
        await page.mouse.move(before.x + 60, before.y + 5);
        for (let i = 0; i < 8; i += 1) {
          await page.mouse.wheel(0, 300);
          await page.waitForTimeout(20);
        }
        const after = (await rows.nth(3).boundingBox())!;
        assert.ok(before.y - after.y > 2000, `${tab}: the page went by ${before.y - after.y} px`);
        await screenshot(page, `long-${tab.toLowerCase()}-${size}`);
      }
    });
  }
});
