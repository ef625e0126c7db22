import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../../../../../src/arrays/write-npy.ts';
import { exportReport } from '../../../../../src/audit/formats/export-report.ts';
import { formatText } from '../../../../../src/audit/formats/format-text.ts';
import { defaultAuditOptions, type AuditOptions } from '../../../../../src/audit/options/audit-options.ts';
import {
  CHECK_NAMES,
  LOOK_CHECKS,
  PICTURE_CHECKS,
  type PictureCheck,
} from '../../../../../src/audit/options/picture-checks.ts';
import { checksOf } from '../../../../../src/audit/pipeline/checks/run-checks.ts';
import { runAudit } from '../../../../../src/audit/pipeline/run-audit.ts';
import { openReportFolder } from '../../../../../src/audit/report/open-report.ts';
import type { Audit } from '../../../../../src/audit/report/types.ts';
import { measurePictures } from '../../../measure-pictures.ts';

const PHOTO = join(import.meta.dirname, '../../../../fixtures/picture-checks/pictures/photo-copy.png');
const GOOD = 60;

let folder: string;
let options: AuditOptions;
let audit: Audit;
/** For each check the pictures that were made to fail it. */
const planted = new Map<PictureCheck, string[]>();
let names: string[];

/** The photograph again, a little elsewhere and in another light: 128×96 pixels. */
function variant(i: number): Sharp {
  const crop = { left: i % 8, top: (i * 3) % 6, width: 160, height: 120 };
  return sharp(PHOTO)
    .extract(crop)
    .resize(128, 96, { fit: 'fill' })
    .modulate({ hue: i * 5 });
}

const PLANTS: Readonly<
  Record<string, { readonly checks: readonly PictureCheck[]; readonly make: (i: number) => Sharp }>
> = {
  dark: { checks: ['dark'], make: (i) => variant(i).linear(0.2, 0) },
  // So light that no colour is left.
  light: { checks: ['light', 'grayscale'], make: (i) => variant(i).linear(0.04, 243) },
  wide: { checks: ['odd_aspect_ratio'], make: (i) => variant(i).resize(256, 48, { fit: 'fill' }) },
  grey: { checks: ['grayscale'], make: (i) => variant(i).greyscale().toColourspace('srgb') },
  large: { checks: ['odd_size'], make: (i) => variant(i).resize(640, 480, { fit: 'fill' }) },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-checks-'));
  await mkdir(join(folder, 'images'));
  const made: [string, Sharp][] = [];
  for (let i = 0; i < GOOD; i++) made.push([`good-${i}.png`, variant(i)]);
  for (const [kind, { checks, make }] of Object.entries(PLANTS)) {
    for (let i = 0; i < 4; i++) {
      const name = `${kind}-${i}.png`;
      made.push([name, make(i)]);
      for (const check of checks) planted.set(check, [...(planted.get(check) ?? []), name]);
    }
  }
  // It lies on its side in the file.
  made.push([
    'turned.jpg',
    sharp(await variant(1).resize(96, 128, { fit: 'fill' }).png().toBuffer()).withMetadata({ orientation: 6 }),
  ]);
  for (const [name, picture] of made) {
    await (name.endsWith('.jpg') ? picture.jpeg({ quality: 95 }) : picture.png()).toFile(join(folder, 'images', name));
  }
  names = made.map(([name]) => name);
  const rows = names.map((name, i) => `images/${name},${i % 2 === 0 ? 'a' : 'b'}`);
  await writeFile(join(folder, 'labels.csv'), ['image,label', ...rows, ''].join('\n'));
  const data = Float64Array.from({ length: 2 * names.length }, (_, i) => ((i >> 1) % 2 === i % 2 ? 0.9 : 0.1));
  const predProbsFile = join(folder, 'p.npy');
  await writeNpy(predProbsFile, { dtype: 'float64', shape: [names.length, 2], fortranOrder: false, data });
  options = { ...defaultAuditOptions(folder), predProbsFile, force: true };
  audit = await runAudit({ ...options, checks: ['all'] });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const flaggedBy = ({ report }: Audit, check: PictureCheck): string[] =>
  report
    .checks!.types.find(({ name }) => name === check)!
    .pictures.map(({ index }) => report.paths[index].replace('images/', ''))
    .sort();

describe('picture checks of an audit', () => {
  it('find what was planted, and little else', () => {
    for (const [check, made] of planted) {
      const found = flaggedBy(audit, check);
      const right = found.filter((name) => made.includes(name)).length;
      console.log(`${check}: ${right} of ${made.length} planted found, ${found.length - right} others flagged`);
      expect(found, check).toEqual([...made].sort());
    }
    expect(audit.report.checks!.pictures).toBe(names.length);
    expect(audit.report.checks!.types.map(({ name }) => name)).toEqual([
      ...LOOK_CHECKS.filter((name) => name !== 'leaks'),
      // Of the checks of the data set those that need no features.
      ...['class_imbalance', 'spurious_correlations'],
    ]);
    expect(audit.report.checks!.notMade).toEqual([
      { name: 'leaks', reason: 'one-split' },
      ...['outlier', 'non_iid', 'underperforming_group', 'data_valuation', 'null_features'].map((name) => ({
        ...{ name, reason: 'no-features' },
      })),
    ]);
  });

  it('measure pictures upright, and those that are no pictures not at all', async () => {
    await writeFile(join(folder, 'images/none.png'), 'no picture');
    const paths = ['images/turned.jpg', 'images/none.png', 'images/good-0.png'];
    const sizes = await measurePictures(folder, paths, ({ pixels, full }) => [pixels.width, pixels.height, full]);
    const full = { width: 128, height: 96 };
    expect(sizes).toEqual([[128, 96, full], undefined, [128, 96, full]]);
  });

  it('are written with the report, and read again for the CSV', async () => {
    const opened = await openReportFolder(audit.out!);
    expect(opened.report.checks).toEqual(audit.report.checks);
    expect(await opened.pictureScores()).toEqual(audit.pictureScores);
    const file = join(folder, 'out.csv');
    await exportReport({ root: folder, format: 'csv', file });
    const rows: Record<string, string>[] = parse(await readFile(file, 'utf8'), { columns: true });
    const dark = rows.filter((row) => Number(row.dark_score) < 0.32).map(({ image }) => image.replace('images/', ''));
    expect(dark.sort()).toEqual(planted.get('dark'));
    for (const name of PICTURE_CHECKS) expect(rows[0]).toHaveProperty(`${name}_score`);
  });

  it('are told in every other format', async () => {
    expect(formatText(audit.report)).toMatch(/Picture checks\n {2}Dark: 4 pictures \(4\.9%\)[^]*images\/dark-0\.png/);
    for (const format of ['markdown', 'html', 'sarif'] as const) {
      const file = join(folder, `out.${format}`);
      await exportReport({ root: folder, format, file });
      expect(await readFile(file, 'utf8'), format).toMatch(/Odd aspect ratio: 4 pictures[^]*images\/wide-\d\.png/);
    }
  });

  it('take thresholds; what flags more than a tenth of all is told in one line, and grey among grey is not', async () => {
    const some = await runAudit({ ...options, checks: ['dark', 'grayscale'], darkBelow: 0.999, out: null });
    const [dark, grey] = some.report.checks!.types;
    expect(dark).toMatchObject({ name: 'dark', threshold: 0.999, pictures: [] });
    expect(dark.flagged).toBeGreaterThan(names.length / 10);
    expect(grey.flagged).toBe(8);
    expect(formatText(some.report)).toMatch(/Dark: \d+ pictures .*; too many to list one by one\n {2}Grayscale/);
  });

  it('are made where they are asked for, and refuse what they do not know', async () => {
    expect(checksOf(defaultAuditOptions(folder))).toBeUndefined();
    expect(checksOf({ ...options, checks: ['all'] })).toEqual(CHECK_NAMES);
    expect(checksOf({ ...options, checks: ['none'] })).toEqual([]);
    expect((await runAudit({ ...options, out: null })).report.checks).toBeUndefined();
    await expect(runAudit({ ...options, checks: ['drak'] })).rejects.toThrow(
      /--checks \(labelAudit\.checks in VS Code\): there is no check "drak"\. Give all, none/,
    );
  });
});
