import * as tf from '@tensorflow/tfjs-core';
import { createAdam } from '../../src/training/fit/adam.ts';
import { startBackend } from '../../src/training/backends/backend.ts';
import { modelNamed } from '../../src/training/networks/registry.ts';
import { createRandom } from '../../src/training/random.ts';
import type { Backend, NetworkName } from '../../src/training/types.ts';

/** What one process of `bench:train` is to measure. */
export interface MeasureRequest {
  readonly model: NetworkName;
  readonly backend: Backend;
  readonly batch: number;
  /** Threads of an operation of the native backend. */
  readonly threads: number;
  readonly seconds: number;
}

export type MeasureMessage =
  | { readonly type: 'ready'; readonly trained: number }
  /** Pictures a second. */
  | { readonly type: 'measured'; readonly rate: number }
  | { readonly type: 'failed'; readonly message: string };

export const PHASES = ['forward', 'step'] as const;

/** A process of `bench:train`: makes a network ready, then measures each phase when told to go, all processes at once. */
export function serveMeasures(): void {
  console.warn = () => undefined;
  const send = (message: MeasureMessage): void => {
    process.send!(message);
  };
  process.on('disconnect', () => process.exit(0));
  let phases: (() => number)[] = [];
  process.on('message', (message) => {
    if (message === 'go') {
      send({ type: 'measured', rate: phases.shift()!() });
      return;
    }
    prepare(message as MeasureRequest).then(
      (made) => {
        phases = made.phases;
        send({ type: 'ready', trained: made.trained });
      },
      (error: unknown) => {
        send({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
      },
    );
  });
}

async function prepare({
  model: name,
  backend,
  batch,
  threads,
  seconds,
}: MeasureRequest): Promise<{ phases: (() => number)[]; trained: number }> {
  await startBackend(backend, threads);
  const model = modelNamed(name);
  const { imageSize } = model.defaults;
  const channels = model.channels ?? 1;
  const network = model.create({ imageSize, channels, k: 10 }, createRandom(0, 0));
  const adam = createAdam(network.variables);
  const x = tf.randomNormal<tf.Rank.R4>([batch, imageSize, imageSize, channels], 0, 1, 'float32', 0);
  const forward = (): void => {
    tf.tidy(() => {
      network.forward(x, false).dataSync();
    });
  };
  const step = (): void => {
    const { value, grads } = tf.variableGrads(
      () => tf.mean(tf.square(network.forward(x, true))),
      [...network.variables],
    );
    adam.step(grads, 1e-4);
    value.dataSync();
    value.dispose();
  };
  for (const call of [forward, step]) for (let i = 0; i < 3; i++) call();
  return {
    phases: [forward, step].map((call) => () => (batch * 1000) / medianTime(call, seconds)),
    trained: network.variables.reduce((sum, { size }) => sum + size, 0),
  };
}

/** Median milliseconds of a call, over as many calls as the time allows, at least three. */
function medianTime(call: () => void, seconds: number): number {
  const times: number[] = [];
  const begun = performance.now();
  while (times.length < 3 || performance.now() - begun < seconds * 1000) {
    const start = performance.now();
    call();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return times[times.length >> 1];
}
