import type { OptionTable } from '../../src/audit/options/option.ts';

export function settingsManifest(
  tables: readonly OptionTable[],
  texts: Readonly<
    Record<string, string | { readonly text: string; readonly choices: Readonly<Record<string, string>> }>
  >,
): {
  readonly properties: Readonly<Record<string, object>>;
  readonly restricted: readonly string[];
  readonly words: Readonly<Record<string, string>>;
};
