import type { Trunk } from '../../networks/efficientnet-lite0.ts';
import type { OwnTrunk } from './find-own-trunk.ts';

/**
 * Loads a user's network, onto the running backend or into onnxruntime-node.
 * @param threads for one picture
 * @throws TrainingError where it can't be loaded, with what to do
 */
export async function loadOwnTrunk({ kind, file, ...how }: OwnTrunk, threads: number): Promise<Trunk> {
  // Loaded only where they are needed: together they are larger than all else that this process runs.
  if (kind === 'onnx') return (await import('./onnx-trunk.ts')).loadOnnxTrunk(file, how, threads);
  return (await import('./tfjs-trunk.ts')).loadTfjsTrunk(file, how);
}
