// What other programs sort by: Python's sorted(), of which nearly all arrays of labels and probabilities come.

/** Compares texts by code points, as Python does: capitals before small letters, `10` before `2`. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    // Surrogates stand for code points above all others, though units from U+E000 on are higher.
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? rank(x) - rank(y) : x - y;
  }
  return a.length - b.length;
}

/** The comparison for these texts: the engine's own, which is faster, where all of them have code points of one unit. */
export function comparisonOf(texts: Iterable<string>): (a: string, b: string) => number {
  for (const text of texts) if (/[\ud800-\udfff]/.test(text)) return compareCodePoints;
  return (a, b) => (a < b ? -1 : a > b ? 1 : 0);
}

const rank = (unit: number): number => (unit >= 0xe000 ? unit - 0x2000 : unit + 0x800);

const NUMBER = /^[+-]?\d+(?:\.\d*)?$/;

/** Labels as pandas and numpy sort them: by value where all of them are numbers, else by code points. */
export function sortedAsPython(labels: readonly string[]): string[] {
  if (!labels.every((label) => NUMBER.test(label))) return [...labels].sort(compareCodePoints);
  return [...labels].sort((a, b) => Number(a) - Number(b) || compareCodePoints(a, b));
}
