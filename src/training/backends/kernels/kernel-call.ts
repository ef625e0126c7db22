import {
  getKernel,
  registerKernel,
  unregisterKernel,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

/** What tfjs hands to a kernel. */
export interface KernelArgs {
  readonly inputs: NamedTensorInfoMap;
  readonly attrs?: NamedAttrMap;
}

/** One of tfjs's own kernels as a function, taken before ours replaces it. */
export type KernelCall = (inputs: Record<string, TensorInfo>, attrs: Record<string, unknown>) => TensorInfo;

/**
 * Looks up a kernel of tfjs by its name.
 * @param backend the running backend, of the name `backendName`
 * @throws Error when this version of tfjs has no such kernel
 */
export function kernelCall(backendName: string, name: string, backend: object): KernelCall {
  const config = getKernel(name, backendName);
  // The types say it is always there; an unknown name gives undefined.
  if ((config as unknown) === undefined) throw new Error(`tfjs's backend ${backendName} has no kernel ${name}.`);
  return (inputs, attrs) => {
    const result = config.kernelFunc({ inputs, attrs: attrs as unknown as NamedAttrMap, backend });
    return Array.isArray(result) ? result[0] : result;
  };
}

/** What tfjs calls for a kernel, of a function. */
export function kernelOf(call: KernelCall): (args: KernelArgs) => TensorInfo {
  return ({ inputs, attrs }) => call(inputs as Record<string, TensorInfo>, attrs as Record<string, unknown>);
}

/** Puts a kernel of ours in the place of tfjs's own, or where tfjs has none. */
export function replaceKernel(backendName: string, kernelName: string, kernel: (args: KernelArgs) => TensorInfo): void {
  if ((getKernel(kernelName, backendName) as unknown) !== undefined) unregisterKernel(kernelName, backendName);
  registerKernel({ kernelName, backendName, kernelFunc: kernel });
}
