import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { launchBrowser, makeImageFolder, repositoryRoot, type ImageFolder } from '../harness/index.ts';

const run = promisify(execFile);

/** The report that `--format html` makes, opened as a file in a real browser, light and dark. */
describe('the HTML report in a browser', () => {
  let place: string;
  let page: string;
  let browser: Browser;
  let images: ImageFolder;

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'label-audit-html-'));
    images = await makeImageFolder();
    const cli = join(repositoryRoot, 'dist/cli.mjs');
    const quick = ['--epochs', '2', '--folds', '2', '--image-size', '16', '--filter-by', 'predicted_neq_given'];
    const { stdout } = await run(
      process.execPath,
      [cli, 'audit', images.folder, ...quick, '--format', 'html', '--quiet'],
      {
        maxBuffer: 1 << 26,
      },
    );
    page = join(place, 'report.html');
    await writeFile(page, stdout);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await images.remove();
    await rm(place, { recursive: true, force: true });
  });

  for (const scheme of ['light', 'dark'] as const) {
    it(`is readable in ${scheme}, loads nothing, breaks no rule of its policy or of accessibility`, async () => {
      const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1280, height: 900 } });
      const tab = await context.newPage();
      const said: string[] = [];
      tab.on('console', (message) => said.push(message.text()));
      tab.on('request', (request) => {
        if (!request.url().startsWith('data:') && !request.url().endsWith('report.html')) said.push(request.url());
      });
      await tab.goto(pathToFileURL(page).href);
      assert.deepEqual(said, []);
      const look = await tab.evaluate(() => ({
        background: getComputedStyle(document.body).backgroundColor,
        wide: document.documentElement.scrollWidth > innerWidth,
        pictures: [...document.images].map((image) => image.complete && image.naturalWidth > 0),
      }));
      const [red] = /\d+/.exec(look.background)!;
      assert.equal(Number(red) < 128, scheme === 'dark', look.background);
      assert.equal(look.wide, false);
      assert.ok(look.pictures.length > 0 && look.pictures.every((shown) => shown));
      const shots = join(repositoryRoot, 'test-results');
      await mkdir(shots, { recursive: true });
      await tab.screenshot({ path: join(shots, `html-report-${scheme}.png`), fullPage: true });
      await context.close();

      // The page itself allows no script; axe needs one.
      const checked = await browser.newContext({ colorScheme: scheme, bypassCSP: true });
      const second = await checked.newPage();
      await second.goto(pathToFileURL(page).href);
      const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
      await second.evaluate(await readFile(axe, 'utf8'));
      const violations: string[] = await second.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" | ")))',
      );
      assert.deepEqual(violations, []);
      await checked.close();
    });
  }
});
