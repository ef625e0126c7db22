import { number, integer, type Integer, type Option, type OptionTable } from './option.ts';
import { CHECK_NAMES, CHECK_FACTS, type CheckName } from './picture-checks.ts';

/** How bad a data set may be: options of `check`. */
export const CHECK_OPTIONS = {
  maxIssues: {
    allowed: integer(0, Number.MAX_SAFE_INTEGER),
    flag: '--max-issues <n>',
    about: 'most label issues allowed',
    otherwise: '0, unless --min-health is given',
  },
  minHealth: {
    allowed: number(0, 1),
    flag: '--min-health <h>',
    about: 'least overall label health allowed, from 0 to 1',
  },
} as const satisfies OptionTable;

/** How much each check may flag: `--max-leaks 0` lets a data set pass only without leaks. */
export const CHECK_LIMITS: Readonly<Record<string, Option<Integer>>> = Object.fromEntries(
  CHECK_NAMES.map((name) => [
    limitOf(name),
    {
      allowed: integer(0, Number.MAX_SAFE_INTEGER),
      flag: `--max-${name.replaceAll('_', '-')} <n>`,
      about: `most that may be flagged: ${CHECK_FACTS[name].title.toLowerCase()}`,
      otherwise: 'not looked at',
    },
  ]),
);
/** Most pictures that checks may flag, by the name of the option. */
export type CheckLimits = Readonly<Record<string, number | undefined>>;

/** The option that limits a check, by its name among flags. */
export function limitOf(name: CheckName): string {
  const words = name.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `max${words.join('')}`;
}
