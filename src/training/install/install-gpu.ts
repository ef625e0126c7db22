import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../files/index.ts';
import { nativeIsThere, wasmBackend } from '../backends/expected-backend.ts';
import {
  autoBackend,
  GPU_PACKAGE_LIST,
  GPU_RECEIPT,
  hasOurPackages,
  machineKey,
  readGpuReceipt,
  TFJS_CORE,
  type GpuReceipt,
  type GpuRecord,
} from '../backends/gpu/gpu-location.ts';
import { InstallError } from './errors.ts';
import type { InstallGround } from './install-steps.ts';
import { npm, writeEmptyPackage } from './npm.ts';
import { removeInstallation, stagedInstall, verifyElsewhere, type Installation } from './staged-install.ts';

export interface InstallGpuOptions {
  /** See `gpuFolder`. */
  readonly folder: string;
  /** Other folders that may hold one: nothing is downloaded where one of them does. */
  readonly others?: readonly string[];
  /** The bundle that verifies: called with `--verify <folder>`. */
  readonly verifier: string;
  /** Install again, even where there is one. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
  /** One line at a time on what is being done. */
  readonly say: (line: string) => void;
}

/** Seconds. A GPU in software takes some minutes. */
const VERIFY_LIMIT = 900;

/**
 * Installs what training on a graphics adapter needs, into a folder of its own (see `stagedInstall`), and verifies it on this
 * machine. What is installed already is verified again: the adapter, its driver or the machine may be others.
 * @throws InstallError with one line on why; the signal's reason when it aborts
 */
export async function installGpu(options: InstallGpuOptions): Promise<GpuRecord> {
  const record = await installed(options);
  // Last: it is what a notification shows.
  const isTaken = autoBackend(nativeIsThere(), record, wasmBackend()) === 'webgpu';
  options.say(
    isTaken
      ? `Audits train on ${record.adapter}: it was the fastest in each`
      : `Audits train on ${record.adapter} with the backend webgpu alone, not with auto: it was not the fastest in each`,
  );
  return record;
}

async function installed(options: InstallGpuOptions): Promise<GpuRecord> {
  const { folder, others = [], verifier, force = false, signal, say } = options;
  for (const there of force ? [] : [folder, ...others]) {
    const known = readGpuReceipt(there);
    if (known === undefined || !hasOurPackages(known)) continue;
    say(`${GPU_PACKAGE_LIST.join(' and ')} are installed in ${there} already`);
    const record = await verify(verifier, there, options);
    await writeFileAtomic(join(there, GPU_RECEIPT), `${JSON.stringify(receiptOf(known.machines, record), null, 2)}\n`);
    return record;
  }
  const before = readGpuReceipt(folder);
  // Of other machines only what was found with these packages.
  const kept = before !== undefined && hasOurPackages(before) ? before.machines : {};
  const receipt = await stagedInstall(gpuIn(folder), { signal, say }, async (ground) => {
    await install(ground);
    return receiptOf(kept, await verify(verifier, ground.stage, options));
  });
  return receipt.machines[machineKey()];
}

/** Removes an installation. @returns whether there was one */
export function removeGpu(folder: string): Promise<boolean> {
  return removeInstallation(gpuIn(folder));
}

const gpuIn = (folder: string): Installation => ({
  ...{ folder, receipt: GPU_RECEIPT, what: 'GPU training', room: '300 MB' },
});

function receiptOf(machines: GpuReceipt['machines'], record: GpuRecord): GpuReceipt {
  return { packages: GPU_PACKAGE_LIST, machines: { ...machines, [machineKey()]: record } };
}

async function install({ stage, signal, say }: InstallGround): Promise<void> {
  await writeEmptyPackage(stage);
  say(`Installing ${GPU_PACKAGE_LIST.join(' and ')} from the npm registry (about 60 MB)`);
  const args = ['install', '--ignore-scripts', '--save-exact', ...GPU_PACKAGE_LIST, TFJS_CORE];
  await npm(args, { cwd: stage, signal, limit: 900, name: 'npm' });
  // The package brings Dawn for every system.
  const builds = join(stage, 'node_modules', 'webgpu', 'dist');
  const ours = `${process.platform}-${process.platform === 'darwin' ? 'universal' : process.arch}`;
  if (!existsSync(join(builds, ours))) {
    throw new InstallError(`WebGPU for Node.js has no build for ${process.platform} on ${process.arch}.`);
  }
  for (const name of await readdir(builds)) if (name !== ours) await rm(join(builds, name), { recursive: true });
}

async function verify(
  verifier: string,
  folder: string,
  { signal, say }: Pick<InstallGpuOptions, 'signal' | 'say'>,
): Promise<GpuRecord> {
  say('Verifying and timing training steps of every network in a process of its own');
  const record = await verifyElsewhere<GpuRecord>(verifier, folder, VERIFY_LIMIT, signal);
  say(
    `${record.adapter} trains: loss ${record.firstLoss.toFixed(3)} to ${record.lastLoss.toFixed(3)}, gradients within ` +
      `${record.gradientDifference.toExponential(1)} of the plain backend's`,
  );
  for (const [workload, { webgpu, wasm, native }] of Object.entries(record.timings)) {
    const beside = native === undefined ? '' : `, with native TensorFlow ${native.toFixed(1)} ms`;
    say(`${workload}: ${webgpu.toFixed(1)} ms; on all processors with WASM ${wasm.toFixed(1)} ms${beside}`);
  }
  return record;
}
