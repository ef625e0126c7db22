import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { memory } from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseNpy } from '../../src/arrays/read-npy.ts';
import { startBackend } from '../../src/training/backends/backend.ts';
import { loadTrunk } from '../../src/training/features/trunk-file.ts';
import type { Trunk } from '../../src/training/networks/efficientnet-lite0.ts';
import { KERNEL_SETS } from '../unit/training/backends/kernel-sets.ts';
import { FIXTURES, sharedGolden } from './golden.ts';

const HEAD = 1280;
const TAPPED = 672;
/** Rounding of most weights to 16 bits; with all of them in float32 the largest difference was 1.4e-5. */
const LARGEST = 0.03;
const TYPICAL = 0.004;

function differences(ours: Float32Array, theirs: Float32Array): { readonly largest: number; readonly typical: number } {
  expect(ours.length).toBe(theirs.length);
  const apart = ours.map((value, i) => Math.abs(value - theirs[i]));
  const squares = apart.reduce((sum, value) => sum + value * value, 0);
  return { largest: Math.max(...apart), typical: Math.sqrt(squares / apart.length) };
}

async function floats(file: string): Promise<Float32Array> {
  const { data } = parseNpy(await readFile(file), file);
  if (!(data instanceof Float32Array)) throw new Error(`${file} does not hold float32`);
  return data;
}

/** Waves of several lengths; the same formula is in make-reference.py. */
function madeUpPicture(side: number): Uint8Array {
  const pixels = new Uint8Array(side * side * 3);
  for (let y = 0, at = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let c = 0; c < 3; c++, at++) {
        const waves = x * x * (c + 1) + y * y * 3 + x * y * (2 - c);
        pixels[at] = waves + Math.floor(x / 9) * 40 + Math.floor(y / 13) * 70;
      }
    }
  }
  return pixels;
}

describe.each(KERNEL_SETS)('EfficientNet-Lite0 on %s', (backend) => {
  let trunk: Trunk;
  beforeAll(async () => {
    await startBackend(backend);
    trunk = await loadTrunk();
  });

  it('gives the features of a plain numpy network with its batch normalisations as published', async () => {
    const theirs = await floats(path.join(FIXTURES, '../trunk/reference.npy'));
    const ours = await trunk.extract(madeUpPicture(64), 1, 64);
    const { largest, typical } = differences(ours, theirs);
    expect(largest).toBeLessThan(LARGEST);
    expect(typical).toBeLessThan(TYPICAL);
  });

  it('gives a picture the same features whatever pictures are beside it, and keeps no memory', async () => {
    const one = madeUpPicture(64);
    const three = new Uint8Array(one.length * 3);
    three.set(one, one.length * 2);
    const alone = await trunk.extract(one, 1, 64);
    const before = memory().numTensors;
    const beside = await trunk.extract(three, 3, 64);
    expect(memory().numTensors).toBe(before);
    expect(differences(beside.slice(trunk.features * 2), alone).largest).toBeLessThan(1e-5);
  });

  const folder = sharedGolden();
  const golden = folder === undefined ? undefined : path.join(folder, 'trunk');
  it.skipIf(golden === undefined || !existsSync(golden))('gives what PyTorch gives for photographs', async () => {
    for (const side of [160, 224]) {
      const size = side * side * 3;
      const pixels = new Uint8Array(14 * size);
      for (let i = 0; i < 14; i++) {
        const file = path.join(golden!, `${side}-${String(i).padStart(2, '0')}.png`);
        pixels.set(await sharp(file).removeAlpha().raw().toBuffer(), i * size);
      }
      const ours = await trunk.extract(pixels, 14, side);
      const head = new Float32Array(14 * HEAD);
      const tapped = new Float32Array(14 * TAPPED);
      for (let i = 0; i < 14; i++) {
        const from = i * trunk.features;
        head.set(ours.subarray(from, from + HEAD), i * HEAD);
        tapped.set(ours.subarray(from + HEAD, from + HEAD + TAPPED), i * TAPPED);
      }
      const ofHead = differences(head, await floats(path.join(golden!, `${side}-head.npy`)));
      expect(ofHead.largest).toBeLessThan(LARGEST);
      expect(ofHead.typical).toBeLessThan(TYPICAL);
      const ofTapped = differences(tapped, await floats(path.join(golden!, `${side}-e11.npy`)));
      expect(ofTapped.largest).toBeLessThan(LARGEST / 5);
    }
  });
});
