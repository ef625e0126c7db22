import { match, type Infer, type Mismatch, type Schema } from '../schema/index.ts';

/** At most this many kinds of malformed messages are reported. */
const MOST_KINDS = 50;

/** The value as a schema reads it. Where it does not fit, calls `complain` with the reason and returns undefined; never throws. */
export function read<S extends Schema<unknown>>(
  schema: S,
  value: unknown,
  complain?: (problem: string) => void,
): Infer<S> | undefined {
  const result = isPlain(value) ? match(schema, value) : undefined;
  if (result?.ok === true) return result.value;
  complain?.(problemText(result?.mismatch ?? { place: '', wanted: 'an object', found: value }));
  return undefined;
}

/** Whether no field of an object is taken from a prototype of somebody's making. */
function isPlain(value: unknown): boolean {
  try {
    if (typeof value !== 'object' || value === null) return false;
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
  } catch {
    return false;
  }
}

function problemText({ place, wanted }: Mismatch): string {
  return `${place === '' ? 'it' : place} is not ${wanted}`;
}

/** Reads messages by a schema. Reports each kind of malformed message once: a faulty sender may repeat it without end. */
export function reader<S extends Schema<unknown>>(
  schema: S,
  complain: (problem: string) => void,
): (value: unknown) => Infer<S> | undefined {
  const told = new Set<string>();
  return (value) =>
    read(schema, value, (problem) => {
      const kind = problem.replace(/\d+/g, '#');
      if (told.has(kind) || told.size >= MOST_KINDS) return;
      told.add(kind);
      complain(problem);
    });
}
