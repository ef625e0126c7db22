import { getKernel, type NamedAttrMap, type NamedTensorInfoMap, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Simd } from '../simd/simd-kernels.ts';

/** What tfjs hands to a kernel. */
export interface KernelArgs {
  readonly inputs: NamedTensorInfoMap;
  readonly attrs?: NamedAttrMap;
}

/** One of tfjs's own WASM kernels as a function, taken before ours replaces it. */
export type KernelCall = (inputs: Record<string, TensorInfo>, attrs: Record<string, unknown>) => TensorInfo;

/**
 * Looks up a kernel of tfjs's WASM backend by its name.
 * @throws Error when this version of tfjs has no such kernel
 */
export function wasmKernel(simd: Simd, name: string): KernelCall {
  const config = getKernel(name, 'wasm');
  // The types say it is always there; an unknown name gives undefined.
  if ((config as unknown) === undefined) throw new Error(`tfjs's WASM backend has no kernel ${name}.`);
  return (inputs, attrs) => {
    const result = config.kernelFunc({ inputs, attrs: attrs as unknown as NamedAttrMap, backend: simd.backend });
    return Array.isArray(result) ? result[0] : result;
  };
}
