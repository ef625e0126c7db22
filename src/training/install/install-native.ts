import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InstallError } from './errors.ts';
import { TFJS_NODE_VERSION, type InstallGround } from './install-steps.ts';
import { NATIVE_PACKAGE, NATIVE_RECEIPT } from '../backends/native/native-location.ts';
import { npm, writeEmptyPackage } from './npm.ts';
import { ordinaryInstall } from './ordinary-install.ts';
import { removeInstallation, stagedInstall, verifyElsewhere, type Installation } from './staged-install.ts';
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

/** Seconds. */
const VERIFY_LIMIT = 120;

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
 * Installs native TensorFlow into a folder of its own; see `stagedInstall`.
 * @throws InstallError with one line on why; the signal's reason when it aborts
 */
export async function installNative(options: InstallNativeOptions): Promise<NativeReceipt> {
  const { folder, others = [], verifier, way, force = false, signal, say } = options;
  for (const there of force ? [] : [folder, ...others]) {
    const known = await readReceipt(there);
    if (known === undefined) continue;
    say(`TensorFlow ${known.tensorflow} is installed in ${there} already, from the ${known.source}`);
    return known;
  }
  return await stagedInstall(nativeIn(folder), { signal, say }, async (ground) => {
    const source = await install(ground, way);
    say('Verifying with training steps in a process of its own');
    const verification = await verifyElsewhere<NativeVerification>(verifier, ground.stage, VERIFY_LIMIT, signal);
    const { tensorflow, gradientDifference, firstLoss, lastLoss } = verification;
    say(
      `TensorFlow ${tensorflow} trains: loss ${firstLoss.toFixed(3)} to ${lastLoss.toFixed(3)}, gradients within ` +
        `${gradientDifference.toExponential(1)} of the plain backend's`,
    );
    const { platform, arch } = process;
    return {
      ...{ package: `${NATIVE_PACKAGE}@${TFJS_NODE_VERSION}`, source, platform, arch },
      ...{ date: new Date().toISOString(), ...verification },
    };
  });
}

/** Removes an installation. @returns whether there was one */
export function removeNative(folder: string): Promise<boolean> {
  return removeInstallation(nativeIn(folder));
}

const nativeIn = (folder: string): Installation => ({
  ...{ folder, receipt: NATIVE_RECEIPT, what: 'TensorFlow', room: '2 GB' },
});

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
    if (way === 'ordinary' || !(error instanceof InstallError)) throw error;
    say(`${error.message} Taking libtensorflow from TensorFlow's Python wheel instead`);
    try {
      return await wheelInstall(ground);
    } catch (second) {
      if (!(second instanceof InstallError)) throw second;
      throw new InstallError(`${error.message} The Python wheel does not help either: ${second.message}`);
    }
  }
}
