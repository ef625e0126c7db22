import * as v from 'valibot';
import type { Infer, Schema } from './schemas.ts';

/** Where a value is not what a schema wants, and in what. */
export interface Mismatch {
  /** As in `issues[3].path`; '' for the value as a whole. */
  readonly place: string;
  /** What should be there, e.g. `a number from 0 to 1`. */
  readonly wanted: string;
  /** What is there. */
  readonly found: unknown;
}

export type Match<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly mismatch: Mismatch };

const EARLY = { abortEarly: true } as const;

/** The value as a schema reads it, or the first mismatch. Never throws. */
export function match<S extends Schema<unknown>>(schema: S, value: unknown): Match<Infer<S>> {
  try {
    const result = v.safeParse(schema, value, EARLY);
    if (result.success) return { ok: true, value: result.output as Infer<S> };
    const [{ message, input, expected, path = [] }] = result.issues;
    const last = path.at(-1);
    // What is too much in a list is told of as an entry of it.
    const tooMuch = expected === 'never' && last !== undefined;
    const place = placeOf(tooMuch ? path.slice(0, -1) : path);
    return { ok: false, mismatch: { place, wanted: message, found: tooMuch ? last.input : input } };
  } catch {
    // A value that throws when it is looked at (a getter, a proxy) is none of ours either.
    return { ok: false, mismatch: { place: '', wanted: 'something that can be read', found: undefined } };
  }
}

function placeOf(path: readonly v.IssuePathItem[]): string {
  let place = '';
  for (const { type, key } of path) {
    if (type === 'array') place += `[${String(key)}]`;
    else place += place === '' ? String(key) : `.${String(key)}`;
  }
  return place;
}

/** A value in few words, for an error. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, 50)) : `${value as number | boolean | null}`;
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/**
 * A mismatch in a file, in words: names the place, what should be there, and what is.
 * @param all what the value as a whole is called
 */
export function mismatchText({ place, wanted, found }: Mismatch, all = 'the whole file'): string {
  const is = found === undefined ? 'is missing' : `is ${shown(found)}`;
  return `${place === '' ? all : place} should be ${wanted}, but ${is}`;
}
