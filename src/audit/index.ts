export { SCHEMA_VERSION } from './types.ts';
export type * from './types.ts';
