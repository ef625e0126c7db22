/** What stands for no label at all, as the extension writes it. */
const NO_CLASS = '(none)';

/** The classes in the text of a set of labels. */
export function classesOf(text: string | undefined, separator: string): readonly string[] {
  if (text === undefined || text.trim() === NO_CLASS) return [];
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A label that is missing in a set, or wrong in it. */
export interface SetChange {
  readonly class: string;
  readonly add: boolean;
}

/** What makes one set of another: first what is to be added. */
export function changesBetween(given: string, suggested: string, separator: string): readonly SetChange[] {
  const [from, to] = [classesOf(given, separator), classesOf(suggested, separator)];
  return [
    ...to.filter((name) => !from.includes(name)).map((name) => ({ class: name, add: true })),
    ...from.filter((name) => !to.includes(name)).map((name) => ({ class: name, add: false })),
  ];
}
