import { bundledFile } from '../../processes/index.ts';
import { createEfficientNetLite0, type Trunk } from '../networks/efficientnet-lite0.ts';
import { readSafetensors } from '../networks/safetensors.ts';
import { TRUNK_SHA256 } from './trunk-facts.ts';

const FILE = 'efficientnet-lite0.safetensors';

/**
 * Loads the pretrained trunk onto the running backend.
 * @throws TrainingError where its weights are missing or damaged
 */
export async function loadTrunk(): Promise<Trunk> {
  return createEfficientNetLite0(await readSafetensors(bundledFile(FILE), TRUNK_SHA256));
}
