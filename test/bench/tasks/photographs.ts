import { copyFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { defaultAuditOptions } from '../../../src/audit/options/audit-options.ts';
import { readFeatures, writeNpy } from '../../../src/arrays/index.ts';
import { runFeatures } from '../../../src/audit/pipeline/run-features.ts';
import { prepareFeatures } from '../../../src/training/index.ts';
import type { TaskSettings } from './task-part.ts';

/** A photograph and what it truly shows. */
export interface Photograph {
  readonly image: string;
  readonly truth: string;
  readonly split: string;
}

/** Photographs with the features that an audit judges them by. */
export interface Photographs {
  readonly rows: readonly Photograph[];
  readonly classes: readonly string[];
  /** Features of all, with names beside them. */
  readonly features: string;
}

/** Runs work on the photographs; their features are made once, or taken from LABEL_AUDIT_BENCH_FEATURES. */
export async function withPhotographs<T>(
  { photos, truthFile }: TaskSettings,
  work: (photographs: Photographs) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'label-audit-tasks-'));
  try {
    const given = process.env.LABEL_AUDIT_BENCH_FEATURES;
    const raw = given ?? join(folder, 'photos.npy');
    if (given === undefined || (await stat(given).catch(() => undefined)) === undefined) {
      await runFeatures({ ...defaultAuditOptions(photos), out: null }, raw);
    }
    const features = await shortened(raw, join(folder, 'short.npy'));
    const truths = parse<{ image: string; true: string }>(await readFile(truthFile, 'utf8'), { columns: true });
    const labels = parse<{ image: string; split: string }>(await readFile(join(photos, 'labels.csv'), 'utf8'), {
      columns: true,
    });
    const splitOf = new Map(labels.map(({ image, split }) => [image, split]));
    const rows = truths.map(({ image, true: truth }) => ({ image, truth, split: splitOf.get(image) ?? '' }));
    return await work({ rows, classes: [...new Set(rows.map(({ truth }) => truth))].sort(), features });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Principal components that are kept: dozens of trainings on them take minutes rather than an hour. */
export const COMPONENTS = 256;

/** The first principal components of features, in a file of their own with the same names beside it. */
async function shortened(raw: string, file: string): Promise<string> {
  const { data, n, k } = await prepareFeatures(await readFeatures(raw), { dimensions: COMPONENTS });
  await writeNpy(file, { dtype: 'float32', shape: [n, k], fortranOrder: false, data });
  await copyFile(raw.replace(/\.npy$/, '.paths.txt'), file.replace(/\.npy$/, '.paths.txt'));
  return file;
}
