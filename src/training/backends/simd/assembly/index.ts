// AssemblyScript, not TypeScript: scripts/build-simd.mjs compiles this folder to dist/simd-kernels.wasm and, with fused
// multiply-add, to dist/simd-kernels-fma.wasm. The module shares the memory of tfjs's WASM backend, so pointers are byte
// offsets of float32 tensors on that heap. It has no data segment and allocates nothing. Every kernel handles any channel
// count; four at a time where there are four.

export { columnMoments, scaleShift, normGradSums, normGradInput } from './batch-norm';
export { reluGrad } from './relu-grad';
export { transposeOuter } from './transpose';
export { adamStep } from './adam';
export { filterGrad } from './filter-grad';
export { maxPoolGrad } from './max-pool-grad';
export { depthwise } from './depthwise';
export { convolution } from './convolution';
