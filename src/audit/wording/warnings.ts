/**
 * The warnings that are said in every language of VS Code. Behind each what its names and numbers are; `more` is how many there
 * are beside those that are named.
 */
export const WARNING_KINDS = [
  /** Numbers: rows, of how many, tolerance, the first of them. */
  'rows-normalised',
  /** Numbers: pieces. */
  'pieces-normalised',
  /** Names: classes; numbers: more. */
  'classes-without-labels',
  'classes-never-predicted',
  'classes-never-predicted-last',
  'classes-unjudged',
  /** Names: classes; numbers: more, the least number of examples. */
  'classes-too-small',
  /** Names: option, filter, filters that it goes with. */
  'option-without-effect',
  /** Names: the class; numbers: pictures or groups, folds. */
  'class-of-one-picture',
  'class-of-few-pictures',
  'class-of-one-group',
  'class-of-few-groups',
  /** Numbers: labels. */
  'reviewed-labels',
  /** Numbers: the precision. */
  'none-listed',
  /** Numbers: log-loss, and that of frequencies alone. */
  'sets-hardly-learnt',
  /** Names: the file, rows; numbers: rows, more. */
  'rows-unknown',
  'rows-ambiguous',
  'rows-doubled',
  /** Names: the file, pictures; numbers: pictures, more, of how many. */
  'pictures-without-row',
  /** Of comparisons. Numbers: test pictures. */
  'test-was-seen',
  'trained-once',
  /** Numbers: the fewest repeats that say something. */
  'few-repeats',
  /** Names: the first picture; numbers: pictures. */
  'pictures-unread',
] as const;
export type WarningKind = (typeof WARNING_KINDS)[number];

/** What a warning says, as facts: panel and editor word it from them in other languages. */
export interface WarningFact {
  readonly kind: WarningKind;
  /** Names of classes, pictures and files that stand in it. */
  readonly names?: readonly string[];
  /** Numbers that stand in it. */
  readonly numbers?: readonly number[];
}

/** A warning in English, with its facts. */
export interface ToldWarning extends WarningFact {
  readonly text: string;
}

/** A warning; of rare ones nothing is known but the sentence. */
export type Warning = string | ToldWarning;

export function warningSentence(warning: Warning): string {
  return typeof warning === 'string' ? warning : warning.text;
}

/** The facts of warnings beside the sentences that a report lists, each with the place of its sentence. */
export interface ListedWarnings {
  readonly warnings: readonly string[];
  readonly warningFacts?: readonly (WarningFact & { readonly at: number })[];
}

/** Warnings as a report holds them, each sentence once. */
export function listWarnings(all: readonly Warning[]): ListedWarnings {
  const places = new Map<string, Warning>();
  for (const warning of all) {
    const text = warningSentence(warning);
    if (!places.has(text)) places.set(text, warning);
  }
  const warningFacts = [...places.values()].flatMap((warning, at) => {
    if (typeof warning === 'string') return [];
    const { kind, names, numbers } = warning;
    return [{ at, kind, ...(names === undefined ? {} : { names }), ...(numbers === undefined ? {} : { numbers }) }];
  });
  return { warnings: [...places.keys()], ...(warningFacts.length > 0 ? { warningFacts } : {}) };
}
