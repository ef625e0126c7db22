import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import { createScratchFolder, defaultCacheFolder } from '../../../files/index.ts';
import { thumbnailFile } from '../../../pictures/index.ts';
import { formatHtml } from './format-html.ts';
import { readComparison } from '../../compare/read-comparison.ts';
import { REPORT_FOLDER } from '../../report/report-folder.ts';
import type { AuditReport } from '../../report/types.ts';

export interface HtmlReportOptions {
  /** How many issues are shown with their pictures; default 500. */
  readonly shown?: number;
  /** Folder for the cache of thumbnails; default: the user's cache folder. `null`: none is kept. */
  readonly cacheFolder?: string | null;
  /** The folder that may hold a comparison; default: .label-audit in the data set's root. */
  readonly folder?: string;
  readonly signal?: AbortSignal;
}

const SHOWN = 500;
/** Longest side of the pictures, in pixels: twice what is shown, for sharp screens. */
const SIZE = 192;
const AT_ONCE = 8;

/** The report as one self-contained HTML page, with the pictures of the worst issues and the last comparison in it. */
export async function htmlReport(report: AuditReport, options: HtmlReportOptions = {}): Promise<string> {
  const { shown = SHOWN, signal } = options;
  const { root } = report.dataset;
  const comparison = await readComparison(options.folder ?? join(root, REPORT_FOLDER));
  const paths = report.issues.slice(0, shown).map(({ path }) => path);
  const thumbnails = await inlined(root, paths, options.cacheFolder, signal);
  return formatHtml(report, { thumbnails, shown, comparison });
}

/** `data:` addresses of the pictures that can be read, by path. */
async function inlined(
  root: string,
  paths: readonly string[],
  cache: string | null | undefined,
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const temporary = cache === null ? await createScratchFolder() : undefined;
  const cacheFolder = temporary?.folder ?? join(cache ?? defaultCacheFolder(), 'thumbnails');
  const found = new Map<string, string>();
  try {
    const inline = async (path: string): Promise<void> => {
      // A picture that is gone since the audit is no reason to give no report.
      const file = await thumbnailFile(root, path, { size: SIZE, cacheFolder }).catch(() => undefined);
      if (file !== undefined) found.set(path, `data:image/webp;base64,${(await readFile(file)).toString('base64')}`);
    };
    await pMap(paths, inline, { concurrency: AT_ONCE, signal });
  } finally {
    await temporary?.remove();
  }
  return found;
}
