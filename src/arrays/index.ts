export { analyseArrays, type AnalyseOptions } from './analyse-arrays.ts';
export { encodeArrays, readArrays, type Arrays } from './array-files.ts';
export { fromHalfFloats, toHalfFloats } from './half-floats.ts';
export { readFeatures } from './feature-file.ts';
export {
  isWorthThreads,
  openArrays,
  readPredProbs,
  sharedMemory,
  sizeOf,
  type ArrayFiles,
  type ArrayInputs,
} from './array-source.ts';
export { toInt32Labels } from './npy-labels.ts';
export { readNpy, readNpyInfo } from './read-npy.ts';
export { NpyError } from './npy-header.ts';
export { npyPieces, writeNpy } from './write-npy.ts';
