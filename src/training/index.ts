export { BACKENDS, MODELS } from './types.ts';
export type * from './types.ts';
