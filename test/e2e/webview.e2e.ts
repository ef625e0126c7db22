import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { AuditView } from '../../src/protocol/messages.ts';
import { screenshot } from '../harness/index.ts';
import { usePanel, waitForActive } from './webview/panel-fixture.ts';
import { axeViolations } from './webview/panel-page.ts';
import { sampleAudit } from './webview/sample-audit.ts';

const selected = (page: Page) => page.locator('.card.selected').evaluateAll((cards) => cards.map((card) => card.id));
const active = (page: Page) =>
  page.getByRole('listbox', { name: 'Flagged pictures' }).getAttribute('aria-activedescendant');
const shown = (page: Page) => page.locator('.shown').textContent();
const choose = async (page: Page, label: string, option: string) => {
  await page.locator(`vscode-dropdown[aria-label="${label}"]`).click();
  await page
    .locator(`vscode-dropdown[aria-label="${label}"] vscode-option`, { hasText: new RegExp(`^\\s*${option}\\s*$`) })
    .click();
};

describe('the panel', () => {
  const fixture = usePanel();

  it('is reviewed from the keyboard alone', async () => {
    const page = await fixture.openAudit();
    await page.getByRole('listbox', { name: 'Flagged pictures' }).focus();
    await page.keyboard.press('ArrowRight');
    await waitForActive(page, 1);
    await page.keyboard.press('Enter');
    await waitForActive(page, 2);
    await page.keyboard.press('k');
    await waitForActive(page, 3);
    await page.keyboard.press('Delete');
    await waitForActive(page, 4);
    await page.keyboard.press('3');
    await waitForActive(page, 5);
    const decisions = await fixture.waitForPosted('decide', 4);
    assert.deepEqual(decisions, [
      { type: 'decide', ids: [1], action: { kind: 'accept' } },
      { type: 'decide', ids: [2], action: { kind: 'keep' } },
      { type: 'decide', ids: [3], action: { kind: 'remove' } },
      { type: 'decide', ids: [4], action: { kind: 'relabel', label: '2' } },
    ]);
    await page.getByText('4 of 142 reviewed', { exact: true }).waitFor();
    await page.locator('#issue-1.relabelled:not(.pending) .badge', { hasText: '2' }).waitFor();
    await page.keyboard.press('u');
    await waitForActive(page, 4);
    await page.getByText('3 of 142 reviewed', { exact: true }).waitFor();
    await page.keyboard.press('End');
    await waitForActive(page, 141);
    await page.keyboard.press('Home');
    await waitForActive(page, 0);
    assert.equal(await active(page), 'issue-0');
  });

  it('decides several pictures together', async () => {
    const page = await fixture.openAudit();
    await page.locator('#issue-2').click();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    assert.deepEqual(await selected(page), ['issue-2', 'issue-3', 'issue-4']);
    await page.locator('#issue-8').click({ modifiers: ['Control'] });
    await page.getByText('4 pictures selected').waitFor();
    await page.keyboard.press('Enter');
    const [decision] = await fixture.waitForPosted('decide', 1);
    assert.deepEqual(decision, { type: 'decide', ids: [2, 3, 4, 8], action: { kind: 'accept' } });
    await waitForActive(page, 9);
    await page.getByRole('status').filter({ hasText: '4 pictures: suggestion accepted. 4 of 142 reviewed.' }).waitFor();
    await page.keyboard.press('Home');
    await page.locator('#issue-5').click({ modifiers: ['Shift'] });
    assert.equal((await selected(page)).length, 6);
    await page.keyboard.press('Escape');
    assert.deepEqual(await selected(page), ['issue-5']);
  });

  it('filters, searches and sorts', async () => {
    const page = await fixture.openAudit();
    await page.keyboard.press('/');
    await page.keyboard.type('00013');
    await page.locator('.shown', { hasText: '1 of 142 pictures' }).waitFor();
    await page.getByText('Clear Filters').click();
    await choose(page, 'Given', '4');
    const given = Number((await shown(page))!.split(' ')[0]);
    assert.ok(given > 0 && given < 142);
    await page.locator('vscode-checkbox', { hasText: 'Either way' }).click();
    assert.ok(Number((await shown(page))!.split(' ')[0]) > given);
    await page.getByText('Clear Filters').click();
    await choose(page, 'Split', 'test');
    await page.locator('.shown', { hasText: '36 of 142 pictures' }).waitFor();
    await page.getByText('Clear Filters').click();
    const slider = page.getByRole('slider', { name: 'Highest label quality' });
    await slider.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('PageUp');
    await page.locator('.shown', { hasText: ' of 142 pictures' }).waitFor();
    assert.equal(await slider.getAttribute('aria-valuetext'), 'At most 0.06');
    await page.keyboard.press('End');
    await page.locator('.shown', { hasText: /^142 pictures$/ }).waitFor();
    const box = (await page.locator('label-audit-quality .bars').boundingBox())!;
    await page.mouse.move(box.x + box.width - 2, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + 8, { steps: 4 });
    await page.mouse.up();
    assert.equal(await slider.getAttribute('aria-valuetext'), 'At most 0.30');
    await page.getByText('Clear Filters').click();
    await choose(page, 'Sort by', 'File name');
    await page.getByRole('button', { name: 'Ascending' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('listbox', { name: 'Flagged pictures' }).focus();
    await page.keyboard.press('Home');
    const first = await page.locator('.card.active .name').textContent();
    const names = fixture.images.examples.slice(0, 142).map(({ path }) => path.split('/').at(-1)!);
    assert.equal(first, names.sort().at(-1));
  });

  it('shows the decided ones by decision', async () => {
    const page = await fixture.openAudit(4);
    await page.keyboard.press('k');
    await waitForActive(page, 1);
    await choose(page, 'Decision', 'Kept');
    await page.locator('.shown', { hasText: '1 of 4 pictures' }).waitFor();
    await choose(page, 'Decision', 'Open');
    await page.locator('.shown', { hasText: '3 of 4 pictures' }).waitFor();
    await page.keyboard.press('Escape'); // from the drop-down to the grid
    for (const left of [2, 1, 0]) {
      await page.keyboard.press('Enter');
      await page.locator('.shown', { hasText: `${left} of 4 pictures` }).waitFor();
    }
    await page.getByText('All 4 are reviewed').waitFor();
    await page.getByText('No flagged picture matches the filters').waitFor();
    assert.deepEqual(await axeViolations(page), []);
  });

  it('shows the pair of a cell of the heat map', async () => {
    const page = await fixture.openAudit();
    await page.getByRole('tab', { name: 'Health' }).click();
    const cell = page.locator('label-audit-heat-map button.off').first();
    const count = Number(await cell.textContent());
    const [, given, suggested] = /labelled (\S+) that look like (\S+),/.exec((await cell.getAttribute('aria-label'))!)!;
    await cell.click();
    await page.locator('.shown', { hasText: `${count} of 2,880 pictures` }).waitFor();
    assert.deepEqual(
      await page
        .locator('.card')
        .evaluateAll((cards) =>
          cards.map((card) => [
            card.querySelector('.given')!.textContent,
            card.querySelector('.suggested')!.textContent,
          ]),
        ),
      Array.from({ length: count }, () => [given, suggested]),
    );
  });

  it('is as it was after a reload', async () => {
    const page = await fixture.openAudit();
    await choose(page, 'Split', 'train');
    await page.locator('.shown', { hasText: '106 of 142 pictures' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('End');
    await waitForActive(page, 141);
    const scroller = page.getByRole('listbox', { name: 'Flagged pictures' });
    const before = await scroller.evaluate((element) => element.scrollTop);
    assert.ok(before > 1000);
    await page.reload();
    await waitForActive(page, 141);
    assert.equal(await shown(page), '106 of 142 pictures');
    await page.waitForFunction((top) => {
      const find = (root: ParentNode, names: string[]): Element => {
        const element = root.querySelector(names[0])!;
        return names.length === 1 ? element : find(element.shadowRoot!, names.slice(1));
      };
      return (
        Math.abs(
          find(document, ['label-audit-panel', 'label-audit-review', 'label-audit-grid', '.scroller']).scrollTop - top,
        ) < 2
      );
    }, before);
    await page.getByRole('tab', { name: 'Health' }).click();
    await page.getByText('Learning curves').waitFor();
    await page.reload();
    await page.getByText('Learning curves').waitFor();
  });

  it('scrolls through 20,000 pictures and decides among them', async () => {
    const page = await fixture.openAudit(20_000);
    await page.getByText('0 of 20,000 reviewed').waitFor();
    assert.ok((await page.locator('.card').count()) < 200);
    await page.keyboard.press('End');
    await waitForActive(page, 19_999);
    const card = page.locator('#issue-19999');
    assert.deepEqual(
      [await card.getAttribute('aria-posinset'), await card.getAttribute('aria-setsize')],
      ['20000', '20000'],
    );
    assert.ok(
      await card
        .locator('img')
        .evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth === 28)),
    );
    await page.keyboard.press('Control+a');
    await page.keyboard.press('k');
    const [decision] = await fixture.waitForPosted('decide', 1);
    assert.equal(decision.ids.length, 20_000);
    await page.getByText('All 20,000 are reviewed').waitFor();
  });

  it('shows hostile labels and paths as text', async () => {
    const attack = '<img src=x onerror="window.attacked=1">';
    const path = 'images/"><script>window.attacked=1</script>${alert(1)}\u202e.png';
    const audit = sampleAudit(fixture.images, 3);
    const classes = [attack, '__proto__', 'constructor', ''];
    const hostile: AuditView = {
      ...audit,
      name: attack,
      model: { name: attack, backend: attack, seed: 0 },
      classes,
      issues: audit.issues.map((issue, i) => ({
        ...issue,
        path: i === 0 ? path : issue.path,
        given: classes[i],
        suggested: attack,
      })),
      classHealth: classes.map((name, i) => ({ ...audit.classHealth[i], class: name })),
      overlaps: [{ classA: attack, classB: '__proto__', numOverlapping: 3, jointProbability: 0.1 }],
      confidentJoint: classes.flatMap((_, i) => classes.map((__, j) => [i, j, 3] as const)),
      warnings: [attack],
      problems: [{ path, message: attack }],
    };
    const page = await fixture.open({
      host: async (message, send) => {
        if (message.type === 'ready') await send({ type: 'state', state: { phase: 'ready', audit: hostile } });
        if (message.type === 'thumbnails')
          await send({ type: 'thumbnails', uris: message.ids.map((id) => [id, null]) });
        if (message.type === 'detail') {
          const why = {
            ...{ given: attack, suggested: attack, isDoubtful: false, givenProbability: 0.1, neverPredicted: false },
            ...{ suggestedProbability: 0.9, nearest: { total: 5, agreeing: 4, others: [[attack, 1] as const] } },
          };
          const probabilities = classes.map((name) => ({ class: name, probability: 0.25 }));
          await send({
            type: 'detail',
            detail: { id: message.id, why, probabilities, similarGiven: [], similarSuggested: [] },
          });
        }
        if (message.type === 'decide') await send({ type: 'error', message: attack });
      },
    });
    await page.locator('h1', { hasText: attack }).waitFor();
    assert.equal(await page.locator('#issue-0 .suggested').textContent(), attack);
    await choose(page, 'Given', '__proto__');
    await page.locator('.shown', { hasText: '1 of 3 pictures' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('label-audit-probabilities kbd').first().waitFor();
    await page.keyboard.press('1');
    await page.getByRole('alert').filter({ hasText: attack }).waitFor();
    await page.getByText('0 of 3 reviewed', { exact: true }).waitFor(); // it did not happen
    await page.getByRole('tab', { name: 'Health' }).click();
    await page.locator('label-audit-notes', { hasText: attack }).waitFor();
    assert.equal(await page.evaluate(() => 'attacked' in window), false);
    assert.equal(await page.locator('img[src="x"], main script').count(), 0);
  });

  it('asks the host for what only the host can do', async () => {
    const page = await fixture.openAudit(142, { stale: true });
    await page.getByText('Reveal Row').click();
    await page.getByText('Open Picture').click();
    await page.getByText('Copy Path').click();
    await page.locator('.banner').getByText('Audit Again').click();
    await fixture.waitForPosted('audit', 1);
    const asked = fixture.panel.posted.filter(({ type }) => ['reveal', 'open', 'copyPath', 'audit'].includes(type));
    assert.deepEqual(asked, [
      { type: 'reveal', id: 0 },
      { type: 'open', id: 0 },
      { type: 'copyPath', id: 0 },
      { type: 'audit' },
    ]);
    await fixture.panel.send({ type: 'select', id: 77 });
    await waitForActive(page, 77);
    await page.locator('#issue-77').waitFor({ state: 'visible' });
  });

  it('lists its keys in a dialog', async () => {
    const page = await fixture.openAudit();
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keys' });
    await dialog.waitFor();
    await page.keyboard.press('k'); // not a decision while the dialog is open
    assert.deepEqual(await axeViolations(page), []);
    await screenshot(page, 'panel-keys');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    assert.deepEqual(fixture.posted('decide'), []);
  });
});
