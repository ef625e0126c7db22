import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { HostMessage, PanelMessage } from '../../../src/protocol/messages.ts';
import { repositoryRoot, type ImageFolder } from '../../harness/index.ts';
import themes from './themes.json' with { type: 'json' };

export type ThemeName = keyof typeof themes;

const BODY_CLASS: Record<ThemeName, string> = {
  light: 'vscode-light',
  dark: 'vscode-dark',
  'high-contrast': 'vscode-high-contrast',
  'high-contrast-light': 'vscode-high-contrast-light vscode-high-contrast',
};

/** Stands in for VS Code inside the page: hands messages to the test, keeps the state over a reload. */
const FAKE_API = `
window.acquireVsCodeApi = () => ({
  postMessage: (message) => void window.toTestHost(JSON.parse(JSON.stringify(message))),
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
  setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
});
for (const [name, value] of Object.entries(JSON.parse(document.documentElement.dataset.theme)))
  document.documentElement.style.setProperty(name, value);
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.violations.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
`;

const FONTS = {
  '--vscode-font-family': 'system-ui, "DejaVu Sans", sans-serif',
  '--vscode-font-size': '13px',
  '--vscode-font-weight': 'normal',
};

const escapeAttribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

function pageHtml(theme: ThemeName, language: string): string {
  const nonce = randomBytes(16).toString('base64');
  const csp = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self'`,
    `font-src 'self'`,
  ].join('; ');
  const values = escapeAttribute(JSON.stringify({ ...themes[theme], ...FONTS }));
  return `<!doctype html><html lang="${language}" data-theme="${values}"><head><meta charset="utf-8"><title>Label Audit</title>
<meta http-equiv="Content-Security-Policy" content="${csp}">
</head><body class="${BODY_CLASS[theme]}" data-vscode-theme-kind="${BODY_CLASS[theme].split(' ')[0]}">
<script nonce="${nonce}">${FAKE_API}</script>
<label-audit-panel></label-audit-panel><script nonce="${nonce}" src="/webview.js"></script></body></html>`;
}

/** Serves the page, the built panel and the pictures. */
export async function servePanel(images: ImageFolder): Promise<{ origin: string; stop(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local');
    const answer = async () => {
      if (pathname === '/') {
        response.setHeader('content-type', 'text/html; charset=utf-8');
        return pageHtml((searchParams.get('theme') ?? 'dark') as ThemeName, searchParams.get('language') ?? 'en');
      }
      if (pathname === '/webview.js') {
        response.setHeader('content-type', 'text/javascript; charset=utf-8');
        return readFile(join(repositoryRoot, 'dist', 'webview.js'));
      }
      response.setHeader('content-type', pathname.endsWith('.jpg') ? 'image/jpeg' : 'image/png');
      return readFile(join(images.folder, pathname));
    };
    answer().then(
      (body) => response.end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

export interface PanelPageOptions {
  readonly theme?: ThemeName;
  /** Default: English. */
  readonly language?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Answers what the panel posts. */
  readonly host: (message: PanelMessage, send: (message: HostMessage) => Promise<void>) => Promise<void> | void;
}

/** The panel in a browser page. */
export interface PanelPage {
  readonly page: Page;
  /** All that the panel posted. */
  readonly posted: PanelMessage[];
  /** Errors and warnings of the console, uncaught errors and violations of the CSP. */
  complaints(): Promise<string[]>;
  send(message: HostMessage): Promise<void>;
  close(): Promise<void>;
}

export async function openPanel(browser: Browser, origin: string, options: PanelPageOptions): Promise<PanelPage> {
  const { theme = 'dark', language = 'en', viewport = { width: 1280, height: 800 }, host } = options;
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const said: string[] = [];
  const posted: PanelMessage[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  const send = async (message: HostMessage) => {
    await page.evaluate((data) => {
      window.postMessage(data);
    }, message);
  };
  await page.exposeFunction('toTestHost', async (message: PanelMessage) => {
    posted.push(message);
    await host(message, send);
  });
  await page.goto(`${origin}/?theme=${theme}&language=${language}`);
  return {
    page,
    posted,
    complaints: async () => [
      ...said,
      ...(await page.evaluate(() => (window as unknown as { violations: string[] }).violations)),
    ],
    send,
    close: () => context.close(),
  };
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly target: unknown; readonly failureSummary: string }[];
  }[];
}

/** Serious and critical violations that axe-core finds on the page, one line each. */
export async function axeViolations(page: Page): Promise<string[]> {
  // Evaluated by the debugger, so the page's CSP does not stand in the way.
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const results = await page.evaluate(() => (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary}`),
    );
}
