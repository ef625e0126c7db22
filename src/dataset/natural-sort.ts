const collator = new Intl.Collator('en', { numeric: true });

/** Natural order: `2` before `10`. The same on every machine, whatever its language. */
export function naturalCompare(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
