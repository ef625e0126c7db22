import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { createAdam } from '../../src/training/adam.ts';
import { startBackend } from '../../src/training/backend.ts';
import { modelNamed } from '../../src/training/models/index.ts';
import { createRandom } from '../../src/training/random.ts';
import { BACKENDS, MODELS, type Backend, type ModelName } from '../../src/training/types.ts';

// `npm run bench:train`: pictures per second of a forward pass and of a full training step (forward, backward, Adam),
// one thread, for each model and backend. The ratio of the two is measured within this run, so that it means the same
// on any machine. Options: --seconds per measurement, --backends wasm,cpu, --models, --batch.

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    backends: { type: 'string', default: BACKENDS.filter((backend) => backend !== 'auto').join(',') },
    models: { type: 'string', default: MODELS.join(',') },
    batch: { type: 'string', default: '64' },
  },
});
const seconds = Number(values.seconds);
const batch = Number(values.batch);

/** Median milliseconds of a call, over as many calls as the time allows, at least three. */
function medianTime(call: () => void): number {
  call();
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

function measure(name: ModelName): { forward: number; step: number } {
  const model = modelNamed(name);
  const { imageSize } = model.defaults;
  const channels = model.channels ?? 1;
  const network = model.create({ imageSize, channels, k: 10 }, createRandom(0, 0));
  const adam = createAdam(network.variables);
  const x = tf.randomNormal<tf.Rank.R4>([batch, imageSize, imageSize, channels], 0, 1, 'float32', 0);
  const forward = medianTime(() => {
    tf.tidy(() => {
      network.forward(x, false).dataSync();
    });
  });
  const step = medianTime(() => {
    const { value, grads } = tf.variableGrads(
      () => tf.mean(tf.square(network.forward(x, true))),
      [...network.variables],
    );
    adam.step(grads, 1e-4);
    value.dataSync();
    value.dispose();
  });
  adam.dispose();
  x.dispose();
  for (const variable of network.variables) variable.dispose();
  return { forward, step };
}

console.log(
  `${cpus()[0].model}, ${availableParallelism()} cores, one used; Node ${process.version}; batch ${batch}, ` +
    `median over ${seconds} s each`,
);
console.log('model            backend  forward pictures/s  training step pictures/s  step / forward');
for (const backend of values.backends.split(',') as Backend[]) {
  try {
    await startBackend(backend);
  } catch (error) {
    console.log(`${' '.repeat(17)}${backend.padEnd(9)}not measured: ${(error as Error).message}`);
    continue;
  }
  for (const name of values.models.split(',') as ModelName[]) {
    const { forward, step } = measure(name);
    console.log(
      name.padEnd(17) +
        backend.padEnd(9) +
        ((batch * 1000) / forward).toFixed(0).padStart(18) +
        ((batch * 1000) / step).toFixed(0).padStart(26) +
        (step / forward).toFixed(2).padStart(16),
    );
  }
}
