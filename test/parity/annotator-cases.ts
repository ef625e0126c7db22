import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { annotationsOfTable, type AnnotatorLabels } from '../../src/core/annotators/annotator-labels.ts';
import { CoreInputError } from '../../src/core/errors.ts';
import { asArray, asObject, type Json, type JsonObject } from './golden.ts';
import { readReferenceNpy } from './npy.ts';
import type { PredProbs } from '../../src/core/types.ts';

/** One folder of reference results about several annotators. */
export interface AnnotatorCase {
  readonly name: string;
  /** Undefined where there are none; refuses what no table of labels is when called. */
  readonly annotations: () => AnnotatorLabels | undefined;
  readonly single: PredProbs[] | undefined;
  readonly ensemble: PredProbs[] | undefined;
  readonly unlabelled: PredProbs[] | undefined;
  readonly unlabelledEnsemble: PredProbs[] | undefined;
  /** What the reference says, with label counts right. */
  readonly expected: JsonObject;
}

/** The cases of a folder of reference results, each with those of its calls that were made again with label counts right. */
export function annotatorCases(folder: string): AnnotatorCase[] {
  const names = readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'results.json')));
  return names.sort().map((name) => {
    const own = path.join(folder, name);
    const load = (file: string): PredProbs[] | undefined => {
      const full = path.join(own, `${file}_f64.npy`);
      return existsSync(full) ? modelsOf(full) : undefined;
    };
    const fixed = path.join(own, 'results-fixed.json');
    const results = read(path.join(own, 'results.json'));
    return {
      name,
      annotations: () => {
        const file = path.join(own, 'labels_multiannotator_f64.npy');
        if (!existsSync(file)) return undefined;
        const { data, shape } = readReferenceNpy(file);
        return annotationsOfTable(Float64Array.from(data), shape[0], shape[1]);
      },
      single: load('pred_probs'),
      ensemble: load('pred_probs_ensemble'),
      unlabelled: load('pred_probs_unlabeled'),
      unlabelledEnsemble: load('pred_probs_unlabeled_ensemble'),
      expected: existsSync(fixed) ? overlaid(results, read(fixed)) : results,
    };
  });
}

/** NaN as the reference results write it, so that it equals itself. */
export const reals = (values: ArrayLike<number>): (number | string)[] =>
  Array.from(values, (value) => (Number.isNaN(value) ? 'NaN' : value));

export const numbersOf = (json: Json | undefined): number[] => asArray(json).map(Number);

/** Our error for what the reference refuses: its code, or undefined when nothing was refused. */
export function codeOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof CoreInputError) return error.code;
    throw error;
  }
}

function read(file: string): JsonObject {
  return asObject(JSON.parse(readFileSync(file, 'utf8')) as Json);
}

function modelsOf(file: string): PredProbs[] {
  const { data, shape } = readReferenceNpy(file);
  const [n, k] = shape.slice(-2);
  const values = Float64Array.from(data);
  return Array.from({ length: values.length / (n * k) }, (_, p) => ({
    data: values.subarray(p * n * k, (p + 1) * n * k),
    n,
    k,
  }));
}

/** Calls of `fixed` replace those of `results`, each whole. */
function overlaid(results: JsonObject, fixed: JsonObject): JsonObject {
  const merged: JsonObject = { ...results };
  for (const [key, value] of Object.entries(fixed)) {
    const isGroup = value !== null && typeof value === 'object' && !Array.isArray(value) && !isCall(value);
    merged[key] = isGroup && key in results ? overlaid(asObject(results[key]), value) : value;
  }
  return merged;
}

const isCall = (value: JsonObject): boolean => 'value' in value || 'error' in value || 'label_quality' in value;
