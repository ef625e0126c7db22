import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { defaultCacheFolder } from '../../../files/index.ts';
import { TrainingError } from '../../errors.ts';

// onnxruntime-node is no dependency of ours: some 300 MB. Who has ONNX files installs it. Its types, as far as they are used:

export interface OnnxTensor {
  readonly data: ArrayLike<number>;
  readonly dims: readonly number[];
}
export interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Versions before 1.21 have none. */
  readonly inputMetadata?: readonly { readonly type?: string; readonly shape?: readonly (number | string)[] }[];
  readonly run: (feeds: Record<string, OnnxTensor>, fetches: readonly string[]) => Promise<Record<string, OnnxTensor>>;
  readonly release?: () => Promise<void>;
}
export interface OnnxRuntime {
  readonly InferenceSession: { readonly create: (file: string, options: object) => Promise<OnnxSession> };
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => OnnxTensor;
}

const PACKAGE = 'onnxruntime-node';
/** Its first version; what it does is the same in all that begin with it. */
const MAJOR = '1';

/** Folder for an installation that both the command line and VS Code find, whatever is installed or updated beside it. */
export function onnxFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return join(defaultCacheFolder(environment), 'onnxruntime');
}

/** Places that the package is looked for in: this program's own node_modules, then the user's folder for it. */
function places(): NodeJS.Require[] {
  return [createRequire(import.meta.url), createRequire(join(onnxFolder(), 'package.json'))];
}

/**
 * Loads onnxruntime-node, which the user has installed.
 *
 * @param file ONNX file that needs it, for messages
 * @param requires where to look for it, best first
 * @throws TrainingError where it is not installed, is of a version that is not known, or does not load here; with the command
 *   that installs it
 */
export function loadOnnxRuntime(file: string, requires: readonly NodeJS.Require[] = places()): OnnxRuntime {
  let problem: string | undefined;
  let cause: unknown;
  for (const require of requires) {
    let found: { readonly version: string; readonly folder: string };
    try {
      const about = require.resolve(`${PACKAGE}/package.json`);
      found = { version: (require(about) as { readonly version: string }).version, folder: dirname(about) };
    } catch {
      continue;
    }
    const { version, folder } = found;
    if (version.split('.')[0] !== MAJOR) {
      problem ??= `what is installed in ${folder} is version ${version}`;
      continue;
    }
    try {
      return require(PACKAGE) as OnnxRuntime;
    } catch (error) {
      problem ??= `version ${version} in ${folder} does not load here (${firstLine(error)})`;
      cause ??= error;
    }
  }
  // On Linux its install script fetches CUDA libraries, which are not needed here: the package itself has the CPU's.
  const command = `npm install --ignore-scripts --prefix "${onnxFolder()}" ${PACKAGE}@${MAJOR}`;
  throw new TrainingError(
    `${file} is an ONNX file, which needs ${PACKAGE} ${MAJOR}: ${problem ?? 'it is not installed'}. Run ${command} in a terminal, and audit again: the command line and VS Code both look there.`,
    { cause },
  );
}

function firstLine(error: unknown): string {
  return error instanceof Error ? error.message.split('\n')[0] : String(error);
}
