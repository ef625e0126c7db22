import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { io } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';

/** A 1×1 filter from red, green and blue to two numbers, so that each can be worked out by hand. */
export const FILTER = [1, 0.5, -1, 2, 0.25, -0.5];
export const BIAS = [0.125, -2];

const floats = (values: readonly number[]): Buffer => Buffer.from(Float32Array.from(values).buffer);

async function write(
  folder: string,
  json: object,
  shards: readonly (readonly [string, Uint8Array])[],
): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model.json'), JSON.stringify(json));
  for (const [name, bytes] of shards) await writeFile(join(folder, name), bytes);
  return join(folder, 'model.json');
}

/**
 * A layers model as Keras's converter writes it, in two shards: a 1×1 convolution named `mix` and its mean over all pixels.
 * @param side of its pictures; null: any
 */
export async function makeLayersModel(folder: string, side: number | null): Promise<string> {
  const model = sequential({
    layers: [
      layers.conv2d({ filters: 2, kernelSize: 1, inputShape: [side, side, 3] as number[], name: 'mix' }),
      layers.globalAveragePooling2d({ name: 'pool' }),
    ],
  });
  let topology: object = {};
  let manifest: io.WeightsManifestEntry[] = [];
  await model.save({
    save: ({ modelTopology, weightSpecs = [] }) => {
      topology = modelTopology as object;
      manifest = weightSpecs;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
    },
  });
  const bytes = Buffer.concat([floats(FILTER), floats(BIAS)]);
  const weightsManifest = [{ paths: ['group1-shard1of2.bin', 'group1-shard2of2.bin'], weights: manifest }];
  return write(folder, { format: 'layers-model', modelTopology: topology, weightsManifest }, [
    ['group1-shard1of2.bin', bytes.subarray(0, 20)],
    ['group1-shard2of2.bin', bytes.subarray(20)],
  ]);
}

const ones = { list: { i: ['1', '1', '1', '1'] } };
const attr = {
  float: { type: 'DT_FLOAT' },
  same: { s: Buffer.from('SAME').toString('base64') },
  nhwc: { s: Buffer.from('NHWC').toString('base64') },
};

/** The same convolution as a graph model, as TensorFlow's converter writes it: its output is the map itself. */
export function makeGraphModel(folder: string, outputs: readonly string[] = ['map']): Promise<string> {
  const constant = (name: string, shape: readonly number[]) => ({
    ...{ name, op: 'Const' },
    attr: {
      dtype: attr.float,
      value: { tensor: { dtype: 'DT_FLOAT', tensorShape: { dim: shape.map((size) => ({ size: String(size) })) } } },
    },
  });
  const sizes = [-1, -1, -1, 3].map((size) => ({ size: String(size) }));
  const node = [
    { name: 'picture', op: 'Placeholder', attr: { dtype: attr.float, shape: { shape: { dim: sizes } } } },
    constant('filter', [1, 1, 3, 2]),
    constant('bias', [2]),
    {
      ...{ name: 'convolved', op: 'Conv2D', input: ['picture', 'filter'] },
      attr: {
        T: attr.float,
        strides: ones,
        dilations: ones,
        padding: attr.same,
        dataFormat: attr.nhwc,
      },
    },
    { name: 'map', op: 'BiasAdd', input: ['convolved', 'bias'], attr: { T: attr.float, dataFormat: attr.nhwc } },
    ...(outputs.includes('twin') ? [{ name: 'twin', op: 'Relu', input: ['map'], attr: { T: attr.float } }] : []),
    ...(outputs.includes('copy') ? [{ name: 'copy', op: 'Neg', input: ['map'], attr: { T: attr.float } }] : []),
  ];
  const weights = [
    { name: 'filter', shape: [1, 1, 3, 2], dtype: 'float32' },
    { name: 'bias', shape: [2], dtype: 'float32' },
  ];
  const json = {
    format: 'graph-model',
    modelTopology: { node, versions: { producer: 1 } },
    weightsManifest: [{ paths: ['weights.bin'], weights }],
  };
  return write(folder, json, [['weights.bin', Buffer.concat([floats(FILTER), floats(BIAS)])]]);
}
