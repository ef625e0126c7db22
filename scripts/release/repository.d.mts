export interface Repository {
  readonly address: string;
  readonly owner: string;
  readonly name: string;
}
export function parseRepository(text: string): Repository;
export function readRepository(root: string): Promise<Repository>;
export function repositoryProblems(root: string): Promise<string[]>;
export function setRepository(root: string, address: string): Promise<void>;
