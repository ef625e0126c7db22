export function stageNpm(stage: string): Promise<void>;
