import { naturalCompare } from '../natural-sort.ts';

/** A set of no class, in words; no class may be called so. */
export const NO_CLASS = '(none)';

/** What divides the classes in the text of a set whose file has no separator of its own. */
export const SET_SEPARATOR = '|';

/**
 * A set of classes as one text, by which sets are shown, compared and decided on: each class once, in natural order, whatever
 * the order in a file.
 *
 * @param separator stands in none of the names
 */
export function joinSet(classes: Iterable<string>, separator: string): string {
  const sorted = [...new Set(classes)].sort(naturalCompare);
  return sorted.length === 0 ? NO_CLASS : sorted.join(separator);
}

/** The classes in the text of a set, as they stand there: of a person's typing, too. */
export function splitSet(text: string, separator: string): string[] {
  if (text.trim() === NO_CLASS) return [];
  const parts = text.split(separator).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}
