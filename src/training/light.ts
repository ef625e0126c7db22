export { setUpNative, type NativeSetup } from './install/native-client.ts';
export { BACKENDS, DEFAULT_PRESET, MODELS, PRESETS } from './types.ts';
