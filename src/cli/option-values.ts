import { InvalidArgumentError, Option } from 'commander';

/** Parses an option's text as a whole number in [low, high]; commander reports the failure with the option's name. */
export function wholeNumber(low: number, high = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const wanted = high === Number.MAX_SAFE_INTEGER ? `of at least ${low}` : `from ${low} to ${high}`;
  return (text) => {
    const value = Number(text);
    if (!/^[+-]?\d+$/.test(text.trim()) || value < low || value > high) {
      throw new InvalidArgumentError(`It should be a whole number ${wanted}.`);
    }
    return value;
  };
}

/** Parses an option's text as a number that `accepts` likes; `wanted` says in words which those are. */
export function realNumber(accepts: (value: number) => boolean, wanted: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value) || !accepts(value)) {
      throw new InvalidArgumentError(`It should be ${wanted}.`);
    }
    return value;
  };
}

/** Parses `a,b,c` as a list of different, non-empty names. */
export function nameList(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes(''))
    throw new InvalidArgumentError('It should be names with a comma between, none of them empty.');
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new InvalidArgumentError(`"${twice}" stands there twice.`);
  return names;
}

/** An option that takes one of a few words. */
export function choiceOption(flags: string, description: string, choices: readonly string[], preset?: string): Option {
  const option = new Option(flags, description).choices(choices);
  return preset === undefined ? option : option.default(preset);
}

export const notNegative = realNumber((value) => value >= 0, 'a number of at least 0');
export const positive = realNumber((value) => value > 0, 'a number above 0');
