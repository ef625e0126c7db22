import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import type { PanelState } from '../../src/protocol/messages.ts';
import { screenshot } from '../harness/index.ts';
import { usePanel, waitForActive } from './webview/panel-fixture.ts';
import { axeViolations, type PanelPageOptions } from './webview/panel-page.ts';
import { ALL_STRINGS } from '../../webview/strings.ts';
import { sampleAudit, SAMPLE_TRUST, SAMPLE_WEAK } from './webview/sample-audit.ts';

const THEMES = ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const;

describe('the panel in each state and theme', () => {
  const fixture = usePanel();

  const states: Record<string, PanelState> = {
    empty: { phase: 'empty' },
    running: {
      phase: 'running',
      name: 'digits',
      progress: { stage: 'Training fold 2 of 5, epoch 7 of 20', share: 0.31, secondsLeft: 95 },
    },
    failed: { phase: 'failed', name: 'digits', message: 'labels.csv, row 17: there is no column "label".' },
    cancelled: { phase: 'cancelled', name: 'digits' },
  };
  for (const [name, state] of Object.entries(states)) {
    for (const theme of THEMES) {
      it(`is accessible: ${name}, ${theme}`, async () => {
        const host: PanelPageOptions['host'] = (message, send) =>
          message.type === 'ready' ? send({ type: 'state', state }) : undefined;
        const page = await fixture.open({ theme, host });
        await page.getByRole('button').first().waitFor();
        assert.deepEqual(await axeViolations(page), []);
        await screenshot(page, `panel-${name}-${theme}`);
      });
    }
  }

  it('tells the host what to do in each', async () => {
    let state = states.empty;
    const page = await fixture.open({
      host: (message, send) => (message.type === 'ready' ? send({ type: 'state', state }) : undefined),
    });
    const press = async (button: string) => {
      await page.getByRole('button', { name: button }).click();
    };
    await press('Audit Labels');
    await press('Get Started');
    state = states.running;
    await fixture.panel.send({ type: 'state', state });
    await fixture.panel.send({ type: 'progress', progress: { stage: 'Finding label issues', share: 0.98 } });
    await page.getByText('Finding label issues').waitFor();
    await press('Cancel');
    await fixture.waitForPosted('cancel', 1);
    assert.deepEqual(
      fixture.panel.posted.map(({ type }) => type),
      ['ready', 'audit', 'walkthrough', 'cancel'],
    );
  });

  for (const theme of THEMES) {
    it(`is accessible: an audit, ${theme}`, async () => {
      const page = await fixture.openAudit(142, { stale: true }, { theme });
      await page.keyboard.press('Enter');
      await page.keyboard.press('k');
      await page.keyboard.press('Delete');
      await waitForActive(page, 3);
      await page.locator('.similar img').first().waitFor();
      await page.locator('.card.pending').first().waitFor({ state: 'detached' });
      assert.deepEqual(await axeViolations(page), []);
      await screenshot(page, `panel-review-${theme}`);
      await page.getByRole('tab', { name: 'Health' }).click();
      const curves = page.locator('label-audit-chart canvas').first();
      await curves.waitFor();
      assert.deepEqual(await axeViolations(page), []);
      await screenshot(page, `panel-health-${theme}`);
      await curves.scrollIntoViewIfNeeded();
      await screenshot(page, `panel-curves-${theme}`);
    });
  }

  const SIZES = {
    wide: { width: 1440, height: 900 },
    low: { width: 720, height: 450 },
    narrow: { width: 460, height: 860 },
  } as const;
  for (const [kind, trust] of Object.entries({ trust: SAMPLE_TRUST, weak: SAMPLE_WEAK })) {
    for (const theme of THEMES) {
      it(`says how far to trust it, in sight and within bounds: ${kind}, ${theme}`, async () => {
        const page = await fixture.openAudit(142, { trust }, { theme, viewport: SIZES.wide });
        for (const [size, viewport] of Object.entries(SIZES)) {
          await page.setViewportSize(viewport);
          await page.getByRole('tab', { name: 'Review' }).click();
          const note = page.getByRole('note');
          await note.filter({ hasText: ALL_STRINGS.en.trustSentences(trust.facts)[kind === 'weak' ? 0 : 1] }).waitFor();
          const why = page.locator('label-audit-detail .why');
          await why.filter({ hasText: '3 of 5 nearest pictures are labelled' }).waitFor();
          assert.deepEqual(await axeViolations(page), []);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), viewport.width);
          const [box, grid] = [await note.boundingBox(), await page.locator('label-audit-grid').boundingBox()];
          assert.ok(box!.y + box!.height <= grid!.y + 1, 'the sentence lies over the pictures');
          assert.ok(grid!.height > 60, `the pictures have ${grid!.height} px`);
          // The whole of a card, with its labels, can be seen.
          const card = (await page.locator('#issue-0').boundingBox())!;
          assert.ok(card.y + card.height <= grid!.y + grid!.height + 1, `a card is cut off: ${size}`);
          await screenshot(page, `panel-${kind}-${size}-${theme}`);
          await page.getByRole('tab', { name: 'Health' }).click();
          await page.getByText('How far to trust the list').waitFor();
          assert.deepEqual(await axeViolations(page), []);
          assert.equal(await page.getByText('Not known').count(), kind === 'weak' ? 1 : 0);
          await screenshot(page, `panel-${kind}-health-${size}-${theme}`);
        }
      });
    }
  }

  it('stays in use while it is audited again', async () => {
    const page = await fixture.openAudit(40);
    const progress = { stage: 'Training fold 2 of 5', share: 0.31, secondsLeft: 95 };
    await fixture.panel.send({ type: 'run', run: { phase: 'running', progress } });
    await page.getByText('Auditing again: Training fold 2 of 5 · 31%').waitFor();
    await fixture.panel.send({ type: 'progress', progress: { ...progress, share: 0.5 } });
    await page.keyboard.press('k');
    await waitForActive(page, 1);
    assert.equal((await fixture.waitForPosted('decide', 1)).length, 1);
    assert.deepEqual(await axeViolations(page), []);
    await screenshot(page, 'panel-again');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await fixture.waitForPosted('cancel', 1);
    await fixture.panel.send({ type: 'run', run: { phase: 'failed', message: 'labels.csv is gone.' } });
    await page.getByRole('alert').filter({ hasText: 'labels.csv is gone.' }).waitFor();
    await fixture.panel.send({ type: 'run', run: { phase: 'none' } });
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await page.getByText('1 of 40 reviewed', { exact: true }).waitFor();
  });

  it('fits beside an editor, and says when nothing is wrong', async () => {
    const page = await fixture.openAudit(40, {}, { viewport: { width: 620, height: 860 } });
    await page.locator('.similar img').first().waitFor();
    assert.deepEqual(await axeViolations(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 620);
    await screenshot(page, 'panel-narrow');
    await fixture.panel.send({ type: 'state', state: { phase: 'ready', audit: sampleAudit(fixture.images, 0) } });
    await page.getByText('No wrong labels found').waitFor();
    assert.deepEqual(await axeViolations(page), []);
    await screenshot(page, 'panel-clean');
    await page.getByRole('button', { name: 'Show Health' }).click();
    await page.getByText('Label health').first().waitFor();
  });
});
