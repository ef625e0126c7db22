// AssemblyScript, not TypeScript: scripts/build-simd.mjs compiles this folder into ../kernel-bytes.ts. Pointers are byte
// offsets in the module's one memory, which the caller has laid out. It has no data segment and allocates nothing.

export { scan } from './scan';
