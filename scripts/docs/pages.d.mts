export const PAGES: readonly string[];
export function makePage(file: string): Promise<string>;
