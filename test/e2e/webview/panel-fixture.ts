import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { AuditView, PanelMessage } from '../../../src/protocol/messages.ts';
import { launchBrowser, makeImageFolder, repositoryRoot, type ImageFolder } from '../../harness/index.ts';
import { FakeHost } from './fake-host.ts';
import { openPanel, servePanel, type PanelPage, type PanelPageOptions } from './panel-page.ts';
import { makePhotoFolder, photoAudit } from './photo-audit.ts';
import { sampleAudit, unflaggedRows } from './sample-audit.ts';

/** What the tests of the panel in a browser share: real pictures, a page server, one open panel at a time. */
export interface PanelFixture {
  readonly images: ImageFolder;
  readonly panel: PanelPage;
  audit(count: number, change?: Partial<AuditView>): AuditView;
  open(options: PanelPageOptions): Promise<Page>;
  /** Opens the panel on an audit with `count` flagged pictures. */
  openAudit(
    count?: number,
    change?: Partial<AuditView>,
    options?: Partial<PanelPageOptions> & { readonly unflagged?: number },
  ): Promise<Page>;
  posted<T extends PanelMessage['type']>(type: T): Extract<PanelMessage, { type: T }>[];
  /** What was posted of a type, once there are `count` of them. */
  waitForPosted<T extends PanelMessage['type']>(type: T, count: number): Promise<Extract<PanelMessage, { type: T }>[]>;
}

/** Pictures for the panel, and an audit of them. */
export interface PanelPictures {
  readonly make: () => Promise<ImageFolder>;
  readonly audit: (images: ImageFolder, count: number, change: Partial<AuditView>) => AuditView;
}

const DIGITS: PanelPictures = { make: () => makeImageFolder({ perClass: 15, wrong: 0 }), audit: sampleAudit };

/** Photographs with names of classes that begin alike. */
export const PHOTOS: PanelPictures = { make: makePhotoFolder, audit: photoAudit };

/** Sets up the fixture around the tests of the `describe` that calls it. */
export function usePanel(pictures: PanelPictures = DIGITS): PanelFixture {
  let images: ImageFolder;
  let server: Awaited<ReturnType<typeof servePanel>>;
  let browser: Browser;
  let panel: PanelPage | undefined;

  beforeAll(async () => {
    images = await pictures.make();
    server = await servePanel(images);
    browser = await launchBrowser();
    await mkdir(join(repositoryRoot, 'test-results'), { recursive: true });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await images.remove();
  });
  // Whatever a test did: nothing may have broken the CSP or been complained of.
  afterEach(async () => {
    const complaints = (await panel?.complaints()) ?? [];
    await panel?.close();
    panel = undefined;
    assert.deepEqual(complaints, []);
  });

  const fixture: PanelFixture = {
    get images() {
      return images;
    },
    get panel() {
      assert.ok(panel, 'no panel is open');
      return panel;
    },
    audit: (count, change = {}) => pictures.audit(images, count, change),
    open: async (options) => {
      panel = await openPanel(browser, server.origin, options);
      return panel.page;
    },
    openAudit: async (count = 142, change = {}, { unflagged = 0, ...options } = {}) => {
      const audit = pictures.audit(images, count, change);
      const host = new FakeHost(audit, images, unflaggedRows(audit, images, unflagged)).answer;
      const page = await fixture.open({ host, ...options });
      await page.locator('#issue-0 img').waitFor();
      return page;
    },
    posted: (type) =>
      fixture.panel.posted.filter(
        (message): message is Extract<PanelMessage, { type: typeof type }> => message.type === type,
      ),
    waitForPosted: async (type, count) => {
      const { page } = fixture.panel;
      for (let tries = 0; fixture.posted(type).length < count && tries < 100; tries += 1) await page.waitForTimeout(20);
      return fixture.posted(type);
    },
  };
  return fixture;
}

/** Waits until a picture has the focus of the grid. */
export const waitForActive = (page: Page, id: number): Promise<void> =>
  page.locator(`.card.active#issue-${id}`).waitFor();
