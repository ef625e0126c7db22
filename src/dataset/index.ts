export type * from './types.ts';
export { NPY_DTYPES, NpyError, type NpyDtype } from './npy-header.ts';
export { encodeNpy, parseNpy, readNpy, toInt32Labels, writeNpy, type NpyArray, type NpyData } from './npy.ts';
export { hashFile, sha256 } from './sha256.ts';
export { FileWriteError, writeFileAtomic, type WriteFileAtomicOptions } from './write-file-atomic.ts';
