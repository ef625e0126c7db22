import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../../../src/training/backends/backend.ts';
import { extractFeatures, type ExtractOptions } from '../../../../../src/training/features/extract-features.ts';
import { findOwnTrunk } from '../../../../../src/training/features/own-trunk/find-own-trunk.ts';
import { pooledOutput, SCALING, trunkInput } from '../../../../../src/training/features/own-trunk/trunk-input.ts';
import { BIAS, FILTER, makeGraphModel, makeLayersModel } from './made-models.ts';

let root: string;
/** Of one colour each, so that a mean over pixels is the colour. */
const COLOURS = [
  [255, 0, 0],
  [0, 127, 255],
  [10, 20, 30],
] as const;

beforeAll(async () => {
  // The models are made here; they run in processes of their own.
  await startBackend('cpu');
  root = await mkdtemp(join(tmpdir(), 'own-trunk-'));
  for (const [i, [r, g, b]] of COLOURS.entries()) {
    await sharp({ create: { width: 40, height: 40, channels: 3, background: { r, g, b } } })
      .png()
      .toFile(join(root, `${i}.png`));
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

const list = (): Parameters<typeof extractFeatures>[0] => ({
  root,
  examples: COLOURS.map((_, i) => ({ path: `${i}.png`, place: { kind: 'csv', row: i + 1 } })),
});
const options: ExtractOptions = { trim: false, mirrored: false, backend: 'wasm', jobs: 1, cacheFolder: null };

/** What the made models give for a colour, worked out by hand. */
function expected(colour: readonly number[], scale: (value: number) => number): number[] {
  return [0, 1].map((j) => colour.reduce((sum, value, c) => sum + scale(value) * FILTER[c * 2 + j], BIAS[j]));
}

function expectRows(data: Float32Array, scale: (value: number) => number): void {
  COLOURS.forEach((colour, i) => {
    expected(colour, scale).forEach((value, j) => {
      // Kept as 16-bit floats.
      expect(Math.abs(data[i * 2 + j] - value)).toBeLessThan(0.002 * (1 + Math.abs(value)));
    });
  });
}

describe('a network of the user’s', () => {
  it.each([
    ['unit', (value: number) => value / 255],
    ['signed', (value: number) => value / 127.5 - 1],
    ['none', (value: number) => value],
  ] as const)('gives the features of a layers model, scaled %s', async (scaling, scale) => {
    const { trunk } = await findOwnTrunk({ path: await makeLayersModel(join(root, 'layers'), null), scaling });
    const { features, side } = await extractFeatures(list(), { ...options, own: trunk, side: 32 });
    expect({ n: features.n, k: features.k, side }).toEqual({ n: 3, k: 2, side: 32 });
    expectRows(features.data, scale);
  });

  it('gives the means of a map of a graph model, at 224 pixels where nothing says another size', async () => {
    await makeGraphModel(join(root, 'graph'));
    const { trunk } = await findOwnTrunk({ path: join(root, 'graph'), scaling: 'unit' });
    const { features, side } = await extractFeatures(list(), { ...options, own: trunk });
    expect(side).toBe(224);
    expectRows(features.data, (value) => value / 255);
  });

  it('takes pictures of the size that the model says, and of no other', async () => {
    const path = await makeLayersModel(join(root, 'fixed'), 48);
    const { trunk } = await findOwnTrunk({ path, scaling: 'unit' });
    expect((await extractFeatures(list(), { ...options, own: trunk })).side).toBe(48);
    await expect(extractFeatures(list(), { ...options, own: trunk, side: 64 })).rejects.toThrow(
      /takes pictures of 48×48, not 64×64. Leave out --trunk-size/,
    );
  });

  it('gives the output or layer that is named, and names those that there are', async () => {
    const path = await makeLayersModel(join(root, 'named'), null);
    const mix = await findOwnTrunk({ path, scaling: 'unit', output: 'mix' });
    expectRows(
      (await extractFeatures(list(), { ...options, own: mix.trunk, side: 32 })).features.data,
      (value) => value / 255,
    );
    const none = await findOwnTrunk({ path, scaling: 'unit', output: 'logits' });
    await expect(extractFeatures(list(), { ...options, own: none.trunk })).rejects.toThrow(
      /no layer "logits".*mix, pool/,
    );
    const two = await findOwnTrunk({
      path: await makeGraphModel(join(root, 'two'), ['twin', 'copy']),
      scaling: 'unit',
    });
    await expect(extractFeatures(list(), { ...options, own: two.trunk })).rejects.toThrow(
      /several outputs .*--trunk-output/,
    );
    const copy = await extractFeatures(list(), { ...options, side: 32, own: { ...two.trunk, output: 'copy' } });
    expectRows(copy.features.data.map((value) => -value), (value) => value / 255); // prettier-ignore
  });

  it('is cached by its own bytes, scaling and output', async () => {
    const cacheFolder = join(root, 'cache');
    const path = await makeLayersModel(join(root, 'cached'), null);
    const extract = async (scaling: 'unit' | 'signed'): Promise<number> => {
      const { trunk } = await findOwnTrunk({ path, scaling });
      return (await extractFeatures(list(), { ...options, cacheFolder, own: trunk, side: 32 })).computed;
    };
    expect([await extract('unit'), await extract('unit'), await extract('signed')]).toEqual([3, 0, 3]);
    await writeFile(join(root, 'cached', 'group1-shard2of2.bin'), Buffer.from(Float32Array.of(1, 2, 3).buffer));
    expect(await extract('unit')).toBe(3);
  });

  it('is prepared as the files of Hugging Face or timm beside it say, and what is assumed is said', async () => {
    const folder = join(root, 'hub');
    const path = await makeLayersModel(folder, null);
    const assumed = await findOwnTrunk({ path });
    expect(assumed.trunk.scaling).toEqual(SCALING.imagenet);
    expect(assumed.note).toMatch(/scaled imagenet, which is assumed: --trunk-scaling names another/);
    const timm = { pretrained_cfg: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], input_size: [3, 96, 96] } };
    await writeFile(join(folder, 'config.json'), JSON.stringify(timm));
    expect((await findOwnTrunk({ path })).trunk).toMatchObject({ scaling: SCALING.signed, side: 96 });
    const clip = {
      image_mean: [0.48, 0.46, 0.41],
      image_std: [0.27, 0.26, 0.28],
      crop_size: { height: 64, width: 64 },
    };
    await writeFile(join(folder, 'preprocessor_config.json'), JSON.stringify(clip));
    const { trunk, note } = await findOwnTrunk({ path: folder });
    expect(trunk).toMatchObject({ scaling: { mean: clip.image_mean, deviation: clip.image_std }, side: 64 });
    expect(note).toMatch(/64×64 \(preprocessor_config\.json\), scaled as preprocessor_config\.json says/);
    expect((await findOwnTrunk({ path, side: 32, scaling: 'none' })).trunk).toMatchObject({
      side: 32,
      scaling: SCALING.none,
    });
  });

  it('says what is wrong with its files', async () => {
    await expect(findOwnTrunk({ path: join(root, 'gone') })).rejects.toThrow(
      /--trunk takes a model.json, an ONNX file/,
    );
    await mkdir(join(root, 'empty'), { recursive: true });
    await expect(findOwnTrunk({ path: join(root, 'empty') })).rejects.toThrow(/neither model.json nor model.onnx/);
    await writeFile(join(root, 'weights.pt'), 'torch');
    await expect(findOwnTrunk({ path: join(root, 'weights.pt') })).rejects.toThrow(/Export the network/);
    await writeFile(join(root, 'other.json'), '{}');
    await expect(findOwnTrunk({ path: join(root, 'other.json') })).rejects.toThrow(/no weightsManifest/);
    const escaping = JSON.parse(await readFile(await makeLayersModel(join(root, 'escape'), null), 'utf8')) as {
      weightsManifest: { paths: string[] }[];
    };
    escaping.weightsManifest[0].paths = ['../../../etc/passwd'];
    await writeFile(join(root, 'escape', 'model.json'), JSON.stringify(escaping));
    await expect(findOwnTrunk({ path: join(root, 'escape') })).rejects.toThrow(/outside of its folder/);
    const keras = await makeLayersModel(join(root, 'keras3'), 32);
    // Keras 3 calls it `batch_shape`.
    await writeFile(keras, (await readFile(keras, 'utf8')).replaceAll('batch_input_shape', 'batch_shape'));
    const { trunk: third } = await findOwnTrunk({ path: keras });
    await expect(extractFeatures(list(), { ...options, own: third })).rejects.toThrow(
      /can't be loaded: .*It is of Keras 3, .*export it to ONNX or as a SavedModel/,
    );
    const short = await findOwnTrunk({ path: await makeLayersModel(join(root, 'short'), null) });
    await writeFile(join(root, 'short', 'group1-shard2of2.bin'), '');
    await expect(extractFeatures(list(), { ...options, own: short.trunk })).rejects.toThrow(
      /short\/model\.json can't be loaded/,
    );
  });

  it('in an ONNX file needs a package that is not ours, and says how to install it', async () => {
    await writeFile(join(root, 'net.onnx'), 'onnx');
    const { trunk } = await findOwnTrunk({ path: join(root, 'net.onnx'), scaling: 'imagenet' });
    await expect(extractFeatures(list(), { ...options, own: trunk })).rejects.toThrow(
      /npm install --ignore-scripts --prefix .* onnxruntime-node@1|can't be loaded/,
    );
  });
});

describe('what a network takes and gives', () => {
  it('lays colours out last or first', () => {
    const pixels = Uint8Array.of(0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6);
    const last = trunkInput(pixels, 1, 2, SCALING.none, 'nhwc');
    expect(Array.from(last, Math.round)).toEqual(Array.from(pixels));
    const first = trunkInput(pixels, 1, 2, SCALING.none, 'nchw');
    expect(Array.from(first, Math.round)).toEqual([0, 153, 1, 4, 51, 204, 2, 5, 102, 255, 3, 6]);
    const [red] = trunkInput(Uint8Array.of(255, 0, 0), 1, 1, SCALING.imagenet, 'nhwc');
    expect(red).toBeCloseTo((1 - 0.485) / 0.229, 5);
  });

  it('pools maps and tokens of each picture, and refuses what is neither', () => {
    const values = Float32Array.from({ length: 24 }, (_, i) => i);
    expect(pooledOutput(values, [2, 12], 'nhwc')).toMatchObject({ width: 12 });
    const map = pooledOutput(values, [2, 2, 2, 3], 'nhwc');
    expect(map).toEqual({ width: 3, data: Float32Array.of(4.5, 5.5, 6.5, 16.5, 17.5, 18.5) });
    const first = pooledOutput(values, [2, 3, 2, 2], 'nchw');
    expect(first).toEqual({ width: 3, data: Float32Array.of(1.5, 5.5, 9.5, 13.5, 17.5, 21.5) });
    const tokens = pooledOutput(values, [2, 4, 3], 'nchw');
    expect(tokens).toEqual({ width: 3, data: Float32Array.of(4.5, 5.5, 6.5, 16.5, 17.5, 18.5) });
    expect(pooledOutput(values, [24], 'nhwc')).toBeUndefined();
    expect(pooledOutput(values, [2, 2, 2, 3, 1], 'nhwc')).toBeUndefined();
  });
});
