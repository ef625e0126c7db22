export function isPreRelease(version: string): boolean;
