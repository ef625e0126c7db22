import { InvalidArgumentError } from 'commander';
import { isAllowed, wantedOf, type Allowed } from '../../audit/index.ts';
import { nameList } from './name-list.ts';

/**
 * What an option's text means, if it is allowed.
 *
 * @throws InvalidArgumentError, which commander reports with the option's name
 */
export function readText(allowed: Allowed, text: string): unknown {
  const value = valueOf(allowed, text);
  if (!isAllowed(allowed, value)) throw new InvalidArgumentError(`It should be ${wantedOf(allowed)}.`);
  return value;
}

function valueOf(allowed: Allowed, text: string): unknown {
  switch (allowed.type) {
    case 'choice':
      return allowed.values.find((value) => String(value) === text);
    case 'integer':
      return /^[+-]?\d+$/.test(text.trim()) ? Number(text) : undefined;
    case 'number':
      return allowed.percent === true ? shareOf(text) : text.trim() === '' ? undefined : Number(text);
    case 'text':
      return text;
    case 'names':
      return nameList(text);
    case 'flag':
      return true;
  }
}

/** `10%` or `0.1` as a share. */
function shareOf(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(%?)\s*$/.exec(text);
  return match ? Number(match[1]) / (match[2] === '%' ? 100 : 1) : undefined;
}
