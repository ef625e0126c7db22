import { open, readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isInside } from '../../files/index.ts';
import { naturalCompare } from '../natural-sort.ts';

/** What stands beside a labels file and says what its indices (or synsets) are called. */
export interface ClassNames {
  /** Name of the file. */
  readonly file: string;
  /** Name of each class by its key: an index as `0`, or a synset as `n01440764`. All names differ. */
  readonly names: ReadonlyMap<string, string>;
  /** Names in the order of the file. */
  readonly order: readonly string[];
}

/** Names of such files, best first. */
const FILES: readonly RegExp[] = [
  /^classes\.txt$/i,
  /^class[_-]?names?\.txt$/i,
  /^(?:obj|classes|voc|data)?\.?names(?:\.txt)?$/i,
  /^label[_-]?names?\.txt$/i,
  /^labels\.txt$/i,
  /^(?:names|classes|class[_-]?names|label[_-]?names|labels|categories)\.json$/i,
  /^(?:label|class|category|cat|idx|id|index)[_-]?(?:num[_-]?)?(?:to|2|map)[_-]?\w*\.json$/i,
  /^\w*_?class_?index\.json$/i,
  /^(?:data|dataset)\.ya?ml$/i,
  /^(?:loc_)?synset(?:s|_words|_mapping)?\.txt$/i,
];
/** Largest that is read, in bytes. */
const LARGEST = 4 * 1024 * 1024;
/** Most classes that are read. */
const MOST = 100_000;

/** The files beside a labels file that name classes, best first. Those that can't be read as such are passed over. */
export async function findClassNames(labelsFile: string): Promise<ClassNames[]> {
  const folder = dirname(labelsFile);
  const own = basename(labelsFile);
  const entries: string[] = await readdir(folder).catch(() => []);
  const rank = (name: string): number => FILES.findIndex((form) => form.test(name));
  const files = entries
    .filter((name) => name !== own && rank(name) >= 0)
    .sort((a, b) => rank(a) - rank(b) || naturalCompare(a, b));
  const found: ClassNames[] = [];
  for (const name of files) {
    const text = await readSmall(folder, name);
    const entries = text === undefined ? undefined : await namesIn(name, text);
    if (entries !== undefined && entries.length > 0 && entries.length <= MOST) found.push(distinct(name, entries));
  }
  return found;
}

/** Text of a small file; undefined for another, and for a link that leads out: a data set must not make us read it. */
async function readSmall(folder: string, name: string): Promise<string | undefined> {
  try {
    const [real, root] = await Promise.all([realpath(join(folder, name)), realpath(folder)]);
    if (!isInside(real, root)) return undefined;
    const handle = await open(real, 'r');
    try {
      const { size } = await handle.stat();
      if (size > LARGEST) return undefined;
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await handle.readFile());
      return text;
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}

type Entry = readonly [key: string, name: string, synset?: string];

/** Classes as a file lists them, by their keys. */
export async function namesIn(file: string, text: string): Promise<Entry[] | undefined> {
  if (/\.json$/i.test(file)) return namesInJson(text);
  if (/\.ya?ml$/i.test(file)) return namesInYaml(text);
  return namesInLines(text);
}

const SYNSET = /^n\d{8}$/;
const isIndex = (key: string): boolean => /^\d+$/.test(key);
const isWord = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

function namesInLines(text: string): Entry[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim());
  while (lines.at(-1) === '') lines.pop();
  // `n01440764 tench, Tinca tinca`
  const synsets = lines.flatMap((line, i): Entry[] => {
    const found = /^(?<synset>n\d{8})(?:\s+(?<name>[^,]+).*)?$/.exec(line)?.groups;
    return found === undefined
      ? []
      : [[String(i), (found.name as string | undefined)?.trim() ?? found.synset, found.synset]];
  });
  if (lines.length > 0 && synsets.length === lines.length) return synsets;
  // `1 001.Black_footed_Albatross`: every line has its own number, and they follow one another.
  const numbered = lines.map((line) => /^(\d+)[\s:,;]+(\S.*)$/.exec(line));
  const first = numbered[0]?.[1];
  const counts = first === '0' || first === '1';
  if (counts && numbered.every((found, i) => found !== null && Number(found[1]) === Number(first) + i)) {
    return numbered.map((found) => [String(Number(found![1])), found![2]]);
  }
  return lines.flatMap((line, i): Entry[] => (line === '' ? [] : [[String(i), line]]));
}

function namesInJson(text: string): Entry[] | undefined {
  try {
    return namesOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function namesInYaml(text: string): Promise<Entry[] | undefined> {
  // Few data sets have such a file, and the editor should not load its parser for the others.
  const { load } = await import('js-yaml');
  try {
    const file: unknown = load(text);
    return isObject(file) && Object.hasOwn(file, 'names') ? namesOf(file.names) : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list of names; a map from index to name, or to synset and name; or a map from name to index. */
function namesOf(value: unknown): Entry[] | undefined {
  if (Array.isArray(value)) {
    const words: readonly unknown[] = value;
    return words.every(isWord) ? words.map((name, i) => [String(i), name.trim()]) : undefined;
  }
  if (!isObject(value)) return undefined;
  const inner = ['names', 'classes', 'id2label', 'categories'].find((key) => Object.hasOwn(value, key));
  if (inner !== undefined && typeof value[inner] === 'object') return namesOf(value[inner]);
  const entries = Object.entries(value);
  if (entries.every(([key]) => isIndex(key))) {
    const names = entries.flatMap(([key, name]): Entry[] => {
      const index = String(Number(key));
      if (isWord(name)) return [[index, name.trim()]];
      // Keras: `{"0": ["n01440764", "tench"]}`.
      const [synset, word, more] = Array.isArray(name) ? (name as unknown[]) : [];
      const isPair = isWord(synset) && SYNSET.test(synset) && isWord(word) && more === undefined;
      return isPair ? [[index, word.trim(), synset]] : [];
    });
    return names.length === entries.length ? names : undefined;
  }
  const inverse = entries.flatMap(([name, index]): Entry[] =>
    typeof index === 'number' && Number.isSafeInteger(index) && index >= 0 && isWord(name)
      ? [[String(index), name.trim()]]
      : [],
  );
  return inverse.length === entries.length ? inverse.sort(([a], [b]) => Number(a) - Number(b)) : undefined;
}

/** Names that several classes have, as ImageNet's two cranes, get their index behind them. */
function distinct(file: string, entries: readonly Entry[]): ClassNames {
  const counts = new Map<string, number>();
  for (const [, name] of entries) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = new Map<string, string>();
  const order: string[] = [];
  for (const [key, name, synset] of entries) {
    const unique = counts.get(name)! > 1 ? `${name} (${key})` : name;
    if (names.has(key)) continue;
    names.set(key, unique);
    if (synset !== undefined) names.set(synset, unique);
    order.push(unique);
  }
  return { file, names, order };
}
