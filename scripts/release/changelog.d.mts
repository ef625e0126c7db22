export interface ChangelogEntry {
  readonly version: string;
  readonly date: string | null;
  readonly body: string;
}
export function readChangelog(text: string): ChangelogEntry[];
export function dateChangelog(text: string, version: string, date: string): string;
