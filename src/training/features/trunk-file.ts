import { bundledFile } from '../../processes/index.ts';
import { createEfficientNetLite0, type Trunk } from '../networks/efficientnet-lite0.ts';
import { readSafetensors } from '../networks/safetensors.ts';

/** Numbers per picture and view. */
export const TRUNK_FEATURES = 1952;
/** What reports call it. */
export const TRUNK_NAME = 'EfficientNet-Lite0';
/** SHA-256 of the weight file that scripts/make-trunk.py makes. */
export const TRUNK_SHA256 = 'd95fa1e33486537fa83129e4bbbc9a1303d902e5588856953266f3371d93fe9c';
const FILE = 'efficientnet-lite0.safetensors';

/**
 * Loads the pretrained trunk onto the running backend.
 * @throws TrainingError where its weights are missing or damaged
 */
export async function loadTrunk(): Promise<Trunk> {
  return createEfficientNetLite0(await readSafetensors(bundledFile(FILE), TRUNK_SHA256));
}
