export const PLAIN_FILES: readonly string[];
export function stageVsix(stage: string): Promise<void>;
