import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultAuditOptions } from '../../../../../src/audit/options/audit-options.ts';
import { runAudit } from '../../../../../src/audit/pipeline/run-audit.ts';
import { createRandom } from '../../../../../src/training/random.ts';

let root: string;

/** Writes pictures of four classes, each drawn by a function of its class, its number and random numbers. */
async function drawn(
  name: string,
  { count, side }: { readonly count: number; readonly side: number },
  pixel: (kind: number, x: number, y: number, at: readonly [number, number], noise: number) => number,
): Promise<string> {
  const folder = join(root, name);
  await mkdir(join(folder, 'images'), { recursive: true });
  const random = createRandom(4, 1);
  const rows: string[] = [];
  for (let i = 0; i < count; i++) {
    const kind = i % 4;
    const at = [4 + random.below(12), 4 + random.below(12)] as const;
    const pixels = new Uint8Array(side * side);
    for (let p = 0; p < pixels.length; p++) {
      pixels[p] = pixel(kind, p % side, Math.floor(p / side), at, random.below(60));
    }
    await sharp(pixels, { raw: { width: side, height: side, channels: 1 } })
      .png()
      .toFile(join(folder, 'images', `${i}.png`));
    rows.push(`images/${i}.png,${'abcd'[kind]}`);
  }
  await writeFile(join(folder, 'labels.csv'), `image,label\n${rows.join('\n')}\n`);
  return join(folder, 'labels.csv');
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'label-audit-choose-'));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

const audit = async (
  labelsFile: string,
): Promise<{ report: Awaited<ReturnType<typeof runAudit>>['report']; notes: string[] }> => {
  const notes: string[] = [];
  const options = {
    ...defaultAuditOptions(labelsFile),
    out: null,
    cacheFolder: join(root, 'cache'),
    backend: 'wasm',
  } as const;
  const { report } = await runAudit(options, { onNote: (note) => notes.push(note) });
  return { report, notes };
};

describe('chooseModel', () => {
  it('takes the network where classes differ by where a thing stands, which pooled features hardly tell, and keeps its folds', async () => {
    const labelsFile = await drawn('places', { count: 160, side: 48 }, (kind, x, y, [left, top], noise) => {
      const [own, down] = [left + (kind % 2) * 24, top + (kind >> 1) * 24];
      return x >= own && x < own + 6 && y >= down && y < down + 6 ? 255 : noise;
    });
    const { report, notes } = await audit(labelsFile);
    expect(report.chosen).toMatchObject({ model: 'small-cnn' });
    expect(report.chosen!.logLoss.network).toBeLessThan(report.chosen!.logLoss.features);
    expect(report.crossValidation!.settings.model).toBe('small-cnn');
    expect(notes.join('\n')).toMatch(/of 5 folds (was|were) finished before; reused/);
  });

  it('takes the features where classes differ in what is drawn, and is sure of it after a fold', async () => {
    // The network's pictures are too small for these lines.
    const labelsFile = await drawn('patterns', { count: 100, side: 192 }, (kind, x, y, [left, top], noise) => {
      const [u, v] = [x + left, y + top];
      const wave = kind === 0 ? u : kind === 1 ? v : kind === 2 ? u + v : Math.hypot(u - 30, v - 30);
      return 90 + 60 * Math.sin(wave * 2) + noise;
    });
    const { report } = await audit(labelsFile);
    expect(report.chosen).toMatchObject({ model: 'features', pictures: 20 });
    expect(report.crossValidation!.settings.model).toBe('features');
  });
});
