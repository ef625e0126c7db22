import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ready, registerBackend, setBackend, type KernelBackend } from '@tensorflow/tfjs-core';
import { BackendError } from '../../errors.ts';
import { findGpu } from './gpu-location.ts';

/** As much of WebGPU as is used here. */
interface Adapter {
  readonly info: Readonly<Record<'vendor' | 'architecture' | 'device' | 'description', string>>;
  readonly features: ReadonlySet<string>;
  readonly limits: Readonly<Record<string, number>>;
  requestDevice(wanted: { requiredFeatures: string[]; requiredLimits: Record<string, number> }): Promise<Device>;
}
interface Device {
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  addEventListener(name: 'uncapturederror', listener: (event: { readonly error: Error }) => void): void;
}
interface Gpu {
  requestAdapter(wanted: { powerPreference: 'high-performance' }): Promise<Adapter | null>;
}
interface Dawn {
  readonly create: (options: string[]) => Gpu;
  readonly globals: object;
}
interface TfjsWebgpu {
  readonly WebGPUBackend: new (device: Device, info: Adapter['info']) => KernelBackend;
}

/** What tfjs asks of a device beyond what every device has. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
];

const ADVICE = 'or use the backend "wasm" or "auto".';
const SET_UP = 'In VS Code run "Install GPU Training", in a terminal "npm run setup:gpu"';

let started: Promise<string> | undefined;
/** Why the device is of no use any more. */
let broken: string | undefined;

/**
 * Starts TensorFlow.js on this machine's graphics adapter. Its packages are looked for only by `require`, so that no bundler
 * pulls them in and their absence is no error before they are asked for.
 * @param folder the one installation to try, verified or not; default: the one that was verified on this machine with the
 *   adapter that is there
 * @returns the adapter's name
 * @throws BackendError where something is missing, with what to do
 */
export async function startGpu(folder?: string): Promise<string> {
  if (folder !== undefined) return await start(folder);
  const found = findGpu();
  if (found === undefined) {
    throw new BackendError(
      `The backend webgpu was asked for, but its packages are not installed on this machine. ${SET_UP}; ${ADVICE}`,
    );
  }
  if (found.record === undefined) {
    throw new BackendError(
      `The backend webgpu was asked for, but training was not verified on this machine yet. ${SET_UP} once; ${ADVICE}`,
    );
  }
  const adapter = await start(found.folder);
  if (adapter !== found.record.adapter) {
    throw new BackendError(
      `The graphics adapter is ${adapter}, but training was verified on ${found.record.adapter}. ${SET_UP} again; ${ADVICE}`,
    );
  }
  return adapter;
}

async function start(folder: string): Promise<string> {
  started ??= load(folder);
  const adapter = await started;
  if (!(await setBackend('webgpu'))) throw new BackendError(`The backend webgpu does not start. ${SET_UP}; ${ADVICE}`);
  await ready();
  return adapter;
}

async function load(folder: string): Promise<string> {
  const require = createRequire(join(folder, 'package.json'));
  let dawn: Dawn;
  let tfjs: TfjsWebgpu;
  try {
    dawn = (await import(pathToFileURL(require.resolve('webgpu')).href)) as Dawn;
    // Before there is a `navigator.gpu`: with one it would register a backend of its own making.
    tfjs = quietly(() => require('@tensorflow/tfjs-backend-webgpu') as TfjsWebgpu);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new BackendError(`The packages of the backend webgpu do not load: ${why}. ${SET_UP}; ${ADVICE}`, { cause });
  }
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([]);
  // Where tfjs looks whether there is any. Node has had a navigator of its own since 21.
  const scope = globalThis as { navigator?: object };
  Object.defineProperty(scope.navigator ?? (scope.navigator = {}), 'gpu', { value: gpu, configurable: true });
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (adapter === null)
    throw new BackendError(`No graphics adapter that WebGPU can use was found here. ${missing()}; ${ADVICE}`);
  const device = await openDevice(adapter);
  registerBackend('webgpu', () => new tfjs.WebGPUBackend(device, adapter.info));
  return adapterName(adapter.info);
}

async function openDevice(adapter: Adapter): Promise<Device> {
  const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]]));
  let device: Device;
  try {
    device = await adapter.requestDevice({ requiredFeatures: [], requiredLimits });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new BackendError(
      `The graphics adapter ${adapterName(adapter.info)} refuses: ${why}. ${missing()}; ${ADVICE}`,
      {
        cause,
      },
    );
  }
  device.addEventListener('uncapturederror', ({ error }) => {
    broken ??= error.message.split('\n')[0];
  });
  void device.lost.then(({ message }) => {
    broken ??= `the device was lost (${message.split('\n')[0]})`;
  });
  return device;
}

/**
 * Checks that the adapter did all that it was told so far. WebGPU reports what went wrong, such as memory that ran out, only
 * beside what it computes, which goes on with zeros.
 * @throws BackendError with what it said
 */
export function requireSoundGpu(): void {
  if (broken === undefined) return;
  throw new BackendError(
    `The graphics adapter failed: ${broken}. Choose fewer jobs, smaller pictures or a smaller batch; or use the backend "wasm".`,
  );
}

/** What an adapter is called in reports: its name, and its driver's, since either may change the last digits. */
export function adapterName({ vendor, architecture, device, description }: Adapter['info']): string {
  const name = device === '' ? [vendor, architecture].filter((part) => part !== '').join(' ') : device;
  const full = name === '' ? 'unnamed' : name.replace(/-+$/, '');
  return description === '' || description === name ? full : `${full} (${description})`;
}

/** What a machine without a usable adapter lacks, as far as its system tells. */
function missing(): string {
  if (process.platform === 'linux') {
    return 'Install the Vulkan driver of your GPU and its loader (libvulkan1, or vulkan-loader), and see that this user may open /dev/dri';
  }
  return process.platform === 'win32'
    ? "Install the GPU maker's current driver (Direct3D 12)"
    : 'It needs a Mac with Metal, and no virtual machine';
}

/** The package brings a second copy of tfjs, which warns of every kernel that it finds registered already. */
function quietly<T>(task: () => T): T {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return task();
  } finally {
    console.warn = warn;
  }
}
