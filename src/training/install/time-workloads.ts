import { wins, WORKLOADS, type GpuTiming, type GpuTimings, type GpuWorkload } from '../backends/gpu/gpu-location.ts';

/** What runs workloads. */
export interface Probe {
  /** Those that are there. */
  readonly backends: readonly (keyof GpuTiming)[];
  /** Prepares a workload on a backend. */
  open(
    backend: keyof GpuTiming,
    workload: GpuWorkload,
  ): Promise<{ readonly run: () => Promise<void>; readonly dispose: () => void }>;
}

/** A workload is run until it took so long in all, in milliseconds, or so many times. */
const [ENOUGH, TIMES] = [1000, 30];

/**
 * How long each workload takes on each backend, the fastest of several runs; up to the first in which the GPU is not the
 * fastest. A network on WASM has one processor, and an audit trains several at once: its time is taken to shrink with their
 * number, which is more than it does.
 * @param processors how many there are
 * @param now clock, in milliseconds
 * @returns milliseconds; native TensorFlow that does not start has none
 */
export async function timeWorkloads(
  probe: Probe,
  processors: number,
  now: () => number = () => performance.now(),
): Promise<GpuTimings> {
  const timings: Partial<Record<GpuWorkload, GpuTiming>> = {};
  for (const workload of WORKLOADS) {
    const found: Partial<Record<keyof GpuTiming, number>> = {};
    for (const backend of probe.backends) {
      const took = await timeOf(probe, backend, workload, now).catch((error: unknown) => {
        // Native TensorFlow may be there and not load. Without the others there is nothing to compare.
        if (backend !== 'native') throw error;
        return undefined;
      });
      if (took !== undefined) found[backend] = backend === 'wasm' ? took / processors : took;
    }
    const timing = found as GpuTiming;
    timings[workload] = timing;
    // A GPU in software would take minutes for the rest.
    if (!wins(timing)) break;
  }
  return timings;
}

async function timeOf(
  probe: Probe,
  backend: keyof GpuTiming,
  workload: GpuWorkload,
  now: () => number,
): Promise<number> {
  const { run, dispose } = await probe.open(backend, workload);
  try {
    // The first one compiles.
    await run();
    let least = Infinity;
    const begun = now();
    for (let i = 0; i < TIMES && now() - begun < ENOUGH; i++) {
      const before = now();
      await run();
      least = Math.min(least, now() - before);
    }
    return least;
  } finally {
    dispose();
  }
}
