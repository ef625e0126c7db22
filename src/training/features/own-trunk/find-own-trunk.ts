import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import {
  fileFailure,
  hashFile,
  InputError,
  normaliseDatasetPath,
  parseJson,
  readJsonText,
} from '../../../files/index.ts';
import { SCALING, type Scaling, type ScalingName } from './trunk-input.ts';

/** What a user says of a network of their own. */
export interface OwnTrunkChoice {
  /** A model.json of TensorFlow.js or an ONNX file, or the folder that holds it. */
  readonly path: string;
  readonly side?: number;
  readonly scaling?: ScalingName;
  readonly output?: string;
}

/** A network of the user's that gives features, found and known by its bytes. */
export interface OwnTrunk {
  readonly kind: 'tfjs' | 'onnx';
  /** Absolute path of the model.json or ONNX file. */
  readonly file: string;
  /** Of all of its files. */
  readonly sha256: string;
  readonly scaling: Scaling;
  readonly output?: string;
  /** Side of the pictures that it takes, where something says so. */
  readonly side?: number;
}

/** Files that say how a network's pictures are to be prepared: Hugging Face's, and timm's. */
const BESIDE = ['preprocessor_config.json', 'config.json'] as const;

/**
 * Finds a user's network, and how its pictures are prepared: by what the user says, else by the file that Hugging Face or timm
 * put beside it, else as most networks want it.
 *
 * @returns the network, and in a sentence how its pictures are prepared and who says so
 * @throws InputError where there is no such model, or a file of it can't be read
 */
export async function findOwnTrunk(
  choice: OwnTrunkChoice,
): Promise<{ readonly trunk: OwnTrunk; readonly note: string }> {
  const file = await modelFile(resolve(choice.path));
  const kind = extname(file).toLowerCase() === '.onnx' ? 'onnx' : 'tfjs';
  const beside = await preparationBeside(dirname(file));
  const scaling = choice.scaling === undefined ? (beside?.scaling ?? SCALING.imagenet) : SCALING[choice.scaling];
  const side = choice.side ?? beside?.side;
  const by =
    choice.scaling !== undefined
      ? `--trunk-scaling ${choice.scaling}`
      : beside?.scaling === undefined
        ? 'imagenet, which is assumed: --trunk-scaling names another'
        : `as ${beside.file} says`;
  const size =
    side === undefined
      ? 'of the size that it takes'
      : `${side}×${side} (${choice.side === undefined ? beside?.file : '--trunk-size'})`;
  return {
    trunk: {
      ...{ kind, file, scaling, sha256: await hashOf(file, kind) },
      ...(choice.output === undefined ? {} : { output: choice.output }),
      ...(side === undefined ? {} : { side }),
    },
    note: `Network of your own: ${file}; pictures ${size}, scaled ${by}.`,
  };
}

async function modelFile(path: string): Promise<string> {
  const info = await stat(path).catch((cause: unknown) => {
    throw new InputError(`${path}: ${fileFailure(cause)}. --trunk takes a model.json, an ONNX file, or its folder.`, {
      cause,
    });
  });
  if (!info.isDirectory()) {
    if (/\.(json|onnx)$/i.test(path)) return path;
    throw new InputError(
      `${path} is neither a model.json of TensorFlow.js nor an ONNX file. Export the network to one of them: docs/features.md.`,
    );
  }
  for (const name of ['model.json', 'model.onnx', join('onnx', 'model.onnx')]) {
    const found = await stat(join(path, name)).catch(() => undefined);
    if (found?.isFile() === true) return join(path, name);
  }
  throw new InputError(`${path} holds neither model.json nor model.onnx. Name the file itself.`);
}

async function hashOf(file: string, kind: OwnTrunk['kind']): Promise<string> {
  const hash = createHash('sha256');
  const files = [file, ...(kind === 'tfjs' ? await shardsOf(file) : [])];
  for (const one of files) {
    const digest = await hashFile(one).catch((cause: unknown) => {
      throw new InputError(`${one}: ${fileFailure(cause)}. It belongs to ${file}.`, { cause });
    });
    hash.update(digest);
  }
  return hash.digest('hex');
}

async function shardsOf(file: string): Promise<string[]> {
  const json = parsed(await readJsonText(file, 'the model'));
  const manifest = isObject(json) ? json.weightsManifest : undefined;
  if (!Array.isArray(manifest)) {
    throw new InputError(
      `${file} is no model of TensorFlow.js: it has no weightsManifest. Give the model.json that the converter wrote.`,
    );
  }
  return manifest.flatMap((group: unknown) => {
    const paths = isObject(group) && Array.isArray(group.paths) ? (group.paths as unknown[]) : [];
    return paths.map((path) => {
      const inside = typeof path === 'string' ? normaliseDatasetPath(path) : undefined;
      if (inside === undefined)
        throw new InputError(`${file} names weights outside of its folder: ${String(path)}. Put them beside it.`);
      return join(dirname(file), inside);
    });
  });
}

interface Preparation {
  readonly file: string;
  readonly scaling?: Scaling;
  readonly side?: number;
}

async function preparationBeside(folder: string): Promise<Preparation | undefined> {
  // An ONNX file of the Hub stands in a folder `onnx` below the configuration.
  for (const place of [folder, dirname(folder)]) {
    for (const name of BESIDE) {
      const json = parsed(await readJsonText(join(place, name), 'the configuration').catch(() => undefined));
      const cfg = isObject(json) && isObject(json.pretrained_cfg) ? json.pretrained_cfg : json;
      if (!isObject(cfg)) continue;
      const mean = colours(cfg.image_mean ?? cfg.mean);
      const deviation = colours(cfg.image_std ?? cfg.std);
      if (mean === undefined || deviation === undefined) continue;
      const side = sideOf(cfg.crop_size ?? cfg.size ?? cfg.input_size);
      return { file: name, scaling: { mean, deviation }, ...(side === undefined ? {} : { side }) };
    }
  }
  return undefined;
}

function colours(value: unknown): readonly number[] | undefined {
  const isThree = Array.isArray(value) && value.length === 3 && value.every((one) => Number.isFinite(one));
  return isThree ? (value as number[]) : undefined;
}

/** `224`, `{ height: 224 }`, `{ shortest_edge: 224 }` or `[3, 224, 224]`. */
function sideOf(value: unknown): number | undefined {
  const found = Array.isArray(value)
    ? (value.at(-1) as unknown)
    : isObject(value)
      ? (value.height ?? value.shortest_edge)
      : value;
  return typeof found === 'number' && Number.isInteger(found) && found > 0 ? found : undefined;
}

/** What a text says, where it is JSON. */
function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
