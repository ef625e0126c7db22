import { InputError } from '../../files/index.ts';
import { isAllowed, wantedOf } from '../options/allowed-values.ts';
import type { Allowed, ValueOf } from '../options/option.ts';
import { modelName } from './model-text.ts';

/** Numbers of issues. */
interface Issues {
  readonly type: 'issues';
}

/** One input of a tool. */
export interface ToolInput<A extends Allowed | Issues = Allowed | Issues> {
  readonly allowed: A;
  /** What it is, for a model. */
  readonly about: string;
  readonly required?: true;
}

export type ToolInputs = Readonly<Record<string, ToolInput>>;

type InputOf<A> = A extends Issues ? readonly number[] : A extends Allowed ? ValueOf<A> : never;

type Required<T extends ToolInputs> = {
  [N in keyof T]: T[N] extends { readonly required: true } ? N : never;
}[keyof T];

/** What a tool is given, once it has been checked. */
export type InputValues<T extends ToolInputs> = {
  readonly [N in Required<T>]: InputOf<T[N]['allowed']>;
} & { readonly [N in Exclude<keyof T, Required<T>>]?: InputOf<T[N]['allowed']> };

export const ISSUES: Issues = { type: 'issues' };

/** So many issues are named at once. */
const MOST_ISSUES = 500;
/** Issues are numbered from 1. */
const LAST_ISSUE = 100_000_000;
/** No label and no path that is typed is longer. */
const MOST_TEXT = 4096;

/** The JSON schema of a tool's inputs. */
export function inputSchema(inputs: ToolInputs): { readonly type: 'object' } & Readonly<Record<string, unknown>> {
  const entries = Object.entries(inputs);
  const required = entries.flatMap(([name, { required: must }]) => (must === true ? [name] : []));
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, input]) => [name, property(input)])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

function property({ allowed, about: description }: ToolInput): Readonly<Record<string, unknown>> {
  switch (allowed.type) {
    case 'choice':
      return { type: 'string', enum: [...allowed.values], description };
    case 'integer':
    case 'number':
      return { type: allowed.type, minimum: allowed.least, maximum: allowed.most, description };
    case 'text':
      return { type: 'string', maxLength: MOST_TEXT, description };
    case 'names':
      return { type: 'array', items: { type: 'string', maxLength: MOST_TEXT }, description };
    case 'flag':
      return { type: 'boolean', description };
    case 'issues':
      return {
        ...{ type: 'array', minItems: 1, maxItems: MOST_ISSUES, uniqueItems: true },
        ...{ items: { type: 'integer', minimum: 1 }, description },
      };
  }
}

/**
 * What a model passed, checked: models leave out, invent and misspell.
 * @param given of any type; a field that is null counts as left out
 * @throws InputError that names the field, and what it should be
 */
export function readInput<T extends ToolInputs>(inputs: T, given: unknown): InputValues<T> {
  if (typeof (given ?? {}) !== 'object' || Array.isArray(given)) throw new InputError('The input should be an object.');
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given ?? {})) {
    if (value === null || value === undefined) continue;
    if (!Object.hasOwn(inputs, name)) {
      const known = Object.keys(inputs).join(', ');
      throw new InputError(`There is no input "${modelName(name)}". The inputs are: ${known}.`);
    }
    const { allowed } = inputs[name];
    if (!holds(allowed, value)) {
      throw new InputError(`${name} should be ${wanted(allowed)}, not ${modelName(JSON.stringify(value))}.`);
    }
    values[name] = value;
  }
  const missing = Object.keys(inputs).find((name) => inputs[name].required === true && !(name in values));
  if (missing !== undefined) throw new InputError(`${missing} is missing: ${inputs[missing].about}`);
  return values as InputValues<T>;
}

function holds(allowed: Allowed | Issues, value: unknown): boolean {
  if (allowed.type !== 'issues') {
    return isAllowed(allowed, value) && (typeof value !== 'string' || value.length <= MOST_TEXT);
  }
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_ISSUES) return false;
  return value.every((one) => Number.isInteger(one) && one >= 1 && one <= LAST_ISSUE);
}

function wanted(allowed: Allowed | Issues): string {
  return allowed.type === 'issues' ? `a list of 1 to ${MOST_ISSUES} numbers of issues` : wantedOf(allowed);
}
