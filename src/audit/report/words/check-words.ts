import { count, finePercent, plural } from '../../../numbers/index.ts';
import { CHECK_FACTS } from '../../options/picture-checks.ts';
import type { CheckType } from '../checks-schema.ts';
import type { AuditReport } from '../types.ts';

/** A check's result in one line, e.g. `Dark: 3 pictures (0.2%), hardly a pixel in a hundred is bright`. */
export interface CheckLine {
  readonly name: CheckType['name'];
  readonly text: string;
  /** The worst of the flagged pictures; none where they are too many to be told one by one. */
  readonly pictures: readonly { readonly path: string; readonly index: number; readonly score: number }[];
}

/** What the picture checks found, a line for each check that flagged something, in the order of the checks. */
export function checkLines({ checks, paths }: AuditReport): CheckLine[] {
  if (checks === undefined) return [];
  return checks.types
    .filter(({ flagged }) => flagged > 0)
    .map(({ name, flagged, pictures, usual }) => {
      const { title, meaning } = CHECK_FACTS[name];
      const sizes =
        usual === undefined ? '' : `; usual are ${pixels(Math.max(0, usual[0]))} to ${pixels(usual[1])} pixels a side`;
      const many = pictures.length === 0 ? '; too many to list one by one' : '';
      const share = finePercent(flagged / Math.max(1, checks.pictures));
      return {
        name,
        text: `${title}: ${plural(flagged, 'picture')} (${share}), ${meaning}${sizes}${many}`,
        pictures: pictures.map(({ index, score }) => ({ path: paths[index], index, score })),
      };
    });
}

/** What was looked for, where nothing of it was found. */
export function nothingFound({ checks }: AuditReport): string | undefined {
  if (checks === undefined || checks.types.some(({ flagged }) => flagged > 0)) return undefined;
  return `nothing in ${plural(checks.pictures, 'picture')} (${checks.types.map(({ name }) => name).join(', ')})`;
}

const pixels = (size: number): string => count(Math.round(size));
