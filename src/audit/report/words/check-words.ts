import { count, finePercent, plural } from '../../../numbers/index.ts';
import { CHECK_FACTS, type CheckName } from '../../options/picture-checks.ts';
import type { CheckType, Leak, NotMade, PictureSet } from '../schema/checks-schema.ts';
import type { AuditReport } from '../types.ts';

/** A check's result in one line, e.g. `Dark: 3 pictures (0.2%), hardly a pixel in a hundred is bright`. */
export interface CheckLine {
  readonly name: CheckType['name'];
  /** A leak spoils the figures that a model is judged by. */
  readonly level: 'error' | 'note';
  readonly text: string;
  /** The worst of the flagged pictures; none where they are too many to be told one by one, or stand in sets. */
  readonly pictures: readonly { readonly path: string; readonly index: number; readonly score: number }[];
  /** Pictures that show the same, the one that is proposed to stay first. */
  readonly sets: readonly PictureSet[];
  /** What was found of classes, groups and properties, each in a few words. */
  readonly findings: readonly string[];
}

/** What the checks found, a line for each check that found something, in the order of the checks. */
export function checkLines({ checks, paths }: AuditReport): CheckLine[] {
  if (checks === undefined) return [];
  return checks.types.filter(foundSomething).map((type) => {
    const { name, pictures, sets = [], findings = [] } = type;
    return {
      name,
      level: name === 'leaks' ? 'error' : 'note',
      text: textOf(type, checks.pictures),
      pictures: sets.length > 0 ? [] : pictures.map(({ index, score }) => ({ path: paths[index], index, score })),
      sets,
      findings: findings.map(findingWords),
    };
  });
}

/** Whether a check found something. */
export function foundSomething({ flagged, setCount = 0, score, threshold, findings = [] }: CheckType): boolean {
  return flagged > 0 || setCount > 0 || findings.length > 0 || (score !== undefined && score < threshold);
}

function textOf({ name, flagged, pictures, usual, setCount, leaks, score, threshold }: CheckType, all: number): string {
  const { title, meaning } = CHECK_FACTS[name];
  const share = finePercent(flagged / Math.max(1, all));
  if (leaks !== undefined && leaks.length > 0) return `${title}: ${leaks.map(leakWords).join('; ')}`;
  if (setCount !== undefined) {
    return `${title}: ${plural(flagged, 'picture')} (${share}) in ${plural(setCount, 'set')}, ${meaning}`;
  }
  if (flagged === 0) {
    const how = score === undefined ? '' : ` (score ${score.toFixed(3)}, suspect below ${threshold})`;
    return `${title}: ${meaning}${how}`;
  }
  const sizes =
    usual === undefined ? '' : `; usual are ${pixels(Math.max(0, usual[0]))} to ${pixels(usual[1])} pixels a side`;
  const many = pictures.length === 0 ? '; too many to list one by one' : '';
  return `${title}: ${plural(flagged, 'picture')} (${share}), ${meaning}${sizes}${many}`;
}

/** E.g. `47 test pictures also stand in train`. */
export function leakWords({ split, other, pictures }: Leak): string {
  return `${count(pictures)} ${split} ${pictures === 1 ? 'picture also stands' : 'pictures also stand'} in ${other}`;
}

/** E.g. `train/a.png (train, "cat")`: where a picture of a set stands, and what it is called. */
export function memberWords({ path, split, row, file, label }: PictureSet['members'][number]): string {
  const place = row === undefined ? [] : [file === undefined ? `row ${row}` : `row ${row} of ${file}`];
  const facts = [...(split === undefined ? [] : [split]), ...place, ...(label === undefined ? [] : [`"${label}"`])];
  return facts.length === 0 ? path : `${path} (${facts.join(', ')})`;
}

/**
 * Pictures that show the same, the one that is proposed to stay first: `a.png = b.png = …`.
 * @param most so many are named
 * @param write how a name is written
 */
export function setWords(
  { members }: Pick<PictureSet, 'members'>,
  most: number,
  write: (name: string) => string = (name) => name,
): string {
  const names = members.slice(0, most).map((member) => write(memberWords(member)));
  return `${names.join(' = ')}${members.length > most ? ' = …' : ''}`;
}

function findingWords({ class: name, property, score, pictures }: NonNullable<CheckType['findings']>[number]): string {
  const what =
    name !== undefined
      ? `class "${name}"`
      : property !== undefined
        ? ((CHECK_FACTS[property as CheckName] as (typeof CHECK_FACTS)[CheckName] | undefined)?.title.toLowerCase() ??
          property)
        : 'a group';
  const many = pictures === undefined ? '' : `, ${plural(pictures, 'picture')}`;
  return `${what}: ${score.toFixed(3)}${many}`;
}

/** What was looked for, where nothing of it was found. */
export function nothingFound({ checks }: AuditReport): string | undefined {
  if (checks === undefined || checks.types.length === 0 || checks.types.some(foundSomething)) return undefined;
  return `nothing in ${plural(checks.pictures, 'picture')} (${checks.types.map(({ name }) => name).join(', ')})`;
}

const REASONS: Readonly<Record<NotMade['reason'], string>> = {
  'no-features': 'the model gives no features; --model features has them, --features brings your own',
  'no-probabilities': 'there are no probabilities',
  'no-picture-scores': 'the pictures were not looked at',
  'no-order': 'class folders have no order',
  'too-few-pictures': 'there are too few pictures',
  'too-many-pictures': 'too many pictures look much the same',
  'one-split': 'there are no splits to leak between',
};

/** Why checks that were asked for were not made, a line for each reason. */
export function notMadeLines({ checks }: AuditReport): string[] {
  const names = new Map<NotMade['reason'], string[]>();
  for (const { name, reason } of checks?.notMade ?? []) {
    names.set(reason, [...(names.get(reason) ?? []), CHECK_FACTS[name].title]);
  }
  return [...names].map(([reason, titles]) => `${titles.join(', ')} not checked: ${REASONS[reason]}`);
}

const pixels = (size: number): string => count(Math.round(size));
