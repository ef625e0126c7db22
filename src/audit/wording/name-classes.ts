/**
 * Core knows classes by index; people know them by name. Puts the names into a warning of core's, as in
 * `Classes 3, 5: too few examples` → `Classes "iv", "vi": too few examples`.
 */
export function nameClasses(warning: string, classes: readonly string[]): string {
  return warning.replace(/\b([Cc]lass(?:es)?) (\d+(?:, \d+)*)/g, (_, word: string, indices: string) => {
    const names = indices.split(', ').map((index) => JSON.stringify(classes[Number(index)]));
    return `${word} ${names.join(', ')}`;
  });
}
