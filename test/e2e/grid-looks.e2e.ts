import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { screenshot } from '../harness/index.ts';
import { PHOTOS, usePanel } from './webview/panel-fixture.ts';

const THEMES = ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const;

/** Relative luminance of a colour as `getComputedStyle` writes it (WCAG 2.2). */
function luminance(colour: string): number {
  const parts = colour.match(/[\d.]+/g)!.map(Number);
  const scale = colour.startsWith('color(') ? 1 : 255;
  const [red, green, blue] = parts.map((part) => {
    const value = part / scale;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

describe('the cards of the grid', () => {
  const fixture = usePanel(PHOTOS);

  for (const theme of THEMES) {
    it(`tell what is selected around the whole picture, and buttons for how many: ${theme}`, async () => {
      const page = await fixture.openAudit(142, {}, { theme, viewport: { width: 1440, height: 900 } });
      await page.locator('#issue-1').click();
      for (let i = 0; i < 3; i += 1) await page.keyboard.press('Shift+ArrowRight');
      const edges = await page.locator('.card').evaluateAll((cards) =>
        cards.slice(0, 8).map((card) => {
          const picture = card.querySelector('.picture')!;
          const { boxShadow, backgroundColor } = getComputedStyle(picture);
          return { isSelected: card.classList.contains('selected'), boxShadow, backgroundColor };
        }),
      );
      assert.deepEqual(
        edges.map(({ isSelected }) => isSelected),
        [false, true, true, true, true, false, false, false],
      );
      for (const { isSelected, boxShadow, backgroundColor } of edges) {
        if (!isSelected) {
          assert.equal(boxShadow, 'none');
          continue;
        }
        assert.match(boxShadow, / 0px 0px 0px 3px inset$/);
        const seen = contrast(boxShadow.replace(/\) .*/, ')'), backgroundColor);
        assert.ok(seen >= 3, `the edge is seen by a contrast of ${seen.toFixed(2)}`);
      }
      for (const button of ['Accept 4 Suggestions', 'Keep 4', 'Remove 4', 'Unsure 4'])
        await page.locator('.decisions vscode-button', { hasText: button }).waitFor();
      await screenshot(page, `selected-${theme}`);
    });
  }

  it('are told apart by their names, and by qualities that all round to 0.00', async () => {
    const { issues } = fixture.audit(12);
    const near = issues.map((issue, i) => ({ ...issue, quality: 0.0002 + 0.0003 * i, givenProbability: 0.0002 }));
    const page = await fixture.openAudit(12, { issues: near });
    const lines = await page.locator('.card .quality').allInnerTexts();
    assert.equal(new Set(lines.map((line) => line.split('\n').at(-1))).size, 12, lines.join(' | '));
    assert.equal(new Set(lines.map((line) => line.split('\n')[0])).size, 12, lines.join(' | '));
  });

  it('are reached from the search by the arrow down', async () => {
    const page = await fixture.openAudit();
    await page.keyboard.press('/');
    await page.keyboard.type('000');
    await page.keyboard.press('ArrowDown');
    assert.equal(
      await page.evaluate(() => {
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        return active?.getAttribute('role');
      }),
      'listbox',
    );
  });

  it('share the room with the detail by keys, too', async () => {
    const page = await fixture.openAudit(142, {}, { viewport: { width: 1440, height: 900 } });
    const left = async (): Promise<number> => (await page.locator('label-audit-detail').boundingBox())!.x;
    const usual = await left();
    await page.getByRole('separator').focus();
    for (let i = 0; i < 4; i += 1) await page.keyboard.press('ArrowLeft');
    const wide = await left();
    assert.ok(wide < usual - 80, `${usual} → ${wide}`);
    await page.keyboard.press('Home');
    await page.waitForTimeout(50);
    assert.ok(Math.abs((await left()) - usual) < 2);
  });
});
