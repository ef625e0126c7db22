import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { axeViolations } from './webview/panel-page.ts';
import { PHOTOS, usePanel } from './webview/panel-fixture.ts';
import { screenshot } from '../harness/index.ts';

const SIZES = { wide: [1440, 900], zoomed: [720, 450], narrow: [460, 800] } as const;
const DATASETS = [
  { key: 'file:///data/digits', name: 'digits' },
  { key: 'file:///data/photos', name: 'photos' },
  { key: 'file:///data/a/photographs-of-clothes-that-were-bought', name: 'a/photographs-of-clothes-that-were-bought' },
];

describe('the data set in the head of the panel', () => {
  const fixture = usePanel(PHOTOS);

  for (const [name, [width, height]] of Object.entries(SIZES)) {
    for (const theme of ['dark', 'light', 'high-contrast'] as const) {
      it(`can be changed where several were audited: ${name}, ${theme}`, async () => {
        const page = await fixture.openAudit(40, {}, { theme, viewport: { width, height } });
        const chooser = page.getByRole('combobox', { name: 'Data set' });
        await page.getByRole('heading', { name: 'photos' }).waitFor();
        await fixture.panel.send({ type: 'datasets', shown: DATASETS[1].key, datasets: [DATASETS[1]] });
        assert.equal(await chooser.count(), 0, 'one alone is no choice');
        await fixture.panel.send({ type: 'datasets', shown: DATASETS[1].key, datasets: DATASETS });
        await chooser.waitFor();
        assert.match((await chooser.textContent())!, /photos/);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
        assert.deepEqual(await axeViolations(page), []);
        await screenshot(page, `datasets-${name}-${theme}`);
        await chooser.focus();
        await page.keyboard.press('Enter');
        await page.getByRole('option', { name: 'digits' }).waitFor();
        await screenshot(page, `datasets-open-${name}-${theme}`);
        await page.keyboard.press('ArrowUp');
        await page.keyboard.press('Enter');
        assert.deepEqual(await fixture.waitForPosted('dataset', 1), [{ type: 'dataset', key: DATASETS[0].key }]);
        assert.equal(fixture.posted('decide').length, 0, 'the keys of the review stay out of it');
      });
    }
  }
});
