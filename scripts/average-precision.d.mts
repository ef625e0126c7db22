export function averagePrecision(scores: readonly number[], relevant: readonly boolean[]): number;
