/** Made when it is first asked for: that takes milliseconds, which the editor's start would wait for. */
let collator: Intl.Collator | undefined;

/** Natural order: `2` before `10`. The same on every machine, whatever its language. */
export function naturalCompare(a: string, b: string): number {
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
