export { setUp, type Installable, type Setup } from './install/setup-client.ts';
export { BACKENDS, DEFAULT_PRESET, MODELS, NETWORKS, PRESETS, TRAINING_LIMITS } from './types.ts';
export { SCALINGS } from './features/own-trunk/trunk-input.ts';
export type { NetworkName } from './types.ts';
