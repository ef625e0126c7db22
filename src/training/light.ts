export { setUpNative, type NativeSetup } from './install/native-client.ts';
export { BACKENDS, DEFAULT_PRESET, MODELS, PRESETS, TRAINING_LIMITS } from './types.ts';
