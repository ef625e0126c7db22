import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { installedFolder, installedFolders } from '../installed-folder.ts';
import type { Backend } from '../../types.ts';

/** What is installed: Dawn, which is WebGPU for Node.js, and tfjs's backend for it in the version of our tfjs. */
export const GPU_PACKAGES = { webgpu: '0.6.2', '@tensorflow/tfjs-backend-webgpu': '4.22.0' } as const;
/** The same as npm is told them. */
export const GPU_PACKAGE_LIST = Object.entries(GPU_PACKAGES).map(([name, version]) => `${name}@${version}`);
/** tfjs's own, of which the installation has a copy beside it: npm would take a newer one where the range allows. */
export const TFJS_CORE = '@tensorflow/tfjs-core@4.22.0';
/** Names the folder that holds an installation of ours; VS Code's storage, or one that the user moved. */
export const GPU_FOLDER_VARIABLE = 'LABEL_AUDIT_GPU';
/** Written last, after training steps worked: it says on which machines, and how fast. */
export const GPU_RECEIPT = 'verified.json';
const GPU = { variable: GPU_FOLDER_VARIABLE, name: 'gpu' };

/** What was measured: a training step of each network, and the pretrained network's features of some pictures. */
export const WORKLOADS = ['small-cnn', 'resnet50-conv2', 'features'] as const;
export type GpuWorkload = (typeof WORKLOADS)[number];

/** Milliseconds that a workload takes: on the GPU, and on whole processors with WASM and native TensorFlow. */
export interface GpuTiming {
  readonly webgpu: number;
  readonly wasm: number;
  /** Absent: native TensorFlow was not there. */
  readonly native?: number;
}

export type GpuTimings = Readonly<Partial<Record<GpuWorkload, GpuTiming>>>;

/** What was found of the graphics adapter of one machine. */
export interface GpuRecord {
  /** Its name and its driver's, as `adapterName` gives them. */
  readonly adapter: string;
  /** Largest difference of a gradient from the plain backend's, as a share of that gradient's largest value. */
  readonly gradientDifference: number;
  readonly firstLoss: number;
  readonly lastLoss: number;
  /** Up to the first workload in which the adapter was not the fastest, which decides. */
  readonly timings: GpuTimings;
  readonly date: string;
}

/** The receipt of an installation. */
export interface GpuReceipt {
  readonly packages: readonly string[];
  /** By `machineKey`. */
  readonly machines: Readonly<Record<string, GpuRecord>>;
}

/** Folder for an installation of ours: `$LABEL_AUDIT_GPU`, else one in the user's cache folder. */
export function gpuFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return installedFolder(GPU, environment);
}

/** Folders where an installation of ours may be: the chosen one, then the user's cache folder's. */
export function gpuFolders(environment: NodeJS.ProcessEnv = process.env): string[] {
  return installedFolders(GPU, environment);
}

/**
 * Tells machines that share a folder apart, by system and processor. The host's name is no part of it: a laptop's changes
 * with the network, a container's each time. Which adapter there is, is asked when it is started.
 */
export function machineKey(): string {
  const processors = cpus();
  const facts = [process.platform, process.arch, processors.length, processors[0]?.model ?? ''];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16);
}

/** The receipt in a folder; undefined where there is none that can be read. */
export function readGpuReceipt(folder: string): GpuReceipt | undefined {
  try {
    const receipt = JSON.parse(readFileSync(join(folder, GPU_RECEIPT), 'utf8')) as Partial<GpuReceipt>;
    const { packages, machines } = receipt;
    if (!Array.isArray(packages) || typeof machines !== 'object') return undefined;
    // Of another version of ours, or damaged: those machines are verified anew.
    const whole = Object.entries(machines).filter(
      ([, { adapter, timings }]) => typeof adapter === 'string' && typeof timings === 'object',
    );
    return { packages, machines: Object.fromEntries(whole) };
  } catch {
    return undefined;
  }
}

/** Whether an installation holds the packages of this version of ours, and not those of another. */
export function hasOurPackages({ packages }: GpuReceipt): boolean {
  return packages.join() === GPU_PACKAGE_LIST.join();
}

/**
 * The first installation that was verified on this machine, and what was found; else the first of all, without a record: it was
 * verified on other machines alone, or by a version of ours that took other packages.
 */
export function findGpu(
  environment: NodeJS.ProcessEnv = process.env,
): { readonly folder: string; readonly record?: GpuRecord } | undefined {
  const folders = gpuFolders(environment).filter((folder) => existsSync(join(folder, GPU_RECEIPT)));
  for (const folder of folders) {
    const receipt = readGpuReceipt(folder);
    const record = receipt !== undefined && hasOurPackages(receipt) ? receipt.machines[machineKey()] : undefined;
    if (record !== undefined) return { folder, record };
  }
  return folders.length === 0 ? undefined : { folder: folders[0] };
}

/** Whether the GPU was faster than all else that was measured. */
export function wins({ webgpu, wasm, native }: GpuTiming): boolean {
  return webgpu < wasm && (native === undefined || webgpu < native);
}

/**
 * What `auto` takes of what is there. The GPU only where every workload was measured to be faster on it than on all
 * processors together, with WASM and, where that is there, with native TensorFlow.
 * @param native whether native TensorFlow is there
 * @param gpu what was found of this machine's adapter
 * @param wasm the faster of the WASM backends
 */
export function autoBackend(
  native: boolean,
  gpu: Pick<GpuRecord, 'timings'> | undefined,
  wasm: 'wasm' | 'wasm-fma',
): Backend {
  const isFastest = (timing: GpuTiming | undefined): boolean =>
    timing !== undefined && wins(timing) && (!native || timing.native !== undefined);
  if (gpu !== undefined && WORKLOADS.every((workload) => isFastest(gpu.timings[workload]))) return 'webgpu';
  return native ? 'native' : wasm;
}
