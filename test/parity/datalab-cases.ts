import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { NeighbourGraph } from '../../src/core/neighbours/neighbour-graph.ts';
import { asArray, asObject, readJson, type JsonObject } from './golden.ts';
import { readReferenceNpy } from './npy.ts';

/** One case of Datalab's reference results: its inputs as far as it has them, and what Datalab made of them. */
export interface DatalabCase {
  readonly name: string;
  readonly labels?: Int32Array;
  readonly predProbs?: Matrix;
  readonly features?: Matrix;
  readonly clusters?: Int32Array;
  /** The graph of neighbours that Datalab's checks used. */
  readonly graph?: NeighbourGraph;
  readonly issues: JsonObject;
  readonly info: JsonObject;
  readonly errors: JsonObject;
  /** What a check was told, where that is not the default. */
  readonly parameters: JsonObject;
}

export interface Matrix {
  readonly data: Float32Array | Float64Array;
  readonly n: number;
  readonly k: number;
}

/** Reads all cases with arrays, and so not those on pictures. */
export function datalabCases(folder: string): DatalabCase[] {
  return readdirSync(folder)
    .filter((name) => existsSync(path.join(folder, name, 'case.json')))
    .sort()
    .map((name) => readCase(path.join(folder, name), name));
}

function readCase(folder: string, name: string): DatalabCase {
  const array = (file: string): ReturnType<typeof readReferenceNpy> | undefined => {
    const full = path.join(folder, file);
    return existsSync(full) ? readReferenceNpy(full) : undefined;
  };
  const matrix = (file: string): Matrix | undefined => {
    const found = array(file);
    if (found === undefined) return undefined;
    if (found.data instanceof Int32Array) throw new Error(`${file}: whole numbers`);
    return { data: found.data, n: found.shape[0], k: found.shape[1] };
  };
  const rows = (file: string): Int32Array | undefined => {
    const found = array(file);
    return found === undefined ? undefined : Int32Array.from(found.data);
  };
  const results = asObject(readJson(path.join(folder, 'results.json')));
  const parameters = asObject(readJson(path.join(folder, 'case.json'))).issue_types;
  const features = matrix('features_f32.npy');
  const predProbs = matrix('pred_probs_f64.npy');
  const indices = rows('knn_indices_i32.npy');
  const distances = matrix('knn_distances_f64.npy');
  return {
    name,
    labels: rows('labels_i64.npy'),
    ...{ predProbs, features },
    clusters: rows('cluster_ids_i64.npy'),
    graph:
      indices === undefined || distances === undefined
        ? undefined
        : {
            ...{ n: distances.n, k: distances.k, indices, distances: Float64Array.from(distances.data) },
            metric: ((features ?? predProbs)?.k ?? 0) > 3 ? 'cosine' : 'euclidean',
          },
    issues: asObject(results.issues),
    info: asObject(results.info),
    errors: asObject(results.errors),
    parameters: parameters === null ? {} : asObject(parameters),
  };
}

/** The numbers of a list, some of which may stand as words for what is not finite. */
export const numbersOf = (value: Parameters<typeof asArray>[0]): number[] => asArray(value).map(Number);

/** The rows that a mask has. */
export const rowsOfMask = (mask: Uint8Array): number[] => Array.from(mask.keys()).filter((row) => mask[row] === 1);

/** Runs steps to their end. */
export function finish<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
