import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { COMMAND } from './hostile-dataset.ts';

/** What an attack would have made of a name, were it not shown as text. Looked for in shadow trees, too. */
const MADE = [
  ...[
    'img[src="x"]',
    'img[src^="http:evil"]',
    '[onerror]',
    '[onload]',
    'script:text("attacked")',
    'style:text("attacked")',
  ],
  ...['a[href*="javascript:"]', `[href*="${COMMAND}"]`, `[data-href*="${COMMAND}"]`, '[href*="evil.example"]'],
].join(', ');

/** Says if any attack has run in the page or a frame of it, or has become an element. */
export async function assertHarmless(page: Page, where: string): Promise<void> {
  for (const frame of page.frames()) {
    const ran = await frame.evaluate(() => 'attacked' in window).catch(() => false); // a frame that has just gone
    assert.equal(ran, false, `${where}: an attack ran in ${frame.url()}`);
    const made = await frame.locator(MADE).evaluateAll((all) => all.map((element) => element.outerHTML.slice(0, 300)));
    assert.deepEqual(made, [], `${where}: elements in ${frame.url()}`);
  }
}

/** Notes the address of every request that the page and its frames make. */
export function watchRequests(page: Page): () => URL[] {
  const seen: URL[] = [];
  page.context().on('request', (request) => {
    if (!/^(data|blob):/.test(request.url())) seen.push(new URL(request.url()));
  });
  return () => [...seen];
}

/** The directives of the content security policy that a page sets itself. */
export function directives(policy: string): Map<string, string> {
  return new Map(
    policy.split(';').map((one) => {
      const [name, ...values] = one.trim().split(/\s+/);
      return [name, values.join(' ')];
    }),
  );
}
