import sharp, { type Sharp } from 'sharp';
import type { Dataset } from '../../../src/dataset/types.ts';
import type { DecodeOptions } from '../../../src/pictures/types.ts';
import { temporaryFolder } from './temporary-folder.ts';

const half = Buffer.alloc(40 * 20 * 3, 255);
for (let y = 0; y < 20; y++) half.fill(0, y * 120, y * 120 + 60);

/** Left half black, right half white. */
export const picture = (): Sharp => sharp(half, { raw: { width: 40, height: 20, channels: 3 } });
/** A red square. */
export const red = (): Sharp => sharp({ create: { width: 30, height: 30, channels: 3, background: '#ff0000' } });

/** The halves as a PNG file. */
export const png = await picture().png().toBuffer();

/** A data set of these files, labelled alternately a and b. */
export async function datasetOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<Dataset> {
  return listed(await temporaryFolder(files), Object.keys(files));
}

/** A data set of these paths, labelled alternately a and b. */
export function listed(root: string, paths: readonly string[]): Dataset {
  const examples = paths.map((path, i) => ({
    path,
    label: i % 2,
    place: { kind: 'csv' as const, row: i + 1, line: i + 2 },
  }));
  return { root, classes: ['a', 'b'], examples, problems: [] };
}

/** Small, and without a cache. */
export const options: DecodeOptions = { imageSize: 8, channels: 'auto', trim: false, cacheFolder: null };
