import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  autoBackend,
  findGpu,
  GPU_PACKAGES,
  GPU_RECEIPT,
  gpuFolder,
  machineKey,
  readGpuReceipt,
  WORKLOADS,
  type GpuTiming,
} from '../../../../src/training/backends/gpu/gpu-location.ts';
import { adapterName } from '../../../../src/training/backends/gpu/start-gpu.ts';
import { installGpu, removeGpu } from '../../../../src/training/install/install-gpu.ts';
import { timeWorkloads, type Probe } from '../../../../src/training/install/time-workloads.ts';
import { TFJS_VERSION } from '../../../../src/audit/report/version.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gpu-test-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A probe whose runs take so many milliseconds of a clock that only they move, the first one ten times as many. */
function fakeProbe(milliseconds: Partial<Record<keyof GpuTiming, number | Error>>): {
  probe: Probe;
  now: () => number;
  open: () => number;
} {
  let clock = 0;
  let opened = 0;
  const backends = Object.keys(milliseconds) as (keyof GpuTiming)[];
  const probe: Probe = {
    backends,
    open: (backend) => {
      const each = milliseconds[backend];
      if (each instanceof Error) return Promise.reject(each);
      opened++;
      let runs = 0;
      return Promise.resolve({
        run: () => {
          clock += runs++ === 0 ? 10 * each! : each!;
          return Promise.resolve();
        },
        dispose: () => opened--,
      });
    },
  };
  return { probe, now: () => clock, open: () => opened };
}

describe('what auto takes', () => {
  const choose = async (
    milliseconds: Partial<Record<keyof GpuTiming, number | Error>>,
    { processors = 4, native = false } = {},
  ): Promise<string> => {
    const { probe, now, open } = fakeProbe(milliseconds);
    const timings = await timeWorkloads(probe, processors, now);
    expect(open(), 'workloads left open').toBe(0);
    return autoBackend(native, { timings }, 'wasm-fma');
  };

  it('is the GPU only where that was faster than all processors together with WASM', async () => {
    expect(await choose({ webgpu: 9, wasm: 40 })).toBe('webgpu');
    expect(await choose({ webgpu: 11, wasm: 40 })).toBe('wasm-fma');
    // One processor would have been slower.
    expect(await choose({ webgpu: 11, wasm: 40 }, { processors: 1 })).toBe('webgpu');
  });

  it('is native TensorFlow where that is there, unless the GPU was measured to be faster than that too', async () => {
    expect(await choose({ webgpu: 9, wasm: 40, native: 8 }, { native: true })).toBe('native');
    expect(await choose({ webgpu: 7, wasm: 40, native: 8 }, { native: true })).toBe('webgpu');
    // It was installed after the measurement, or did not load then.
    expect(await choose({ webgpu: 7, wasm: 40 }, { native: true })).toBe('native');
    expect(await choose({ webgpu: 7, wasm: 40, native: new Error('does not load') }, { native: true })).toBe('native');
    expect(await choose({ webgpu: 7, wasm: 40, native: 8 })).toBe('webgpu');
  });

  it('needs every workload to be faster', async () => {
    const { probe, now } = fakeProbe({ webgpu: 9, wasm: 40 });
    const timings = await timeWorkloads(probe, 4, now);
    expect(Object.keys(timings)).toEqual(WORKLOADS);
    // The first run, which compiles, does not count.
    expect(timings.features).toEqual({ webgpu: 9, wasm: 10 });
    for (const workload of WORKLOADS) {
      for (const timing of [{ webgpu: 10.1, wasm: 10 }, undefined]) {
        expect(autoBackend(false, { timings: { ...timings, [workload]: timing } }, 'wasm')).toBe('wasm');
      }
    }
    // What is slower in the first is not timed on, minutes long maybe.
    const slow = fakeProbe({ webgpu: 1000, wasm: 40 });
    expect(await timeWorkloads(slow.probe, 4, slow.now)).toEqual({ 'small-cnn': { webgpu: 1000, wasm: 10 } });
    const broken = { ...timings, features: { webgpu: Number.NaN, wasm: 10 } };
    expect(autoBackend(false, { timings: broken }, 'wasm')).toBe('wasm');
  });

  it('is the same as ever where no GPU was verified', () => {
    expect(autoBackend(false, undefined, 'wasm')).toBe('wasm');
    expect(autoBackend(true, undefined, 'wasm-fma')).toBe('native');
  });

  it('fails where the GPU or WASM does', async () => {
    await expect(choose({ webgpu: new Error('lost'), wasm: 40 })).rejects.toThrow('lost');
  });
});

describe('an adapter', () => {
  it('is called by its name and its driver', () => {
    const info = {
      vendor: 'google',
      architecture: 'swiftshader',
      device: 'swiftshader-device-subzero-',
      description: '',
    };
    expect(adapterName({ ...info, description: 'SwiftShader driver 5.0.0' })).toBe(
      'swiftshader-device-subzero (SwiftShader driver 5.0.0)',
    );
    expect(adapterName({ ...info, device: '' })).toBe('google swiftshader');
    expect(adapterName({ vendor: '', architecture: '', device: '', description: '' })).toBe('unnamed');
  });
});

describe('an installation', () => {
  const say = (): void => undefined;
  const packages = Object.entries(GPU_PACKAGES).map(([name, version]) => `${name}@${version}`);
  const record = {
    ...{ adapter: 'A (1.0)', gradientDifference: 1e-6, firstLoss: 2, lastLoss: 0.5, date: '' },
    timings: Object.fromEntries(WORKLOADS.map((name) => [name, { webgpu: 1, wasm: 2 }])),
  };

  it('has the versions of the tfjs that is here', () => {
    expect(GPU_PACKAGES['@tensorflow/tfjs-backend-webgpu']).toBe(TFJS_VERSION);
  });

  it('is where the environment says, and known to this machine only once it was verified here', async () => {
    const environment = { LABEL_AUDIT_GPU: folder, XDG_CACHE_HOME: join(folder, 'cache') };
    expect(gpuFolder(environment)).toBe(folder);
    expect(findGpu(environment)).toBeUndefined();
    await writeFile(join(folder, GPU_RECEIPT), JSON.stringify({ packages, machines: { another: record } }));
    expect(findGpu(environment)).toEqual({ folder });
    await writeFile(join(folder, GPU_RECEIPT), JSON.stringify({ packages, machines: { [machineKey()]: record } }));
    expect(findGpu(environment)).toEqual({ folder, record });
    // Damaged: it is as if it had not been verified.
    for (const text of ['', '{}', '{"packages":[],"machines":{"' + machineKey() + '":{}}}']) {
      await writeFile(join(folder, GPU_RECEIPT), text);
      expect(findGpu(environment)).toEqual({ folder });
    }
  });

  it('is not taken with packages of another version of ours, and one that was verified here comes first', async () => {
    const cache = join(folder, 'cache');
    const environment = { LABEL_AUDIT_GPU: folder, XDG_CACHE_HOME: cache };
    const machines = { [machineKey()]: record };
    await writeFile(join(folder, GPU_RECEIPT), JSON.stringify({ packages: ['webgpu@0.1.0'], machines }));
    expect(findGpu(environment)).toEqual({ folder });
    const other = gpuFolder({ XDG_CACHE_HOME: cache });
    await mkdir(other, { recursive: true });
    await writeFile(join(other, GPU_RECEIPT), JSON.stringify({ packages, machines }));
    expect(findGpu(environment)).toEqual({ folder: other, record });
  });

  it('is verified again where it is there already, and remembers other machines', async () => {
    const verifier = join(folder, 'verifier.cjs');
    await writeFile(verifier, `console.log(${JSON.stringify(JSON.stringify(record))});`);
    const there = join(folder, 'gpu');
    await mkdir(there);
    await writeFile(join(there, GPU_RECEIPT), JSON.stringify({ packages, machines: { another: record } }));
    const lines: string[] = [];
    const found = await installGpu({ folder: there, verifier, say: (line) => lines.push(line) });
    expect(found).toEqual(record);
    expect(lines[0]).toMatch(/are installed in .*gpu already$/);
    expect(lines).toContain('features: 1.0 ms; on all processors with WASM 2.0 ms');
    expect(lines.at(-1)).toMatch(/^Audits train on A \(1\.0\)/);
    expect(readGpuReceipt(there)?.machines).toEqual({ another: record, [machineKey()]: record });
    expect(await removeGpu(there)).toBe(true);
    expect(await removeGpu(there)).toBe(false);
  });

  it('stays as it was where the adapter fails, and says why', async () => {
    const verifier = join(folder, 'verifier.cjs');
    await writeFile(verifier, 'console.error("No graphics adapter was found."); process.exit(1);');
    const there = join(folder, 'gpu');
    await mkdir(there);
    const receipt = JSON.stringify({ packages, machines: { another: record } });
    await writeFile(join(there, GPU_RECEIPT), receipt);
    await expect(installGpu({ folder: there, verifier, say })).rejects.toThrow(
      /^The training step failed \(code 1\): No graphics adapter was found\.$/,
    );
    expect(JSON.stringify(readGpuReceipt(there))).toBe(receipt);
  });

  it('leaves nothing where it is cancelled, and removes only what is its own', async () => {
    const cancelled = installGpu({
      ...{ folder: join(folder, 'gpu'), verifier: 'none', say },
      signal: AbortSignal.abort(new Error('no')),
    });
    await expect(cancelled).rejects.toThrow('no');
    expect(await readdir(folder)).toEqual([]);
    await mkdir(join(folder, 'mine'));
    await expect(removeGpu(join(folder, 'mine'))).rejects.toThrow(/holds no GPU training of ours/);
  });
});
