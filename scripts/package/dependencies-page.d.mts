export const PAGE: string;
export function dependenciesPage(): Promise<string>;
