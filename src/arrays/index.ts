export { analyseArrays, type AnalyseOptions } from './analyse-arrays.ts';
export { encodeArrays, readArrays, type Arrays } from './array-files.ts';
export { readFeatures } from './feature-file.ts';
export { openArrays, readPredProbs, sizeOf, type ArrayFiles } from './array-source.ts';
export { readNpy, toInt32Labels } from './npy.ts';
