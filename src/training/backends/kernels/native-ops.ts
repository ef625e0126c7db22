import { backend as currentBackend, engine, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';

/** An attribute of an operation of libtensorflow, in the form of tfjs-node's addon. */
interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | string | boolean | readonly number[];
}

/** What tfjs-node's backend offers beside tfjs's own interface: any operation of libtensorflow by its name. */
interface NodeBackend {
  readonly binding: Readonly<Record<string, number>>;
  executeMultipleOutputs(name: string, attributes: OpAttribute[], inputs: TensorInfo[], outputs: number): Tensor[];
  incRef(dataId: object): void;
}

/** Operations of libtensorflow for which tfjs has no name, or more than tfjs-node makes of them. */
export interface NativeOps {
  readonly backend: NodeBackend;
  /** Runs an operation on float32 tensors; its outputs belong to the running scope. */
  run(name: string, attributes: Record<string, OpAttribute['value']>, inputs: TensorInfo[], outputs: number): Tensor[];
}

let known: NativeOps | null = null;

/** libtensorflow's operations where the native backend runs, else null. */
export function nativeOps(): NativeOps | null {
  if (engine().backendName !== 'tensorflow') return null;
  const backend = currentBackend() as unknown as NodeBackend;
  if (known?.backend !== backend) known = createOps(backend);
  return known;
}

function createOps(backend: NodeBackend): NativeOps {
  const { binding } = backend;
  const typeOf = (value: OpAttribute['value'], name: string): number => {
    if (typeof value === 'boolean') return binding.TF_ATTR_BOOL;
    if (typeof value === 'string') return binding.TF_ATTR_STRING;
    // Of a tensor's description, only these two are no integers.
    return name === 'epsilon' || name === 'exponential_avg_factor' ? binding.TF_ATTR_FLOAT : binding.TF_ATTR_INT;
  };
  const float = (name: string): OpAttribute => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT });
  return {
    backend,
    run(name, attributes, inputs, outputs) {
      const list = Object.entries(attributes).map(([key, value]) => ({ name: key, type: typeOf(value, key), value }));
      list.push(float('T'));
      if (name.startsWith('FusedBatchNorm')) list.push(float('U'));
      return backend.executeMultipleOutputs(name, list, inputs, outputs);
    },
  };
}
