import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { applyEdits } from '../../src/dataset/labels/labels-edits.ts';
import type { LabelRows } from '../../src/dataset/labels/label-rows.ts';
import { readLabels, type ReadLabels } from '../../src/dataset/layouts/read-labels.ts';
import { DatasetError } from '../../src/dataset/dataset-error.ts';
import { normaliseDatasetPath } from '../../src/files/inner-path.ts';
import { InputError } from '../../src/files/input-error.ts';
import { LAYOUT_WRITERS, type Labelled, type LayoutWriter } from '../harness/layout-writers.ts';
import { mutated } from './hostile/hostile-npy.ts';
import { tryCases } from './tries.ts';
import type { TrustSuite } from './types.ts';

/** Labels that mean something to JSON, XML, YAML, CSV, prototypes or people. */
const LABELS = [
  ...[
    'cat',
    'caf\u00e9',
    'cafe\u0301',
    '\ud83d\ude00',
    'a "b"',
    "it's",
    '<&>',
    '&amp;',
    ']}',
    '\\u0041',
    'x, y',
    'a\\',
  ],
  ...['__proto__', 'constructor', 'toString', 'null', 'true', '-1', '1e3', '=1+1', '#h', '{}', '- a', 'u\u2028u'],
];
const PATHS = [
  ...['a.png', 'b/c.png', 'a b.png', '\u00e9t\u00e9.png', '\ud83d\ude00/1.jpg', '__proto__.png', 'constructor/x.png'],
  ...['&lt;.png', "it's.png", 'q"q.png', 'a]}.png', '{x}.png', '<x>.png', '-.png', '=1.png'],
];

/** A data set as a tool writes it, and what becomes of some of its rows. */
interface LayoutCase {
  readonly writer: number;
  readonly classes: readonly string[];
  readonly rows: readonly Labelled[];
  /** Rows that get another label; undefined: that go. */
  readonly changes: readonly (readonly [row: number, label: string | undefined])[];
}

const layoutCase: fc.Arbitrary<LayoutCase> = fc
  .record({
    writer: fc.nat(LAYOUT_WRITERS.length - 1),
    classes: fc.uniqueArray(fc.constantFrom(...LABELS), { minLength: 2, maxLength: 5 }),
    picks: fc.array(fc.tuple(fc.constantFrom(...PATHS), fc.nat(4)), { minLength: 1, maxLength: 10 }),
    changes: fc.array(fc.tuple(fc.nat(9), fc.option(fc.nat(4), { nil: undefined })), { maxLength: 5 }),
  })
  .map(({ writer, classes, picks, changes }) => {
    // Names tell a file's two columns of one-hot labels apart only where each has a picture or more.
    const all = [...picks, ...classes.map((_, i) => [`${i}.png`, i] as const)];
    const rows = all.map(([path, label], i) => ({ path: `${i}/${path}`, label: classes[label % classes.length] }));
    const wanted = new Map(changes.map(([row, label]) => [row % rows.length, label]));
    const named = Array.from(wanted, ([row, label]) => {
      return [row, label === undefined ? undefined : classes[label % classes.length]] as const;
    });
    return { writer, classes, rows, changes: named };
  });

async function writeData(root: string, writer: LayoutWriter, text: string | Uint8Array, classes: readonly string[]) {
  await rm(root, { recursive: true, force: true });
  const file = join(root, writer.file);
  for (const [path, content] of [...Object.entries(writer.beside?.(classes) ?? {}), [writer.file, text] as const]) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return file;
}

const said = (rows: LabelRows): string[] =>
  Array.from({ length: rows.count }, (_, row) => JSON.stringify([rows.written(row), rows.label(row), rows.state(row)]));

/** Entries keep the numbers that their tool gave them; those of a file that is written anew are others. */
const withoutNumbers = (text: string): string =>
  text.replaceAll(/("?\b(?:id|image_id|completed_by)"?[=:]\s*"?)\d+/g, '$1_');

/** A change gives the very text that the tool itself would write of the changed data set. */
async function checkCase(root: string, { writer: at, classes, rows, changes }: LayoutCase): Promise<void> {
  const writer = LAYOUT_WRITERS[at];
  const text = writer.write(rows, classes);
  const read = await readLabels(await writeData(root, writer, text, classes), {});
  if (read.layout !== writer.layout) throw new Error(`read as ${read.layout}, not ${writer.layout}`);
  const wanted = rows.map(({ path, label }) => JSON.stringify([path, label, 'usable']));
  if (said(read.rows).join('\n') !== wanted.join('\n'))
    throw new Error(`${said(read.rows).join()}: is ${wanted.join()}`);
  const changed = new Map(changes);
  const after = applyEdits(text, read.rows.edits!(changed));
  const kept = rows.flatMap((row, i) => {
    if (!changed.has(i)) return [row];
    const label = changed.get(i);
    return label === undefined ? [] : [{ path: row.path, label }];
  });
  if (kept.length === 0) return;
  const plain = (one: string): string => (kept.length === rows.length ? one : withoutNumbers(one));
  const [found, expected] = [plain(after), plain(writer.write(kept, classes))];
  if (found !== expected) throw new Error(`${found}\nin place of\n${expected}`);
}

/** What no file may hold, put somewhere into one that is good. */
const PIECES = [
  ...['"', '\\', '{', '}', '[', ']', ',', ':', '<', '>', '&', ';', '#', '\n', '\r\n', '\t', '\0', '\ufeff', '\ud800'],
  ...['null', 'true', '1e999', '-1', '{"__proto__":{"polluted":1}}', '"__proto__":', '"constructor":', '[[[[', '{"a":'],
  ...['../../x.png', '/etc/passwd', 'C:\\x.png', 'http://h/x.png', '<image name="x.png">', '</image>', '<!DOCTYPE x>'],
  ...['<!ENTITY a "b">', '&a;', '<![CDATA[', '<!--', '"id":0', '"image_id":0,', '"category_id":[],', '"choices":{}'],
  ...[
    '"a".repeat',
    'x'.repeat(70_000),
    '[{"id":1}]',
    '{"images":[],"annotations":[],"categories":[]}',
    ' 1 2 3',
    'NaN',
  ],
];

interface DamagedCase {
  readonly writer: number;
  readonly classes: readonly string[];
  readonly bytes: Uint8Array;
  readonly row: number;
  readonly label: number;
}

const damagedCase: fc.Arbitrary<DamagedCase> = layoutCase.chain(({ writer, classes, rows }) => {
  const text = LAYOUT_WRITERS[writer].write(rows, classes);
  const spliced = fc
    .array(fc.tuple(fc.nat(text.length), fc.nat(12), fc.constantFrom(...PIECES)), { minLength: 1, maxLength: 3 })
    .map((pieces) => {
      let changed = text;
      for (const [at, gone, piece] of pieces) changed = changed.slice(0, at) + piece + changed.slice(at + gone);
      return Buffer.from(changed);
    });
  return fc.record({
    ...{ writer: fc.constant(writer), classes: fc.constant(classes) },
    bytes: fc.oneof(spliced, mutated(Buffer.from(text))),
    ...{ row: fc.nat(20), label: fc.nat(4) },
  });
});

/** Refused in a short sentence that names the file; or read, and then edited where an edit is asked for and nowhere else. */
async function checkDamaged(root: string, { writer: at, classes, bytes, row: pick, label: to }: DamagedCase) {
  const file = await writeData(root, LAYOUT_WRITERS[at], bytes, classes);
  try {
    const read = await readLabels(file, {});
    const { rows } = read;
    const usable: number[] = [];
    for (let row = 0; row < rows.count; row++) {
      const state = rows.state(row);
      if (state === 'usable') {
        if (normaliseDatasetPath(rows.paths[row]) !== rows.paths[row]) throw new Error(`leads out: ${rows.paths[row]}`);
        usable.push(row);
      }
      if (state === 'ragged' && rows.fault(row).length > 1000) throw new Error('a fault that is too long');
    }
    const row = usable.at(pick % Math.max(1, usable.length));
    if (row !== undefined) {
      await checkEdit(file, read, row, classes[to % classes.length]);
      await checkEdit(file, read, row, undefined);
    }
  } catch (error) {
    if (!(error instanceof DatasetError || error instanceof InputError)) throw error;
    if (error instanceof DatasetError && !error.message.includes(file))
      throw new Error(`names no file: ${error.message}`, { cause: error });
    if (error.message.length > 2000) throw new Error(`too long: ${error.message.length}`, { cause: error });
  }
  if ('polluted' in {}) throw new Error('a prototype was changed');
}

async function checkEdit(file: string, { rows, text, classNames }: ReadLabels, row: number, label: string | undefined) {
  const wanted = said(rows);
  if (label === undefined) wanted.splice(row, 1);
  else wanted[row] = JSON.stringify([rows.written(row), label, 'usable']);
  // A table without a row, or a list, is none.
  if (wanted.length === 0) return;
  await writeFile(file, applyEdits(text, rows.edits!(new Map([[row, label]]))));
  const again = await readLabels(file, {}).catch((error: unknown) => {
    // What told the layout may have gone with the row: the one picture of a list, the last label of a control.
    if (label === undefined && error instanceof DatasetError) return undefined;
    throw error;
  });
  // Without the one row that spoke against it, labels are indices that are shown by name, or a column is one of classes.
  const isSame = (other: ReadLabels): boolean =>
    other.classNames === classNames && String(other.rows.classOrder) === String(rows.classOrder);
  if (again === undefined || (label === undefined && !isSame(again))) return;
  if (said(again.rows).join('\n') !== wanted.join('\n')) {
    throw new Error(`${said(again.rows).join()} in place of ${wanted.join()}`);
  }
}

const LARGE = 100_000;
/** Far above what any layout takes here (test/bench has the figures), far below what a quadratic reader would. */
const MOST_SECONDS = 20;

async function checkLarge(root: string, writer: LayoutWriter): Promise<void> {
  const classes = Array.from({ length: 100 }, (_, i) => `class ${i}`);
  const rows = Array.from({ length: LARGE }, (_, i) => ({ path: `images/${i}.png`, label: classes[i % 100] }));
  const text = writer.write(rows, classes);
  const file = await writeData(root, writer, text, classes);
  const began = performance.now();
  const read = await readLabels(file, {});
  const changes = new Map(rows.flatMap((_, i) => (i % 10 === 0 ? [[i, classes[(i + 1) % 100]] as const] : [])));
  const after = applyEdits(text, read.rows.edits!(changes));
  const seconds = (performance.now() - began) / 1000;
  if (seconds > MOST_SECONDS) throw new Error(`${writer.layout} took ${seconds} s`);
  const expected = writer.write(
    rows.map((row, i) => ({ ...row, label: changes.get(i) ?? row.label })),
    classes,
  );
  if (after !== expected) throw new Error(`${writer.layout}: not the text that it should be`);
}

export const suite: TrustSuite = {
  name: 'layouts',
  async run(context) {
    const { long, folder } = context;
    const times = long ? 10 : 1;
    const large = { fault: 'layouts: 100,000 entries, 10,000 changed', tried: 0, survived: 0, bytesLost: 0 };
    for (const writer of LAYOUT_WRITERS) {
      large.tried += 1;
      try {
        await checkLarge(join(folder, 'large'), writer);
        large.survived += 1;
      } catch (error) {
        context.log(String(error).slice(0, 2000));
      }
    }
    return [
      await tryCases(
        context,
        { fault: 'layouts: fixes, as their tools would write them', count: 1500 * times },
        layoutCase,
        (one) => checkCase(join(folder, 'good'), one),
      ),
      await tryCases(context, { fault: 'layouts: damaged files', count: 2500 * times }, damagedCase, (one) =>
        checkDamaged(join(folder, 'damaged'), one),
      ),
      large,
    ];
  },
};
