import type { Packed } from './shipped-packages.mjs';
export const PLAIN_FILES: readonly string[];
export function stageVsix(stage: string, packed?: Packed): Promise<void>;
