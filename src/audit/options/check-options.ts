import { number, integer, type OptionTable } from './option.ts';

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
