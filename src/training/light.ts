export { setUpNative, type NativeSetup } from './install/native-client.ts';
export { BACKENDS, MODELS, PRESETS } from './types.ts';
