// AssemblyScript, not TypeScript: scripts/build-simd.mjs compiles this folder into ../kernel-bytes.ts. Pointers are in bytes, in
// the module's one memory, which the caller has laid out. It has no data segment and allocates nothing.

export { countNumbers, countSome, countValues, sortOut } from './histograms';
export { digest } from './digest';
export { sumEdges, toGreys } from './edges';
export { hash } from './hash';
export { findNear } from './near-hashes';
export { across, acrossGreys, down } from './resize';
export { steepest } from './steepest';
