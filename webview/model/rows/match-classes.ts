/** At most so many are shown: who needs more types another letter. */
const MOST = 50;

/**
 * Classes that match what was typed, best first: the same name, names that begin so, words that begin so, names that hold
 * it anywhere. In any case, whatever accents.
 */
export function matchClasses(classes: readonly string[], typed: string): string[] {
  const wanted = folded(typed.trim());
  if (wanted === '') return classes.slice(0, MOST);
  const rank = (name: string): number => {
    const text = folded(name);
    const at = text.indexOf(wanted);
    if (at < 0) return 4;
    if (text === wanted) return 0;
    if (at === 0) return 1;
    return text.split(/[\s_.:/-]+/u).some((word) => word.startsWith(wanted)) ? 2 : 3;
  };
  return classes
    .map((name) => ({ name, rank: rank(name) }))
    .filter((one) => one.rank < 4)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map((one) => one.name);
}

const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
