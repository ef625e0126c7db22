/**
 * `npm run bench:kernels [-- --rounds 9]`: convolutions of the networks here, one by one, in turns: tfjs's own (XNNPACK), ours for any
 * processor, ours with fused multiply-add. The least time of all rounds counts, since what runs beside only adds to it.
 */
import { parseArgs } from 'node:util';
import {
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  FusedConv2D,
  FusedDepthwiseConv2D,
  getKernel,
  ready,
  setBackend,
  tensor,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { resolve } from 'node:path';
import { startBackend } from '../../src/training/backends/backend.ts';

const { values: flags } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } });
const rounds = Number(flags.rounds);

type Kind = 'forward' | 'input gradient' | 'filter gradient' | 'depthwise';
/** Batch, side of the picture, channels in, channels out, side of the filter, stride, what it is of. */
type Layer = readonly [n: number, side: number, ci: number, co: number, size: number, stride: 1 | 2, of: string];

const TRUNK: readonly Layer[] = [
  [2, 224, 3, 32, 3, 2, 'trunk, stem'],
  [2, 112, 32, 16, 1, 1, 'trunk, block 0'],
  [2, 56, 24, 144, 1, 1, 'trunk, block 2'],
  [2, 28, 240, 40, 1, 1, 'trunk, block 4'],
  [2, 14, 80, 480, 1, 1, 'trunk, block 6'],
  [2, 14, 672, 112, 1, 1, 'trunk, block 10'],
  [2, 7, 192, 1152, 1, 1, 'trunk, block 13'],
  [2, 7, 320, 1280, 1, 1, 'trunk, head'],
];
const TRAINED: readonly Layer[] = [
  [64, 48, 1, 8, 3, 1, 'small-cnn, 1'],
  [64, 24, 8, 16, 3, 1, 'small-cnn, 2'],
  [64, 12, 16, 32, 3, 1, 'small-cnn, 3'],
  [64, 6, 32, 64, 3, 1, 'small-cnn, 4'],
  [64, 3, 64, 96, 3, 1, 'small-cnn, 5'],
  [32, 32, 3, 64, 7, 2, 'resnet50-conv2, stem'],
  [32, 8, 64, 64, 3, 1, 'resnet50-conv2, 3×3'],
  [32, 8, 64, 256, 1, 1, 'resnet50-conv2, 1×1'],
];

const values = (shape: readonly number[], seed: number): Tensor => {
  let state = seed;
  const size = shape.reduce((product, side) => product * side, 1);
  const data = Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
  return tensor(data, [...shape]);
};

/** The kernel that is registered now. */
function kernelNow(name: string): ((inputs: Record<string, TensorInfo>, attrs: object) => TensorInfo) | undefined {
  const config = getKernel(name, 'wasm') as ReturnType<typeof getKernel> | undefined;
  if (config === undefined) return undefined;
  return (inputs, attrs) => config.kernelFunc({ inputs, attrs: attrs as never, backend }) as TensorInfo;
}

setWasmPaths(`${resolve('dist')}/`);
await setBackend('wasm');
await ready();
const { backend } = (await import('@tensorflow/tfjs-core')).engine();
const NAMES: Readonly<Record<Kind, string>> = {
  forward: FusedConv2D,
  depthwise: FusedDepthwiseConv2D,
  'input gradient': Conv2DBackpropInput,
  'filter gradient': Conv2DBackpropFilter,
};
// tfjs's own input gradient is a plain loop that no one would train with, and it has no filter gradient.
const theirs = { forward: kernelNow(FusedConv2D), depthwise: kernelNow(FusedDepthwiseConv2D) } as const;
if (kernelNow(Conv2D) === undefined) throw new Error('tfjs has no convolution on WASM.');
await startBackend('wasm');
const sets = ['wasm', 'wasm-fma'] as const;

function measured(
  kind: Kind,
  [n, side, ci, co, size, stride]: Layer,
): (call: NonNullable<ReturnType<typeof kernelNow>>) => TensorInfo {
  const out = Math.ceil(side / stride);
  const filterShape = [size, size, ci, co];
  const attrs = { strides: [stride, stride], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] };
  if (kind === 'filter gradient') {
    const [x, dy] = [values([n, side, side, ci], 1), values([n, out, out, co], 2)];
    return (call) => call({ x, dy }, { ...attrs, filterShape });
  }
  if (kind === 'input gradient') {
    const [dy, filter] = [values([n, out, out, co], 1), values(filterShape, 2)];
    return (call) => call({ dy, filter }, { ...attrs, inputShape: [n, side, side, ci] });
  }
  const filter = values(kind === 'depthwise' ? [size, size, ci, 1] : filterShape, 2);
  const [x, bias] = [values([n, side, side, ci], 1), values([co], 3)];
  return (call) => call({ x, filter, bias }, { ...attrs, activation: 'relu6' });
}

const lines: string[] = [];
const sums: Record<string, Record<string, number>> = {};
for (const [kind, layers] of [
  ['forward', [...TRUNK, ...TRAINED]],
  [
    'depthwise',
    [
      [2, 28, 240, 240, 5, 1, 'trunk, block 4'],
      [2, 14, 672, 672, 5, 1, 'trunk, block 10'],
    ],
  ],
  ['input gradient', TRAINED.slice(1)],
  ['filter gradient', TRAINED],
] as readonly (readonly [Kind, readonly Layer[]])[]) {
  for (const layer of layers) {
    const [n, side, ci, co, size, stride, of] = layer;
    const run = measured(kind, layer);
    const own = kind === 'forward' || kind === 'depthwise' ? theirs[kind] : undefined;
    const best: Record<string, number> = {};
    const products = n * Math.ceil(side / stride) ** 2 * size ** 2 * ci * (kind === 'depthwise' ? 1 : co);
    const times = Math.max(1, Math.round(4e7 / products));
    for (let round = 0; round < rounds; round++) {
      for (const set of ['tfjs', ...sets] as const) {
        if (set !== 'tfjs') await startBackend(set);
        const call = set === 'tfjs' ? own : kernelNow(NAMES[kind]);
        if (call === undefined) continue;
        const start = performance.now();
        for (let i = 0; i < times; i++) backend.disposeData(run(call).dataId);
        best[set] = Math.min(best[set] ?? Infinity, (performance.now() - start) / times);
      }
    }
    const group = `${kind}: ${of.split(',')[0]}`;
    sums[group] ??= {};
    const cells = ['tfjs', ...sets].map((set) => {
      if (!(set in best)) return '—';
      sums[group][set] = (sums[group][set] ?? 0) + best[set];
      return `${best[set].toFixed(2)} ms (${((2 * products) / best[set] / 1e6).toFixed(0)})`;
    });
    lines.push(
      `| ${[kind, of, `${n}×${side}×${side}×${ci}, ${size}×${size}/${stride} → ${co}`, ...cells].join(' | ')} |`,
    );
  }
}
console.log(
  '| Operation | Of | Shape | tfjs, ms (GFLOP/s) | wasm | wasm-fma |\n| --- | --- | --- | ---: | ---: | ---: |',
);
console.log(lines.join('\n'));
for (const [group, times] of Object.entries(sums)) {
  console.log(
    `${group}: ${Object.entries(times)
      .map(([set, ms]) => `${set} ${ms.toFixed(2)} ms`)
      .join(', ')}`,
  );
}
