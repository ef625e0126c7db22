/** A place inside a value: the names and indices on the way to it. */
export type Place = readonly (string | number)[];

/** What stands in for a value, or for its absence. */
export interface Mutation {
  readonly place: Place;
  readonly how: string;
  /** What was there before. */
  readonly before: unknown;
  readonly mutated: unknown;
}

/** Every kind of value that a message might hold by mistake or by malice. */
const REPLACEMENTS: Readonly<Record<string, unknown>> = {
  ...{ null: null, true: true, zero: 0, negative: -1, fraction: 1.5, 'not a number': Number.NaN },
  ...{ infinite: Number.POSITIVE_INFINITY, 'huge number': 1e300, text: 'x', digits: '0', 'no text': '' },
  ...{ 'huge text': 'x'.repeat(1_000_001), object: {}, list: [], 'list of null': [null], 'sparse list': new Array(3) },
  ...{ prototype: Object.create({ id: 1, type: 'detail' }) as unknown, function: () => 1, bigint: 1n },
};

function* places(value: unknown, at: Place = []): Generator<Place> {
  if (at.length > 0) yield at;
  if (typeof value !== 'object' || value === null) return;
  for (const [name, entry] of Object.entries(value)) yield* places(entry, [...at, Array.isArray(value) ? +name : name]);
}

const get = (value: unknown, place: Place): unknown =>
  place.reduce<unknown>((inner, name) => (inner as Record<string | number, unknown>)[name], value);

function changed(value: unknown, place: Place, change: (parent: Record<string | number, unknown>) => void): unknown {
  const copy: unknown = structuredClone(value);
  change(get(copy, place.slice(0, -1)) as Record<string | number, unknown>);
  return copy;
}

/** The value with each of its fields taken away, and made each kind of value in turn. */
export function* mutations(value: unknown): Generator<Mutation> {
  for (const place of places(value)) {
    const name = place.at(-1)!;
    const before = get(value, place);
    const away = changed(value, place, (parent) => {
      if (Array.isArray(parent)) parent.splice(Number(name), 1);
      else Reflect.deleteProperty(parent, name);
    });
    yield { place, how: 'gone', before, mutated: away };
    for (const [how, replacement] of Object.entries(REPLACEMENTS)) {
      const mutated = changed(value, place, (parent) => {
        parent[name] = replacement;
      });
      yield { place, how, before, mutated };
    }
  }
}
