import { backend as currentBackend, engine, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';

/** A program of tfjs's WebGPU backend, as far as ours need one. */
interface GpuProgram {
  readonly variableNames: readonly string[];
  readonly outputShape: readonly number[];
  readonly shaderKey: string;
  readonly uniforms: string;
  readonly workgroupSize: readonly [number, number, number];
  readonly dispatchLayout: { readonly x: readonly number[] };
  readonly dispatch: readonly [number, number, number];
  readonly size: true;
  getUserCode(): string;
}

/** What tfjs's WebGPU backend offers beside tfjs's own interface. */
interface GpuBackend {
  runWebGPUProgram(
    program: GpuProgram,
    inputs: readonly TensorInfo[],
    dtype: 'float32',
    uniforms: readonly { readonly type: 'float32'; readonly data: readonly number[] }[],
  ): TensorInfo;
}

/** What is computed of each value of tensors of one shape, in WGSL. */
export interface Elementwise {
  readonly name: string;
  /** Names of the tensors. In the expression, `name[i]` is the value. */
  readonly tensors: readonly string[];
  /** Names of numbers, which are the same for all values: `uniforms.name`. */
  readonly numbers: readonly string[];
  readonly expression: string;
}

/** Operations on the GPU for which tfjs has no name, or several. */
export interface GpuOps {
  /** One dispatch for all values. The result, of the first tensor's shape, belongs to the running scope. */
  elementwise(what: Elementwise, tensors: readonly Tensor[], numbers: readonly number[]): Tensor;
}

const WORKGROUP = 64;

/**
 * The GPU's operations where the WebGPU backend runs, else null. There nothing can be read at once, as `dataSync` would: what
 * a step makes stays on the device, and is read with `await data()`.
 */
export function gpuOps(): GpuOps | null {
  return engine().backendName === 'webgpu' ? OPS : null;
}

const OPS: GpuOps = {
  elementwise({ name, tensors, numbers, expression }, inputs, values) {
    const [{ shape, size }] = inputs;
    const program: GpuProgram = {
      variableNames: tensors,
      outputShape: shape,
      shaderKey: `label-audit-${name}`,
      uniforms: numbers.map((number) => `${number} : f32, `).join(''),
      workgroupSize: [WORKGROUP, 1, 1],
      dispatchLayout: { x: shape.map((_, axis) => axis) },
      dispatch: [Math.ceil(size / WORKGROUP), 1, 1],
      size: true,
      getUserCode: () => `
        fn main(i : i32) {
          if (i < uniforms.size) { result[i] = ${expression}; }
        }`,
    };
    const uniforms = values.map((value) => ({ type: 'float32', data: [value] }) as const);
    const backend = currentBackend() as unknown as GpuBackend;
    return engine().makeTensorFromTensorInfo(backend.runWebGPUProgram(program, inputs, 'float32', uniforms));
  },
};
