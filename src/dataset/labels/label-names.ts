/** Labels that look like one another, and may be meant as the same class. */
export interface LookAlikes {
  /** The one that most rows bear: the others would become it. */
  readonly keep: string;
  /** The others. */
  readonly others: readonly string[];
  /** How they differ, as the end of a sentence. */
  readonly difference: string;
}

/** Invisible: zero-width characters, joiners outside of emoji, soft hyphens, byte order marks. */
const INVISIBLE = /[\u00ad\u200b\u200c\u2060\ufeff]/g;

/** What a label is compared by; each step forgives more. */
const FORMS: readonly (readonly [difference: string, form: (label: string) => string])[] = [
  ['in how letters are composed (Unicode NFC and NFD)', (label) => label.normalize('NFC')],
  ['in invisible characters', (label) => label.normalize('NFC').replaceAll(INVISIBLE, '')],
  ['in blanks', (label) => blanks(label.normalize('NFC').replaceAll(INVISIBLE, ''))],
  ['in how a number is written', (label) => numbers(blanks(label.normalize('NFC').replaceAll(INVISIBLE, '')))],
  [
    'in capital letters, punctuation or width',
    (label) => loose(numbers(blanks(label.normalize('NFKC').replaceAll(INVISIBLE, '')))),
  ],
];

const blanks = (label: string): string => label.replaceAll(/\s+/gu, ' ').trim();

/** `3.0` is 3; `03` is a name of its own. */
function numbers(label: string): string {
  const whole = /^([+-]?\d+)\.0+$/.exec(label);
  return whole ? whole[1].replace(/^\+/, '') : label;
}

function loose(label: string): string {
  const folded = label.toLowerCase().replaceAll(/[\s_-]+/gu, ' ');
  // `c++` and `c#` are no two ways of writing `c`.
  return folded.trim();
}

/**
 * Finds labels that look alike: cat and Cat, café in NFC and NFD, zero-width characters, two blanks for one, 3 and 3.0,
 * ice_cream and ice cream.
 * @param counts how many rows bear each label
 */
export function findLookAlikes(counts: ReadonlyMap<string, number>): LookAlikes[] {
  const last = FORMS[FORMS.length - 1][1];
  const groups = new Map<string, string[]>();
  for (const label of counts.keys()) {
    const key = last(label);
    const group = groups.get(key);
    if (group) group.push(label);
    else groups.set(key, [label]);
  }
  return [...groups.values()]
    .filter((labels) => labels.length > 1)
    .map((labels) => {
      const [keep, ...others] = labels.toSorted((a, b) => counts.get(b)! - counts.get(a)! || tidiness(b) - tidiness(a));
      const difference = FORMS.find(([, form]) => new Set(labels.map(form)).size === 1)?.[0] ?? FORMS[0][0];
      return { keep, others, difference };
    });
}

/** Of two equally frequent ones the composed one without oddities is kept. */
function tidiness(label: string): number {
  return (label.normalize('NFC') === label ? 2 : 0) + (blanks(label.replaceAll(INVISIBLE, '')) === label ? 1 : 0);
}

/** A label as a message shows it: what can't be seen is spelt out. */
export function visibleLabel(label: string): string {
  const shown = label.replaceAll(/\p{Mn}|[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00a0]/gu, (mark) => {
    return `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return JSON.stringify(shown).replaceAll('\\\\u', '\\u');
}

/** Words that say that there is no label, or none of the classes. */
const NO_CLASS = new Set([
  ...['nan', 'none', 'n/a', 'na', '#n/a', 'null', 'nil', '-1', '-', '--', '?', 'undefined', 'missing', 'tbd', 'todo'],
  ...['not sure', 'unsure', 'other', 'others', 'skip', 'skipped', 'unknown', 'unlabeled', 'unlabelled', 'no label'],
  ...['ignore', 'ambiguous', "don't know", 'dont know', 'not applicable', 'not labeled', 'not labelled', 'error'],
]);

/** Labels that may not be meant as classes: `nan`, `None`, `-1`, `Not sure`, `Other`, `Skip`. */
export function noClassLabels(labels: Iterable<string>): string[] {
  return [...labels].filter((label) => NO_CLASS.has(blanks(label).toLowerCase().replaceAll('_', ' ')));
}

/** Labels that seem to name several classes in one cell. */
export interface SeveralInOne {
  readonly separator: string;
  readonly labels: readonly string[];
}

/** Dividers, the surest first. */
const SEPARATORS = ['|', ';', ',', '&', '+', '/', ' '];

/**
 * Labels that seem to name several classes at once, such as `cat and dog` as `cat|dog`. Only where each part is a label by
 * itself, too; for `|` and `;`, which hardly stand in names, one part will do, also as a part of another such label.
 */
export function severalInOne(labels: Iterable<string>): SeveralInOne | undefined {
  const all = new Set(labels);
  for (const separator of SEPARATORS) {
    const partsOf = (label: string): string[] => {
      const parts = label.split(separator).map((part) => part.trim());
      return parts.length > 1 && parts.every((part) => part !== '') ? parts : [];
    };
    const uses = new Map<string, number>();
    for (const label of all) for (const part of new Set(partsOf(label))) uses.set(part, (uses.get(part) ?? 0) + 1);
    const isSure = separator === '|' || separator === ';';
    const isClass = (part: string): boolean => all.has(part) || (isSure && (uses.get(part) ?? 0) > 1);
    const found = [...all].filter((label) => {
      const parts = partsOf(label);
      if (new Set(parts).size < 2) return false;
      return isSure ? parts.some(isClass) : parts.every(isClass);
    });
    if (found.length > 0) return { separator, labels: found };
  }
  return undefined;
}
