import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode, fileFailure } from '../../files/index.ts';
import { NativeInstallError } from './errors.ts';
import { TFJS_NODE_VERSION, type InstallGround } from './install-steps.ts';
import { NATIVE_PACKAGE, NATIVE_RECEIPT } from '../backends/native/native-location.ts';
import { npm, writeEmptyPackage } from './npm.ts';
import { ordinaryInstall } from './ordinary-install.ts';
import { reasonIn, runTool } from './run-tool.ts';
import type { NativeVerification } from './verify-native.ts';
import { wheelInstall } from './wheel-install.ts';

/** Describes an installation that has passed the training test. */
export interface NativeReceipt extends NativeVerification {
  readonly package: string;
  /** Where libtensorflow is from. */
  readonly source: string;
  readonly platform: string;
  readonly arch: string;
  readonly date: string;
}

export interface InstallNativeOptions {
  /** See `nativeFolder`. */
  readonly folder: string;
  /** Other folders that may hold one: nothing is installed where one of them does. */
  readonly others?: readonly string[];
  /** The bundle that verifies: called with `--verify <folder>`. */
  readonly verifier: string;
  /** `ordinary` and `wheel`: that way alone; default: the one, then the other. */
  readonly way?: 'ordinary' | 'wheel';
  /** Install again, even where there is one. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
  /** One line at a time on what is being done. */
  readonly say: (line: string) => void;
}

/** The receipt of an installation that passed its test; undefined where there is none. */
export async function readReceipt(folder: string): Promise<NativeReceipt | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, NATIVE_RECEIPT), 'utf8')) as NativeReceipt;
  } catch {
    return undefined;
  }
}

/**
 * Installs native TensorFlow into a folder of its own: all of it beside the folder first, then a rename, so that a
 * failure or a cancel leaves what was there.
 * @throws NativeInstallError with one line on why; the signal's reason when it aborts
 */
export async function installNative(options: InstallNativeOptions): Promise<NativeReceipt> {
  const { folder, others = [], verifier, way, force = false, signal, say } = options;
  for (const there of force ? [] : [folder, ...others]) {
    const known = await readReceipt(there);
    if (known === undefined) continue;
    say(`TensorFlow ${known.tensorflow} is installed in ${there} already, from the ${known.source}`);
    return known;
  }
  const stage = await makeStage(folder);
  try {
    const ground = { stage, signal, say };
    const source = await install(ground, way);
    say('Verifying with training steps in a process of its own');
    const verification = await verify(verifier, stage, signal);
    const { tensorflow, gradientDifference, firstLoss, lastLoss } = verification;
    say(
      `TensorFlow ${tensorflow} trains: loss ${firstLoss.toFixed(3)} to ${lastLoss.toFixed(3)}, gradients within ` +
        `${gradientDifference.toExponential(1)} of the plain backend's`,
    );
    const { platform, arch } = process;
    const receipt: NativeReceipt = {
      ...{ package: `${NATIVE_PACKAGE}@${TFJS_NODE_VERSION}`, source, platform, arch },
      ...{ date: new Date().toISOString(), ...verification },
    };
    await writeFile(join(stage, NATIVE_RECEIPT), `${JSON.stringify(receipt, null, 2)}\n`);
    await removeNative(folder);
    await rename(stage, folder);
    say(`Installed in ${folder}`);
    return receipt;
  } catch (error) {
    throw readable(error);
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/** Removes an installation. @returns whether there was one */
export async function removeNative(folder: string): Promise<boolean> {
  if (!existsSync(folder)) return false;
  // Only what looks like ours: the user may have chosen the folder.
  if (!existsSync(join(folder, NATIVE_RECEIPT))) {
    throw new NativeInstallError(`${folder} holds no TensorFlow of ours: it is left as it is.`);
  }
  await rm(folder, { recursive: true });
  return true;
}

async function makeStage(folder: string): Promise<string> {
  try {
    await mkdir(dirname(folder), { recursive: true });
    return await mkdtemp(join(dirname(folder), `${basename(folder)}.part-`));
  } catch (error) {
    throw readable(error);
  }
}

async function install(ground: InstallGround, way: InstallNativeOptions['way']): Promise<string> {
  const { stage, signal, say } = ground;
  await writeEmptyPackage(stage);
  const wanted = `${NATIVE_PACKAGE}@${TFJS_NODE_VERSION}`;
  say(`Installing ${wanted} from the npm registry`);
  await npm(['install', '--ignore-scripts', wanted], { cwd: stage, signal, limit: 600, name: 'npm' });
  if (way === 'wheel') return await wheelInstall(ground);
  try {
    return await ordinaryInstall(ground);
  } catch (error) {
    if (way === 'ordinary' || !(error instanceof NativeInstallError)) throw error;
    say(`${error.message} Taking libtensorflow from TensorFlow's Python wheel instead`);
    try {
      return await wheelInstall(ground);
    } catch (second) {
      if (!(second instanceof NativeInstallError)) throw second;
      throw new NativeInstallError(`${error.message} The Python wheel does not help either: ${second.message}`);
    }
  }
}

async function verify(verifier: string, folder: string, signal?: AbortSignal): Promise<NativeVerification> {
  const tool = { signal, limit: 120, name: 'The training step' };
  const words = await runTool(process.execPath, [verifier, '--verify', folder], tool);
  const line = words.split('\n').find((candidate) => candidate.startsWith('{'));
  if (line === undefined) throw new NativeInstallError(`The training step gave no result: ${reasonIn(words)}`);
  return JSON.parse(line) as NativeVerification;
}

/** Failures of the disk as one line of ours. */
function readable(error: unknown): unknown {
  const code = errorCode(error);
  if (error instanceof NativeInstallError || !/^E[A-Z]+$/.test(code)) return error;
  const { path } = error as NodeJS.ErrnoException;
  const reason = code === 'ENOSPC' ? 'the disk is full, and about 2 GB are needed' : fileFailure(error);
  return new NativeInstallError(`It can't be installed${path === undefined ? '' : ` in ${path}`}: ${reason}.`, {
    cause: error,
  });
}
