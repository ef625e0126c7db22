import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Browser, Frame, FrameLocator, Page } from 'playwright-core';
import { readReport } from '../unit/audit/read-report.ts';
import type { AuditReport } from '../../src/audit/report/types.ts';
import {
  launchBrowser,
  notification,
  openFile,
  untilEditorFocused,
  openWorkbench,
  problems,
  runCommand,
  screenshot,
  startServer,
  waitForTab,
  webview,
  type CodeServer,
} from '../harness/index.ts';
import { hostMessageReader } from '../../src/protocol/messages.ts';
import { mutations } from '../unit/mutate.ts';
import { HOST_SAMPLES, PANEL_SAMPLES } from '../unit/sample-messages.ts';
import { assertHarmless, directives, watchRequests } from './hostile/attacks.ts';
import { CLASSES, IMG, LINK, makeHostileDataset, SPLITS, type HostileDataset } from './hostile/hostile-dataset.ts';

/** The API that VS Code gives to the panel's script, kept where a test can post by it. */
interface Tapped {
  readonly tappedApi: { postMessage(message: unknown): void };
}

/** Lets a test post to the host as a panel that others have taken over would. */
function tap(): void {
  let given: (() => unknown) | undefined;
  Object.defineProperty(globalThis, 'acquireVsCodeApi', {
    configurable: true,
    get: () => given,
    set: (acquire: () => unknown) => {
      given = () => ((globalThis as unknown as { tappedApi: unknown }).tappedApi = acquire());
    },
  });
}

describe('a data set whose every name is an attack', () => {
  let hostile: HostileDataset;
  let report: AuditReport;
  let server: CodeServer;
  let browser: Browser;
  let page: Page;
  let panel: FrameLocator;
  let requests: () => URL[];
  let labels: string;
  const errors: string[] = [];

  beforeAll(async () => {
    hostile = await makeHostileDataset();
    report = await readReport(join(hostile.folder, '.label-audit', 'report.json'));
    assert.ok(report.issues.length > 30 && report.problems.length > 0);
    // A label that is not flagged has changed since the audit: the notification that says so names the folder.
    const flagged = new Set(report.issues.map(({ path }) => path));
    const clean = report.paths.find((path) => /\/\d+\.png$/.test(path) && !flagged.has(path))!;
    const file = join(hostile.folder, 'labels.csv');
    const text = await readFile(file, 'utf8');
    const at = text.indexOf(`"${clean}","`) + clean.length + 3;
    labels = `${text.slice(0, at)}"other${text.slice(text.indexOf('",', at + 1))}`;
    await writeFile(file, labels);
    server = await startServer();
    browser = await launchBrowser();
    page = await openWorkbench(browser, {
      server,
      folder: hostile.folder,
      prepare: async (opened) => {
        requests = watchRequests(opened);
        opened.on('pageerror', (error) => errors.push(String(error)));
        await opened.addInitScript(tap);
      },
    });
    panel = webview(page);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await hostile.remove();
  });
  let tests = 0;
  afterEach(async () => {
    await screenshot(page, `hostile-${String((tests += 1)).padStart(2, '0')}`);
    await assertHarmless(page, `after test ${tests}`);
  });

  const panelFrame = async (): Promise<Frame> => {
    for (const frame of page.frames()) if ((await frame.locator('label-audit-panel').count()) > 0) return frame;
    throw new Error('There is no panel.');
  };

  it('is text in notifications and the status bar', async () => {
    const toast = await notification(page, /have changed since they were audited/);
    assert.ok((await toast.innerText()).replaceAll('\u200b', '').includes(`The labels of ${LINK} ${IMG} have changed`));
    assert.equal(await toast.locator('.notification-list-item-message a').count(), 0);
    await page.locator('.statusbar-item').filter({ hasText: /Label.+, \d+ open$/ }).hover(); // prettier-ignore
    await sleep(1500);
  });

  it('is text in the review', async () => {
    await runCommand(page, 'Label Audit: Show Audit Panel');
    await panel.getByText(`0 of ${report.issues.length} reviewed`).first().waitFor();
    await panel.locator('.card img').first().waitFor();
    await panel.locator('label-audit-probabilities kbd').first().waitFor();
    const shown = await panel.locator('label-audit-probabilities .class').allInnerTexts();
    const expected = CLASSES.map((name) => name.replace(/\s/g, ' ').trim());
    for (const name of shown) assert.ok(expected.includes(name.replace(/\s/g, ' ').trim()), name.slice(0, 200));
    assert.ok(shown.length >= 3);
    const titles = await panel
      .getByRole('option')
      .evaluateAll((cards) => cards.map((card) => card.getAttribute('title') ?? ''));
    const paths = new Set(report.issues.map(({ path }) => path));
    assert.ok(titles.length > 0 && titles.every((title) => paths.has(title)));
  });

  it('keeps to a policy that allows no inline code, style or host', async () => {
    const frame = await panelFrame();
    const policy = directives(
      (await frame.locator('meta[http-equiv="Content-Security-Policy"]').first().getAttribute('content'))!,
    );
    assert.equal(policy.get('default-src'), "'none'");
    assert.match(policy.get('script-src')!, /^'nonce-[\w-]{20,}'$/);
    assert.match(policy.get('style-src')!, /^'nonce-[\w-]{20,}'$/);
    assert.equal(policy.get('base-uri'), "'none'");
    assert.equal(policy.get('form-action'), "'none'");
    assert.ok(
      [...policy.values()].every((values) => !/unsafe|\*(?!\.vscode)|data:/.test(values)),
      [...policy].join(),
    );
    const blocked = await frame.evaluate(async (code) => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
      document.body.insertAdjacentHTML('beforeend', `<div id="probe"><img src="y" onerror="${code}"></div>`);
      await fetch('http://127.0.0.1:9/').catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 300));
      document.getElementById('probe')!.remove();
      return violations;
    }, 'window.attacked=1');
    assert.ok(
      blocked.includes('connect-src') && blocked.some((name) => /^(img-src|script-src)/.test(name)),
      blocked.join(),
    );
  });

  for (const [tab, selector, text] of [
    ['Health', 'label-audit-health', IMG],
    ['Fix', 'label-audit-fix', CLASSES[1]],
    ['Compare', 'label-audit-compare', SPLITS[1]],
  ] as const) {
    it(`is text in the tab ${tab}`, async () => {
      await panel.getByRole('tab', { name: tab, exact: true }).click();
      await panel.locator(selector).filter({ hasText: text }).waitFor();
      await panel.locator(selector).getByText('__proto__', { exact: true }).first().waitFor();
    });
  }

  it('messages that are none of the extension’s change nothing in the panel', async () => {
    await panel.getByRole('tab', { name: 'Review', exact: true }).click();
    const frame = await panelFrame();
    const before = errors.length;
    let posted = 0;
    // A well-formed message can't be told from one of the extension's.
    const read = hostMessageReader(() => undefined);
    for (const sample of Object.values(HOST_SAMPLES).flat()) {
      const wrong = [...mutations(sample)]
        .filter(
          ({ how, mutated }) =>
            ['gone', 'null', 'text', 'object', 'negative'].includes(how) && read(mutated) === undefined,
        )
        .map(({ mutated }) => mutated);
      posted += wrong.length;
      await frame.evaluate((all) => {
        for (const one of all) window.postMessage(one, '*');
      }, wrong);
    }
    assert.ok(posted > 300, String(posted));
    await sleep(300);
    await panel.getByText(`0 of ${report.issues.length} reviewed`).first().waitFor();
    assert.deepEqual(errors.slice(before), []);
  });

  it('a panel that others have taken over reads and changes nothing outside what it shows', async () => {
    const frame = await panelFrame();
    // Behind the flagged pictures all others have numbers, too: these are of neither.
    const length = report.issues.length + report.dataset.examples;
    const wild: unknown[] = [
      ...[-1, length, 1e9, '0', '../../etc/passwd', null].flatMap((id) =>
        ['open', 'reveal', 'detail', 'copyPath'].map((type) => ({ type, id })),
      ),
      ...[[-1], [length], [0, length], ['0'], { length: 1 }].map((ids) => ({
        type: 'decide',
        ids,
        action: { kind: 'remove' },
      })),
      ...['', '../../elsewhere', 'no such class', '=cmd()'].map((label) => ({
        ...{ type: 'decide', ids: [0], action: { kind: 'relabel', label } },
      })),
      { type: 'fix', choice: { ...PANEL_SAMPLES.fix[0].choice, splits: ['../..'] } },
      { type: 'exec', command: 'workbench.action.quit' },
      ...Object.values(PANEL_SAMPLES)
        .flat()
        .flatMap((sample) =>
          [...mutations(sample)]
            .filter(({ place }) => place[0] === 'type')
            .slice(0, 6)
            .map(({ mutated }) => mutated),
        ),
    ];
    const sendable = wild.map(
      (message) =>
        JSON.parse(
          JSON.stringify(message, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
        ) as unknown,
    );
    await frame.evaluate((messages) => {
      for (const message of messages) (window as unknown as Tapped).tappedApi.postMessage(message);
    }, sendable);
    await panel.getByText('This is no part of the audit that is shown. Nothing was changed.').first().waitFor();
    // The host still answers, after all of them.
    await frame.evaluate(() => {
      (window as unknown as Tapped).tappedApi.postMessage({ type: 'decide', ids: [0], action: { kind: 'keep' } });
    });
    await panel.getByText(`1 of ${report.issues.length} reviewed`).first().waitFor();
    await frame.evaluate(() => {
      (window as unknown as Tapped).tappedApi.postMessage({ type: 'undo' });
    });
    await panel.getByText(`0 of ${report.issues.length} reviewed`).first().waitFor();
    assert.equal(await readFile(join(hostile.folder, 'labels.csv'), 'utf8'), labels);
    assert.equal(await page.locator('.tabs-container .tab').count(), 1);
  });

  it('is text in Problems, quick fixes, hovers and the code lens', async () => {
    await openFile(page, 'labels.csv');
    const rows = await problems(page);
    const issue = rows.filter({ hasText: 'looks like' }).first();
    await issue.waitFor();
    assert.match(await rows.allInnerTexts().then((all) => all.join('\n')), /\\u202e|\\u001b|<img src=x/);
    const fix = page.getByRole('menuitem', { name: /^Remove this row/ }).first();
    for (let tries = 0; tries < 5 && !(await fix.isVisible()); tries += 1) {
      await issue.click();
      await page.keyboard.press('Control+.');
      await fix.waitFor({ timeout: 5000 }).catch(() => undefined);
    }
    await fix.waitFor();
    await assertHarmless(page, 'quick fixes');
    await page.keyboard.press('Escape');
    await runCommand(page, 'View: Hide Panel');
    await page.locator('.tab').filter({ hasText: 'labels.csv' }).first().click();
    // The lens stands above the first line, which the problem may have scrolled away.
    await runCommand(page, 'View: Focus First Editor Group');
    await untilEditorFocused(page);
    await page.keyboard.press('Control+Home');
    await page.locator('.codelens-decoration').first().waitFor();
    let shown = 0;
    for (let step = 0; step < 6 && shown < 3; step += 1) {
      await page.keyboard.press('Control+F8');
      const hover = page.locator('.monaco-hover:visible').filter({ hasText: '%' }).first();
      // A chord that is pressed while the editor is busy may be lost.
      for (let tries = 0; tries < 3 && !(await hover.isVisible()); tries += 1) {
        await page.keyboard.press('Control+k');
        await page.keyboard.press('Control+i');
        await hover.waitFor({ timeout: 4000 }).catch(() => undefined);
      }
      // Of a row that is longer than the window the end may be in sight, and no hover.
      if (!(await hover.isVisible())) continue;
      shown += 1;
      await assertHarmless(page, 'hover');
      // The only links are those of VS Code's own quick fixes and of the problem's explanation.
      const links = await hover
        .locator('a')
        .evaluateAll((all) => all.map((one) => one.dataset.href ?? one.getAttribute('href') ?? ''));
      for (const link of links) assert.ok(link === '' || link.includes('labelAudit.explain'), link);
      await screenshot(page, `hostile-hover-${step}`);
      await page.keyboard.press('Escape');
    }
    assert.ok(shown > 0, 'no hover was shown');
  });

  it('is text in the Markdown report, as VS Code shows it', async () => {
    await writeFile(join(hostile.folder, 'report.md'), await hostile.report('markdown'));
    await page.getByRole('treeitem', { name: /report\.md/ }).dblclick();
    await waitForTab(page, /report\.md/);
    await runCommand(page, 'Markdown: Open Preview');
    const preview = webview(page);
    await preview.getByRole('heading', { name: /^Label Audit: / }).waitFor();
    const codes = await preview.locator('code').allInnerTexts();
    for (const name of [IMG, LINK, '__proto__']) assert.ok(codes.includes(name), name);
    assert.equal(await preview.locator('td a, td img, li a, li img, td script').count(), 0);
    await runCommand(page, 'View: Close All Editors');
  });

  it('asks no host of anything, in all of this', () => {
    const hosts = requests().filter(
      ({ host, hostname }) =>
        host !== server.authority &&
        !hostname.endsWith('.vscode-resource.vscode-cdn.net') &&
        hostname !== 'open-vsx.org',
    );
    assert.deepEqual(hosts.map(String), []);
    assert.ok(requests().length > 50);
  });

  it('is text in the HTML report, which asks for nothing and runs nothing', async () => {
    const file = join(hostile.folder, '..', 'report.html');
    await writeFile(file, await hostile.report('html'));
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } });
      const tab = await context.newPage();
      const asked = watchRequests(tab);
      await tab.goto(pathToFileURL(file).href);
      await assertHarmless(tab, 'HTML report');
      assert.deepEqual(asked().map(String), [pathToFileURL(file).href]);
      assert.equal(await tab.locator('script, iframe, object, link').count(), 0);
      const policy = directives(
        (await tab.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content'))!,
      );
      assert.equal(policy.get('default-src'), "'none'");
      assert.match(policy.get('style-src')!, /^'sha256-[\w+/=]+'$/);
      assert.equal(policy.has('script-src'), false);
      const text = await tab.locator('body').innerText();
      for (const name of [IMG, LINK, CLASSES[1], '__proto__', '\\u202egnp', SPLITS[0]])
        assert.ok(text.includes(name), name);
      assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
      await screenshot(tab, `hostile-report-${colorScheme}`);
      await context.close();
    }
  });

  it('is text in the other reports', async () => {
    const sarif = JSON.parse(await hostile.report('sarif')) as { runs: { results: { message: { text: string } }[] }[] };
    const messages = sarif.runs[0].results.map(({ message }) => message.text);
    // What SARIF makes links and placeholders of.
    for (const message of messages) assert.doesNotMatch(message, /[^\\]\]\(|[^{]\{\d+\}/);
    assert.ok(messages.some((message) => message.includes('onerror')));
    const text = await hostile.report('text');
    // eslint-disable-next-line no-control-regex -- control characters are what this looks for
    assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    for (const line of text.split('\n')) assert.ok(!line.startsWith('break'), line);
  });
});
