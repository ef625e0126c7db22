// AssemblyScript, not TypeScript: scripts/build-simd.mjs compiles this folder into ../kernel-bytes.ts. Pointers and steps are
// in bytes, in the module's one memory, which the caller has laid out. It has no data segment and allocates nothing.

export { multiplyAdd } from './multiply-add';
export { multiplyAdd64 } from './multiply-add-64';
