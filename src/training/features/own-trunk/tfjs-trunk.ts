import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { dispose, io, tensor4d, type Tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel, model as modelOf } from '@tensorflow/tfjs-layers';
import { normaliseDatasetPath, parseJson } from '../../../files/index.ts';
import { TrainingError } from '../../errors.ts';
import type { Trunk } from '../../networks/efficientnet-lite0.ts';
import { pooledOutput, trunkInput, type Layout, type Scaling } from './trunk-input.ts';

export interface OwnTrunkOptions {
  readonly scaling: Scaling;
  /** Name of the layer or node whose output are the features; absent: the model's last. */
  readonly output?: string;
}

/** The JSON of a TensorFlow.js model, as far as it is looked at here. */
interface ModelJson {
  readonly format?: string;
  readonly modelTopology?: object;
  readonly weightsManifest?: readonly {
    readonly paths: readonly string[];
    readonly weights: io.WeightsManifestEntry[];
  }[];
  readonly signature?: object;
}

/** A model that runs: what it takes, and what comes of it. */
interface Runnable {
  readonly shape: readonly (number | null)[];
  readonly run: (input: Tensor) => Tensor | Promise<Tensor>;
  readonly dispose: () => void;
}

/**
 * A network of the user's in the format of TensorFlow.js, on the running backend: a graph model or a layers model.
 *
 * @param file its model.json; the weights stand beside it or below
 * @throws TrainingError where a file is missing, the model is none of ours to run, or has no output of that name
 */
export async function loadTfjsTrunk(file: string, { scaling, output }: OwnTrunkOptions): Promise<Trunk> {
  const json = await readModel(file);
  const handler = { load: () => artifactsOf(json, file) };
  const model = isLayers(json) ? await layers(handler, file, output) : await graph(handler, file, output);
  const layout = layoutOf(model.shape, file);
  const fixed = layout === 'nhwc' ? model.shape[1] : model.shape[2];
  const side = fixed !== null && fixed > 0 ? fixed : undefined;
  const extract = async (pixels: Uint8Array, n: number, asked: number): Promise<Float32Array> => {
    const values = trunkInput(pixels, n, asked, scaling, layout);
    const input = tensor4d(values, layout === 'nhwc' ? [n, asked, asked, 3] : [n, 3, asked, asked]);
    let result: Tensor | undefined;
    try {
      result = await model.run(input);
      const pooled = pooledOutput(await result.data(), result.shape, layout);
      if (pooled === undefined) {
        throw new TrainingError(
          `${file}: an output of ${result.shape.join('×')} is no vector, map or list of vectors for each picture. Name another with --trunk-output.`,
        );
      }
      return pooled.data;
    } catch (error) {
      if (error instanceof TrainingError) throw error;
      throw new TrainingError(`${file} does not run on ${asked}×${asked} pictures: ${reasonOf(error)}`, {
        cause: error,
      });
    } finally {
      dispose([input, ...(result === undefined ? [] : [result])]);
    }
  };
  const size = side ?? PROBE;
  const features = (await extract(new Uint8Array(size * size * 3), 1, size)).length;
  return { features, ...(side === undefined ? {} : { side }), extract, dispose: model.dispose };
}

/** What a model of any size is tried with. */
const PROBE = 224;

async function readModel(file: string): Promise<ModelJson> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new TrainingError(`${file} can't be read: ${reasonOf(cause)}`, { cause });
  });
  try {
    const json = parseJson(text) as Partial<ModelJson> | null;
    if (typeof json?.modelTopology === 'object' && Array.isArray(json.weightsManifest)) return json;
  } catch (cause) {
    throw new TrainingError(`${file} is no model of TensorFlow.js: ${reasonOf(cause)}`, { cause });
  }
  throw new TrainingError(
    `${file} is no model of TensorFlow.js: it has no modelTopology and weightsManifest. Give the model.json that the converter wrote.`,
  );
}

function isLayers({ format, modelTopology }: ModelJson): boolean {
  if (format !== undefined) return format === 'layers-model';
  return modelTopology !== undefined && ('model_config' in modelTopology || 'class_name' in modelTopology);
}

async function artifactsOf(json: ModelJson, file: string): Promise<io.ModelArtifacts> {
  const shards: Buffer[] = [];
  for (const path of (json.weightsManifest ?? []).flatMap(({ paths }) => paths)) {
    const inside = normaliseDatasetPath(path);
    if (inside === undefined) {
      throw new TrainingError(`${file} names weights outside of its folder: ${path}. Put them beside it.`);
    }
    const shard = join(dirname(file), inside);
    shards.push(
      await readFile(shard).catch((cause: unknown) => {
        throw new TrainingError(`The weights ${shard} of ${basename(file)} can't be read: ${reasonOf(cause)}`, {
          cause,
        });
      }),
    );
  }
  const bytes = Buffer.concat(shards);
  const weightSpecs = (json.weightsManifest ?? []).flatMap(({ weights }) => weights);
  const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { modelTopology, signature } = json;
  return { modelTopology, weightSpecs, weightData, ...(signature === undefined ? {} : { signature }) };
}

async function layers(handler: io.IOHandler, file: string, output?: string): Promise<Runnable> {
  const whole = await loaded(() => loadLayersModel(handler), file);
  if (output !== undefined && !whole.layers.some(({ name }) => name === output)) {
    const names = whole.layers.map(({ name }) => name).slice(-8);
    throw new TrainingError(`${file} has no layer "${output}"; its last ones are ${names.join(', ')}.`);
  }
  const model =
    output === undefined ? whole : modelOf({ inputs: whole.inputs, outputs: whole.getLayer(output).output });
  return {
    shape: model.inputs[0].shape,
    run: (input) => model.predict(input) as Tensor,
    dispose: () => {
      whole.dispose();
    },
  };
}

async function graph(handler: io.IOHandler, file: string, output?: string): Promise<Runnable> {
  const model = await loaded(() => loadGraphModel(handler), file);
  const [input] = model.inputs;
  if (model.inputs.length !== 1 || input.dtype !== 'float32') {
    const found = model.inputs.map(({ name, dtype }) => `${name} (${dtype})`).join(', ');
    throw new TrainingError(`${file} should take one float32 picture, but takes ${found}.`);
  }
  if (output === undefined && model.outputs.length > 1) {
    const names = model.outputs.map(({ name }) => name).join(', ');
    throw new TrainingError(`${file} has several outputs (${names}): name one with --trunk-output.`);
  }
  const name = output ?? model.outputs[0].name;
  return {
    shape: input.shape ?? [],
    run: (picture) => model.execute({ [input.name]: picture }, name) as Tensor,
    dispose: () => {
      model.dispose();
    },
  };
}

async function loaded<T>(load: () => T | Promise<T>, file: string): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof TrainingError) throw error;
    throw new TrainingError(`${file} can't be loaded: ${reasonOf(error)}${hintAgainst(error)}`, { cause: error });
  }
}

/** Keras 3 describes the input's shape by another name than TensorFlow.js reads. */
function hintAgainst(error: unknown): string {
  return /InputLayer should be passed either|first layer in a Sequential model must get/.test(reasonOf(error))
    ? ' It is of Keras 3, whose saved models TensorFlow.js does not read: export it to ONNX or as a SavedModel (docs/features.md).'
    : '';
}

function layoutOf(shape: readonly (number | null)[], file: string): Layout {
  if (shape.length === 4 && shape[3] === 3) return 'nhwc';
  if (shape.length === 4 && shape[1] === 3) return 'nchw';
  throw new TrainingError(
    `${file} takes ${shape.map((size) => size ?? '?').join('×')}, not pictures of three colours.`,
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
