import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { AuditView, HostMessage, IssueRow, PanelMessage } from '../../src/protocol/messages.ts';
import { screenshot } from '../harness/index.ts';
import { FakeHost } from './webview/fake-host.ts';
import { PHOTOS, usePanel } from './webview/panel-fixture.ts';
import { axeViolations, type PanelPageOptions } from './webview/panel-page.ts';
import { PHOTO_CLASSES } from './webview/photo-audit.ts';

const SEPARATOR = '|';
/** What the model gives each class of a picture: each by itself. */
const share = (suggested: string, name: string): number =>
  suggested.split(SEPARATOR).includes(name) ? 0.9 - 0.01 * name.length : 0.02 + 0.003 * name.length;

describe('several labels a picture', () => {
  const fixture = usePanel(PHOTOS);

  /** Of each picture one label is missing, one is wrong, or both; some bear none. */
  const setsOf = (audit: AuditView): AuditView => ({
    ...audit,
    separator: SEPARATOR,
    classes: PHOTO_CLASSES,
    issues: audit.issues.map((issue, i): IssueRow => {
      const [a, b, c] = [0, 3, 5].map((step) => PHOTO_CLASSES[(i + step) % PHOTO_CLASSES.length]);
      const given = [`${a}|${b}`, a, '(none)', `${a}|${c}`][i % 4];
      const suggested = [a, `${a}|${b}`, b, `${a}|${b}`][i % 4];
      return { ...issue, given, suggested, current: given };
    }),
  });
  const open = async (options: Partial<PanelPageOptions> = {}): Promise<Page> => {
    const audit = setsOf(fixture.audit(24));
    const fake = new FakeHost(audit, fixture.images);
    const host = (message: PanelMessage, send: (sent: HostMessage) => Promise<void>): Promise<void> =>
      fake.answer(message, (sent) => {
        if (sent.type !== 'detail') return send(sent);
        const { suggested } = audit.issues[sent.detail.id];
        const probabilities = PHOTO_CLASSES.map((name) => ({ class: name, probability: share(suggested, name) }));
        probabilities.sort((x, y) => y.probability - x.probability);
        return send({ ...sent, detail: { ...sent.detail, probabilities } });
      });
    const page = await fixture.open({ host, ...options });
    await page.locator('#issue-0 img').waitFor();
    await page.locator('label-audit-probabilities li').first().waitFor({ state: 'attached' });
    return page;
  };
  const side = (page: Page, of: 'given' | 'suggested') => page.locator(`label-audit-detail .sets .${of} li`);

  it('stand side by side with the probability of each class, and what differs is named', async () => {
    const page = await open();
    const texts = async (of: 'given' | 'suggested'): Promise<string[]> =>
      (await side(page, of).allInnerTexts()).map((text) => text.trim().replace(/\s+/g, ' '));
    assert.deepEqual(await texts('given'), ['dress 85%', '− remove outwear 4%']);
    assert.deepEqual(await texts('suggested'), ['dress 85%']);
    assert.equal(await page.locator('#issue-0 .labels').nth(1).getAttribute('title'), 'remove outwear');
    assert.equal(await page.locator('#issue-3 .labels').nth(1).getAttribute('title'), 'add shoes, remove skirt');
    await page.locator('#issue-2').click();
    await page.locator('label-audit-detail .sets .given', { hasText: 'No label' }).waitFor();
    await side(page, 'suggested')
      .filter({ hasText: /add\s*shirt/ })
      .waitFor();
  });

  it('change by one key a label: the list says which there are, and what a click does', async () => {
    const page = await open();
    const pressed = page.locator('label-audit-probabilities button[aria-pressed="true"]');
    assert.deepEqual(await pressed.evaluateAll((all) => all.map((one) => one.getAttribute('title'))), [
      'Take the label dress away (85%)',
      'Take the label outwear away (4%)',
    ]);
    await page.getByRole('button', { name: /skirt/ }).and(page.locator('[title^="Add the label skirt"]')).waitFor();
    await page.getByRole('listbox', { name: 'Flagged pictures' }).focus();
    await page.keyboard.press('4');
    const [decision] = await fixture.waitForPosted('decide', 1);
    assert.deepEqual(decision, { type: 'decide', ids: [0], action: { kind: 'relabel', label: 'outwear' } });
  });

  for (const [size, width, height] of [
    ['wide', 1280, 800],
    ['narrow', 420, 760],
  ] as const) {
    for (const theme of ['light', 'dark', 'high-contrast', 'high-contrast-light'] as const) {
      it(`are readable and without fault for axe: ${size}, ${theme}`, async () => {
        const page = await open({ theme, viewport: { width, height } });
        await page.locator('#issue-3').click();
        await side(page, 'given').first().waitFor({ state: 'attached' });
        assert.deepEqual(await axeViolations(page), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
        await screenshot(page, `sets-${size}-${theme}`);
      });
    }
  }
});
