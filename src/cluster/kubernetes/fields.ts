/** A map of YAML or JSON. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Lays one map over another: maps are laid over each other in turn, null takes a field away (RFC 7396). Lists whose
 * members all have a `mountPath`, or else a `name`, are laid over by that, as `kubectl` does; another list replaces ours.
 */
export function laidOver(under: unknown, over: unknown): unknown {
  if (isFields(over)) {
    const result: Record<string, unknown> = isFields(under) ? { ...under } : {};
    for (const [name, value] of Object.entries(over)) {
      if (value === null) Reflect.deleteProperty(result, name);
      else {
        // `__proto__` in a file is a name like any other.
        const own = Object.hasOwn(result, name) ? result[name] : undefined;
        Object.defineProperty(result, name, {
          value: laidOver(own, value),
          ...{ enumerable: true, configurable: true, writable: true },
        });
      }
    }
    return result;
  }
  return Array.isArray(under) && Array.isArray(over) ? listLaidOver(under, over) : over;
}

function listLaidOver(under: readonly unknown[], over: readonly unknown[]): readonly unknown[] {
  const all = [...under, ...over];
  const key = ['mountPath', 'name'].find((name) =>
    all.every((item) => isFields(item) && typeof item[name] === 'string'),
  );
  if (key === undefined) return over;
  const items = new Map(under.map((item) => [(item as Fields)[key], item]));
  for (const item of over) {
    const name = (item as Fields)[key];
    items.set(name, laidOver(items.get(name), item));
  }
  return [...items.values()];
}
