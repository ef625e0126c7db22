import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Folder of the Roman numerals, or undefined where `../shared` is not there. */
export function romanNumerals(what: string): string | undefined {
  const folder = join(process.env.LABEL_AUDIT_SHARED ?? resolve('..', 'shared'), 'data', 'roman-numerals');
  if (existsSync(join(folder, 'labels.csv'))) return folder;
  console.log(`skipped: ${what} needs ${folder} (LABEL_AUDIT_SHARED names another place)`);
  return undefined;
}
