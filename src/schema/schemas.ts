import * as v from 'valibot';

// What data from outside is made of: messages between the panel and its host, reports, comparisons. A schema both checks
// a value at run time and is its type (`Infer`). The library is Valibot, which bundles only what is used; here its parts
// get our words: each schema says what it wants, so that a refusal names the place, what should be there, and what is.

/** Reads a value of one type: rebuilds it from the fields that are known. */
export type Schema<T> = v.GenericSchema<unknown, T>;
type AnySchema = v.GenericSchema;
type Fields = Readonly<Record<string, AnySchema>>;

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

/** The type of what a schema reads: as the schema says, read-only at any depth. */
export type Infer<S extends AnySchema> = Frozen<v.InferOutput<S>>;

/** No label, path or message is longer. */
const MOST_TEXT = 1_000_000;
/** No data set has more examples, and no list more entries. */
const MOST_ENTRIES = 10_000_000;
/** Probabilities may stray from [0, 1] by float rounding, as core allows. */
const ROUNDING = 1e-6;

const number = (holds: (value: number) => boolean, wanted: string) =>
  v.custom<number>((value) => typeof value === 'number' && holds(value), wanted);

export const text = v.pipe(v.string('a string'), v.maxLength(MOST_TEXT, `a string of at most ${MOST_TEXT} characters`));

export const flag = v.boolean('true or false');

/** Any number but NaN and the infinite ones. */
export const real = number(Number.isFinite, 'a number');

/** A count, or a place in a list: 0, 1, 2… */
export const wholeNumber = number((value) => Number.isSafeInteger(value) && value >= 0, 'a whole number');

/** A whole number in a range, its ends included. */
export const wholeNumberFrom = (least: number, most: number) =>
  number(
    (value) => Number.isInteger(value) && value >= least && value <= most,
    `a whole number from ${least} to ${most}`,
  );

/** In [0, 1]. */
export const unit = number((value) => value >= 0 && value <= 1, 'a number from 0 to 1');

/** In [0, 1], but for rounding. */
export const probability = number((value) => value >= -ROUNDING && value <= 1 + ROUNDING, 'a number from 0 to 1');

/** One of these values. */
export const oneOf = <const T extends readonly (string | number)[]>(...values: T) =>
  v.picklist(values, `one of ${values.join(', ')}`);

export const orNull = <S extends AnySchema>(schema: S) => v.nullable(schema);

export const optional = <S extends AnySchema>(schema: S) => v.optional(schema);

/** One or the other. */
export const either = <A extends AnySchema, B extends AnySchema>(first: A, second: B) =>
  v.union([first, second], `${wantedBy(first)}, or ${wantedBy(second)}`);

/** Holds a schema to a further condition. */
export const refined = <T>(schema: Schema<T>, holds: (value: T) => boolean, wanted: string) =>
  v.pipe(schema, v.check(holds, wanted));

export const list = <S extends AnySchema>(entry: S, most = MOST_ENTRIES) =>
  v.pipe(v.array(entry, 'a list'), v.maxLength(most, `a list of at most ${most} entries`));

/** A list of so many entries, each with a schema of its own. */
export const tuple = <const S extends readonly AnySchema[]>(...entries: S) =>
  v.strictTuple(entries, `a list of ${entries.length}`);

/** An object of these fields; what else it has is dropped. */
export const object = <const F extends Fields>(fields: F) =>
  v.object(fields, ({ path }) => {
    // Of a field that is missing the library tells by the message of the object around it.
    const missing = path?.at(-1)?.key;
    return typeof missing === 'string' && Object.hasOwn(fields, missing) ? wantedBy(fields[missing]) : 'an object';
  });

type Flat<T> = { [K in keyof T]: T[K] };
type Variant<Tag extends string, V extends Readonly<Record<string, Fields>>> = {
  [K in keyof V & string]: Flat<Record<Tag, K> & v.InferOutput<v.ObjectSchema<V[K], undefined>>>;
}[keyof V & string];

/** One of several objects, told apart by the word in their field `tag`. */
export const variants = <const Tag extends string, const V extends Readonly<Record<string, Fields>>>(
  tag: Tag,
  kinds: V,
): Schema<Variant<Tag, V>> => {
  const words = Object.keys(kinds);
  const options = Object.entries(kinds).map(([kind, fields]) => object({ [tag]: v.literal(kind), ...fields }));
  const schema = v.variant<string, typeof options, (issue: v.VariantIssue) => string>(tag, options, ({ path }) =>
    path === undefined ? 'an object' : `one of ${words.join(', ')}`,
  );
  // What `Object.entries` makes of the kinds, the compiler can't follow.
  return schema as unknown as Schema<Variant<Tag, V>>;
};

/**
 * An object whose every field, whatever its name, has one type. The library's own leaves out fields named `constructor`
 * or `__proto__`, which a split may well be.
 */
export const mapOf = <T>(entry: Schema<T>) =>
  v.pipe(
    v.custom<Readonly<Record<string, T>>>(
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      'an object',
    ),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      for (const [key, value] of Object.entries(dataset.value)) {
        if (v.is(entry, value)) continue;
        const item = { type: 'object', origin: 'value', input: dataset.value, key, value } as const;
        addIssue({ message: wantedBy(entry), path: [item], input: value });
        return;
      }
    }),
  );

function wantedBy(schema: AnySchema): string {
  if ('wrapped' in schema) return wantedBy(schema.wrapped as AnySchema);
  if (!('message' in schema)) return 'something else';
  if (typeof schema.message === 'function') return (schema.message as (issue: object) => string)({});
  return String(schema.message);
}
