interface KeyValue {
  readonly key: string;
  readonly value?: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Names of the classes of columns, as Hugging Face's `datasets` writes them: under the key `huggingface` a JSON object
 * `{"info": {"features": {"label": {"names": [...], "_type": "ClassLabel"}}}}`. What is none of this is passed over.
 */
export function classNamesOf(metadata: readonly KeyValue[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  const text = metadata.find(({ key }) => key === 'huggingface')?.value;
  let value: unknown;
  try {
    value = JSON.parse(text ?? 'null');
  } catch {
    return names;
  }
  const info = isRecord(value) ? value.info : undefined;
  const features = isRecord(info) && isRecord(info.features) ? info.features : {};
  for (const [column, feature] of Object.entries(features)) {
    if (!isRecord(feature) || feature._type !== 'ClassLabel' || !Array.isArray(feature.names)) continue;
    const list = feature.names as unknown[];
    if (list.length > 0 && list.every((name) => typeof name === 'string')) names.set(column, list);
  }
  return names;
}
