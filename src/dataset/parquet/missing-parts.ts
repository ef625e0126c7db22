import { basename } from 'node:path/posix';

const PART = /^(.*)-(\d+)-of-(\d+)((?:-[0-9a-f]{16})?\.parquet)$/i;

/**
 * Says which parts of splits are not there, by the names that Hugging Face's `datasets` gives them: `train-00000-of-00002`.
 * @param names POSIX paths of the parts that are read
 */
export function missingPartsNotes(names: readonly string[]): string[] {
  const wholes = new Map<string, { readonly of: number; readonly parts: Set<number>; readonly digits: number }>();
  for (const name of names) {
    const match = PART.exec(basename(name));
    if (match === null) continue;
    const [, stem, part, of] = match;
    const key = `${stem}-of-${of}`;
    const whole = wholes.get(key) ?? { of: Number(of), parts: new Set<number>(), digits: part.length };
    wholes.set(key, whole);
    whole.parts.add(Number(part));
  }
  return Array.from(wholes, ([key, { of, parts, digits }]) => {
    if (parts.size >= of) return '';
    let first = 0;
    while (parts.has(first)) first++;
    const stem = key.slice(0, key.lastIndexOf('-of-'));
    const number = (value: number): string => String(value).padStart(digits, '0');
    return `${parts.size} of the ${of} parts of ${stem} ${parts.size === 1 ? 'is' : 'are'} read: the first that is missing is ${stem}-${number(first)}-of-${number(of)}.parquet.`;
  }).filter((note) => note !== '');
}
