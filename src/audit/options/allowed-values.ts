import type { Allowed, Option, OptionTable, OptionValues, Decimal } from './option.ts';

/** Whether a value of any type, as settings and files hold them, is one that the option may have. */
export function isAllowed(allowed: Allowed, value: unknown): boolean {
  switch (allowed.type) {
    case 'choice':
      return (allowed.values as readonly unknown[]).includes(value);
    case 'integer':
      return Number.isInteger(value) && inLimits(allowed, value as number);
    case 'number':
      return (
        typeof value === 'number' &&
        inLimits(allowed, value) &&
        !(allowed.above === true && value === allowed.least) &&
        !(allowed.below === true && value === allowed.most)
      );
    case 'text':
      return typeof value === 'string' && value.trim() !== '';
    case 'names':
      return Array.isArray(value) && value.every((name) => typeof name === 'string');
    case 'flag':
      return typeof value === 'boolean';
  }
}

const inLimits = ({ least, most }: { readonly least: number; readonly most: number }, value: number): boolean =>
  value >= least && value <= most;

/** What is allowed, in words that follow "should be". */
export function wantedOf(allowed: Allowed): string {
  switch (allowed.type) {
    case 'choice':
      return `one of ${allowed.values.join(', ')}`;
    case 'integer':
      return allowed.most < Number.MAX_SAFE_INTEGER
        ? `a whole number from ${allowed.least} to ${allowed.most}`
        : `a whole number of at least ${allowed.least}`;
    case 'number':
      return allowed.percent === true
        ? `a share ${rangeOf(allowed, (share) => `${100 * share}%`)}, such as 10% or 0.1`
        : `a number ${rangeOf(allowed, String)}`;
    case 'text':
      return 'a text that is not blank';
    case 'names':
      return 'a list of names';
    case 'flag':
      return 'true or false';
  }
}

function rangeOf({ least, most, above, below }: Decimal, written: (value: number) => string): string {
  if (most === Number.MAX_VALUE) return `${above === true ? 'above' : 'of at least'} ${written(least)}`;
  if (above !== true && below !== true) return `from ${written(least)} to ${written(most)}`;
  const low = above === true ? 'above' : 'of at least';
  const high = below === true ? 'below' : 'at most';
  return `${low} ${written(least)} and ${high} ${written(most)}`;
}

/** The defaults of a table's options. */
export function defaultsOf<T extends OptionTable>(table: T): OptionValues<T> {
  const entries = Object.entries<Option>(table).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries) as OptionValues<T>;
}

/** The names of the options that `holds` is true of. */
export function namesOf<T extends OptionTable>(table: T, holds: (option: Option) => boolean): (keyof T & string)[] {
  return Object.entries<Option>(table).flatMap(([name, option]) => (holds(option) ? [name] : []));
}
