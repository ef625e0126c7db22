import { TrainingError } from '../../errors.ts';
import type { Trunk } from '../../networks/efficientnet-lite0.ts';
import { loadOnnxRuntime } from './onnx-runtime.ts';
import type { OwnTrunkOptions } from './tfjs-trunk.ts';
import { pooledOutput, trunkInput, type Layout } from './trunk-input.ts';

const PROBE = 224;

/**
 * A network of the user's in an ONNX file, by onnxruntime-node, which the user has installed.
 *
 * @param threads for one picture
 * @throws TrainingError as `loadOnnxRuntime`; where the file can't be loaded, does not take one picture, or has no output of
 *   that name
 */
export async function loadOnnxTrunk(
  file: string,
  { scaling, output }: OwnTrunkOptions,
  threads: number,
): Promise<Trunk> {
  const { InferenceSession, Tensor } = loadOnnxRuntime(file);
  const session = await InferenceSession.create(file, { intraOpNumThreads: threads, logSeverityLevel: 3 }).catch(
    (cause: unknown) => {
      throw new TrainingError(`${file} can't be loaded: ${reasonOf(cause)}`, { cause });
    },
  );
  const [name] = session.inputNames;
  if (session.inputNames.length !== 1) {
    throw new TrainingError(`${file} should take one picture, but takes ${session.inputNames.join(', ')}.`);
  }
  if (output !== undefined && !session.outputNames.includes(output)) {
    throw new TrainingError(`${file} has no output "${output}"; it has ${session.outputNames.join(', ')}.`);
  }
  if (output === undefined && session.outputNames.length > 1) {
    throw new TrainingError(
      `${file} has several outputs (${session.outputNames.join(', ')}): name one with --trunk-output.`,
    );
  }
  const wanted = output ?? session.outputNames[0];
  const shape = session.inputMetadata?.[0]?.shape;
  // Nearly all ONNX files take colours first.
  const layout: Layout = shape?.length === 4 && shape[3] === 3 ? 'nhwc' : 'nchw';
  const fixed = shape?.[layout === 'nhwc' ? 1 : 2];
  const side = typeof fixed === 'number' && fixed > 0 ? fixed : undefined;
  const extract = async (pixels: Uint8Array, n: number, asked: number): Promise<Float32Array> => {
    const dims = layout === 'nhwc' ? [n, asked, asked, 3] : [n, 3, asked, asked];
    const input = new Tensor('float32', trunkInput(pixels, n, asked, scaling, layout), dims);
    const results = await session.run({ [name]: input }, [wanted]).catch((cause: unknown) => {
      throw new TrainingError(`${file} does not run on ${asked}×${asked} pictures: ${reasonOf(cause)}`, { cause });
    });
    const { data, dims: found } = results[wanted];
    const pooled = pooledOutput(data, found, layout);
    if (pooled !== undefined) return pooled.data;
    throw new TrainingError(
      `${file}: the output ${wanted} of ${found.join('×')} is no vector, map or list of vectors for each picture. Name another with --trunk-output.`,
    );
  };
  const size = side ?? PROBE;
  const features = (await extract(new Uint8Array(size * size * 3), 1, size)).length;
  return {
    features,
    ...(side === undefined ? {} : { side }),
    extract,
    dispose: () => {
      void session.release?.();
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.split('\n')[0] : String(error);
}
