// What a message between the panel's host and its front end is made of, described once: a schema both checks a value at
// run time and is its type (`Infer`). Of our own, and not a library's: it is small, its types are read-only, it names the
// place of a fault, and it bounds text and lists.

/** Reads a value of one shape: rebuilds it from the fields that are known. Throws where it is of another shape. */
export type Schema<T> = (value: unknown, place: string) => T;

/** The type of what a schema reads. */
export type Infer<S> = S extends Schema<infer T> ? T : never;

type Fields = Readonly<Record<string, Schema<unknown>>>;
type Flat<T> = { readonly [K in keyof T]: T[K] };
type OptionalKey<F extends Fields> = { [K in keyof F]: undefined extends Infer<F[K]> ? K : never }[keyof F];
type Entry<F extends Fields> = Flat<
  { [K in Exclude<keyof F, OptionalKey<F>>]: Infer<F[K]> } & {
    [K in OptionalKey<F>]?: Exclude<Infer<F[K]>, undefined>;
  }
>;
type Variant<Tag extends string, V extends Readonly<Record<string, Fields>>> = {
  [K in keyof V & string]: Flat<Readonly<Record<Tag, K>> & Entry<V[K]>>;
}[keyof V & string];

class Mismatch extends Error {}

function refuse(place: string, wanted: string): never {
  throw new Mismatch(`${place || 'it'} is not ${wanted}`);
}

/** No label, path or message is longer. */
const MOST_TEXT = 1_000_000;
/** No data set has more examples, and no list more entries. */
const MOST_ENTRIES = 10_000_000;

export const text: Schema<string> = (value, place) =>
  typeof value === 'string' && value.length <= MOST_TEXT ? value : refuse(place, 'a text');

export const flag: Schema<boolean> = (value, place) =>
  typeof value === 'boolean' ? value : refuse(place, 'a boolean');

/** Any number but NaN and the infinite ones. */
export const real: Schema<number> = (value, place) =>
  typeof value === 'number' && Number.isFinite(value) ? value : refuse(place, 'a number');

/** A count, or a place in a list: 0, 1, 2… */
export const whole: Schema<number> = (value, place) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : refuse(place, 'a whole number');

/** In [0, 1]. */
export const unit: Schema<number> = (value, place) =>
  typeof value === 'number' && value >= 0 && value <= 1 ? value : refuse(place, 'a number from 0 to 1');

export const oneOf =
  <const T extends string>(...words: readonly T[]): Schema<T> =>
  (value, place) =>
    words.find((word) => word === value) ?? refuse(place, `one of ${words.join(', ')}`);

export const orNull =
  <T>(schema: Schema<T>): Schema<T | null> =>
  (value, place) =>
    value === null ? null : schema(value, place);

export const optional =
  <T>(schema: Schema<T>): Schema<T | undefined> =>
  (value, place) =>
    value === undefined ? undefined : schema(value, place);

/** Holds a schema to a further condition. */
export const such =
  <T>(schema: Schema<T>, holds: (value: T) => boolean, wanted: string): Schema<T> =>
  (value, place) => {
    const read = schema(value, place);
    return holds(read) ? read : refuse(place, wanted);
  };

export const list =
  <T>(entry: Schema<T>, most = MOST_ENTRIES): Schema<readonly T[]> =>
  (value, place) => {
    if (!Array.isArray(value) || value.length > most) refuse(place, 'a list');
    // By index: `map` would leave the holes of a sparse list unread.
    return Array.from(value as ArrayLike<unknown>, (item, i) => entry(item, `${place}[${i}]`));
  };

export const pair =
  <A, B>(first: Schema<A>, second: Schema<B>): Schema<readonly [A, B]> =>
  (value, place) => {
    if (!Array.isArray(value) || value.length !== 2) refuse(place, 'a pair');
    const [a, b] = value as readonly unknown[];
    return [first(a, `${place}[0]`), second(b, `${place}[1]`)];
  };

function asFields(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(place, 'an object');
  return value as Readonly<Record<string, unknown>>;
}

/** An object of these fields; what else it has is dropped. */
export function object<const F extends Fields>(fields: F): Schema<Entry<F>> {
  const entries = Object.entries(fields);
  return (value, place) => {
    const from = asFields(value, place);
    const read: Record<string, unknown> = {};
    for (const [name, schema] of entries) {
      // Own fields only: none is taken from a prototype.
      const field = schema(
        Object.hasOwn(from, name) ? from[name] : undefined,
        place === '' ? name : `${place}.${name}`,
      );
      if (field !== undefined) read[name] = field;
    }
    return read as Entry<F>;
  };
}

/** One of several objects, told apart by the word in their field `tag`. */
export function variants<const Tag extends string, const V extends Readonly<Record<string, Fields>>>(
  tag: Tag,
  kinds: V,
): Schema<Variant<Tag, V>> {
  const schemas = new Map(Object.entries(kinds).map(([kind, fields]) => [kind, object(fields)]));
  return (value, place) => {
    const from = asFields(value, place);
    const kind = Object.hasOwn(from, tag) ? from[tag] : undefined;
    const schema = typeof kind === 'string' ? schemas.get(kind) : undefined;
    if (!schema) return refuse(place === '' ? tag : `${place}.${tag}`, `one of ${[...schemas.keys()].join(', ')}`);
    return { [tag]: kind, ...schema(value, place) } as Variant<Tag, V>;
  };
}

/** The value as a schema reads it, or undefined, and then `complain` is told what is wrong with it. Never throws. */
export function read<T>(schema: Schema<T>, value: unknown, complain?: (problem: string) => void): T | undefined {
  try {
    return schema(value, '');
  } catch (error) {
    // A value that throws when it is looked at (a getter, a proxy) is none of ours either.
    complain?.(error instanceof Mismatch ? error.message : 'it can’t be read');
    return undefined;
  }
}

/** So many kinds of malformed messages are told of. */
const MOST_KINDS = 50;

/** Reads messages by a schema, and tells of each kind of malformed one only once: who sends such may send them without end. */
export function reader<T>(schema: Schema<T>, complain: (problem: string) => void): (value: unknown) => T | undefined {
  const told = new Set<string>();
  return (value) =>
    read(schema, value, (problem) => {
      const kind = problem.replace(/\d+/g, '#');
      if (told.has(kind) || told.size >= MOST_KINDS) return;
      told.add(kind);
      complain(problem);
    });
}
