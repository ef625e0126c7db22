import { mkdir, mkdtemp, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeNpy } from '../../../src/arrays/write-npy.ts';
import type { AuditReport } from '../../../src/audit/report/types.ts';
import { readReport } from '../audit/read-report.ts';
import { labelAudit, type Run } from './label-audit.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-order-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes pictures; with given probabilities nobody decodes them. */
async function pictures(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(folder, 'data', path)), { recursive: true });
    await writeFile(join(folder, 'data', path), `picture ${path}`);
  }
}

async function labelsFile(rows: readonly (readonly [path: string, label: string])[]): Promise<void> {
  await pictures(rows.map(([path]) => path));
  const text = rows.map(([path, label]) => `${path},${/[",]/.test(label) ? JSON.stringify(label) : label}\n`);
  await writeFile(join(folder, 'data/labels.csv'), `image,label\n${text.join('')}`);
}

/** One row a picture: sure of the class in that column. */
async function probabilities(columns: readonly number[], k: number, name = 'p.npy'): Promise<string> {
  const data = new Float32Array(columns.length * k).fill(0.1 / (k - 1));
  columns.forEach((column, i) => {
    data[i * k + column] = 0.9;
  });
  const file = join(folder, name);
  await writeNpy(file, { dtype: 'float32', shape: [columns.length, k], fortranOrder: false, data });
  return file;
}

const audit = (file: string, ...more: string[]): Promise<Run> =>
  labelAudit('audit', join(folder, 'data'), '--pred-probs', file, ...more);
const report = (): Promise<AuditReport> => readReport(join(folder, 'data/.label-audit/report.json'));

async function issuesOf(run: Run): Promise<string[]> {
  expect(run.code, run.stderr).toBe(0);
  return (await report()).issues.map(({ path }) => path);
}

/** The file names of ImageFolder's order: 1, 10, 11, 12, 2… */
const TEXT_ORDER = ['1', '10', '11', '12', '2', '3', '4', '5', '6', '7', '8', '9'].map((id) => `${id}.png`);

describe('class folders', () => {
  const paths = ['cat', 'dog'].flatMap((name) => TEXT_ORDER.map((file) => `${name}/${file}`));

  it("are taken in ImageFolder's order, which is said first", async () => {
    await pictures(paths);
    const file = await probabilities(
      paths.map((path) => (path.startsWith('dog') || path === 'cat/10.png' ? 1 : 0)),
      2,
    );
    const run = await audit(file);
    expect(await issuesOf(run)).toEqual(['cat/10.png']);
    const [rows, columns, agreement] = run.stderr.split('\n');
    expect(rows).toMatch(/Rows of p\.npy, class folder by class folder.*ImageFolder/);
    expect(rows).toContain(': 1 cat/1.png, 2 cat/10.png, 3 cat/11.png … 22 dog/7.png, 23 dog/8.png, 24 dog/9.png.');
    expect(columns).toBe('label-audit: Columns of p.npy, sorted as Python sorts them: 1 cat, 2 dog.');
    expect(agreement).toMatch(/given label in 23 of 24 rows \(96%; by chance 50%\)/);
    expect((await audit(file, '--quiet')).stderr).toBe('');
  });

  it('have columns by text: 1, 10, 2', async () => {
    const names = ['1', '2', '10'];
    const inOrder = ['1', '10', '2'].flatMap((name) => TEXT_ORDER.map((file) => [name, `${name}/${file}`] as const));
    await pictures(inOrder.map(([, path]) => path));
    const sorted = [...names].sort();
    const file = await probabilities(
      inOrder.map(([name, path]) => (path === '10/3.png' ? 0 : sorted.indexOf(name))),
      3,
    );
    expect(await issuesOf(await audit(file))).toEqual(['10/3.png']);
    expect((await report()).dataset.classes).toEqual(['1', '2', '10']);
  });

  it('in natural order are refused, with the order that fits; --force takes them as assumed', async () => {
    const sizes = { 1: 12, 2: 50, 10: 12 };
    const inOrder = Object.entries(sizes).flatMap(([name, size]) =>
      Array.from({ length: size }, (_, i) => [name, `${name}/${i}.png`] as const),
    );
    await pictures(inOrder.map(([, path]) => path));
    const file = await probabilities(
      inOrder.map(([name]) => ['1', '2', '10'].indexOf(name)),
      3,
    );
    const run = await audit(file, '--quiet');
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/p\.npy seems to be in another order.*natural order.*in 74\..*--force/);
    const forced = await audit(file, '--force');
    expect(forced.code).toBe(0);
    expect((await report()).warnings.join(' ')).toMatch(/p\.npy may be in another order/);
  });

  it('follow one another as --classes has them', async () => {
    await pictures(paths);
    const inOrder = [...paths.slice(12), ...paths.slice(0, 12)];
    const file = await probabilities(
      inOrder.map((path) => (path.startsWith('cat') || path === 'dog/11.png' ? 1 : 0)),
      2,
    );
    expect(await issuesOf(await audit(file, '--classes', 'dog,cat'))).toEqual(['dog/11.png']);
  });

  it('with splits: a count that is that of a split is told', async () => {
    await pictures(
      ['train', 'val'].flatMap((split) =>
        ['cat', 'dog'].flatMap((c) => [1, 2, 3].map((i) => `${split}/${c}/${i}${split}.png`)),
      ),
    );
    const file = await probabilities([0, 0, 0, 1, 1, 1], 2);
    const run = await audit(file);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/has 6 rows, but the data set has 12.*audit it alone with --split train/);
  });
});

describe('a labels file', () => {
  const names = ['Tops', 'dress', 'Shoes'];
  const rows = Array.from({ length: 30 }, (_, i) => [`${i}.png`, names[i % 3]] as const);

  it('has columns as Python sorts its labels: capitals first', async () => {
    await labelsFile(rows);
    const sorted = [...names].sort();
    const file = await probabilities(
      rows.map(([, label], i) => (i === 4 ? 0 : sorted.indexOf(label))),
      3,
    );
    const run = await audit(file);
    expect(await issuesOf(run)).toEqual(['4.png']);
    expect(run.stderr).toContain('1 Shoes, 2 Tops, 3 dress.');
    expect(run.stderr).toContain(
      'in the order of labels.csv: 1 0.png, 2 1.png, 3 2.png … 28 27.png, 29 28.png, 30 29.png.',
    );
  });

  it.each([
    ['natural order', ['dress', 'Shoes', 'Tops']],
    ['as they first occur', names],
    ['in another order', ['Tops', 'Shoes', 'dress']],
  ])('with columns in another order (%s) is refused, and goes with what the message says', async (words, order) => {
    await labelsFile(rows);
    const file = await probabilities(
      rows.map(([, label]) => order.indexOf(label)),
      3,
    );
    const run = await audit(file);
    expect(run.code).toBe(2);
    const message = run.stderr.trimEnd().split('\n').at(-1)!;
    expect(message).toContain(`: ${order.join(',')} in 30`);
    expect(message).toContain(words.replace('in another order', 'columns in another order'));
    const said = /--classes '([^']+)'/.exec(message)![1];
    expect(await issuesOf(await audit(file, '--classes', said))).toEqual([]);
  });

  it('has numbers in the order of their values', async () => {
    const numbered = Array.from({ length: 36 }, (_, i) => [`${i}.png`, String((i % 12) + 1)] as const);
    await labelsFile(numbered);
    const file = await probabilities(
      numbered.map(([, label]) => Number(label) - 1),
      12,
    );
    const run = await audit(file);
    expect(await issuesOf(run)).toEqual([]);
  });

  it.each([
    ['shifted by one', (labels: string[]) => [...labels.slice(1), labels[0]]],
    ['reversed', (labels: string[]) => [...labels].reverse()],
  ])('with rows %s is refused', async (words, move) => {
    const mixed = Array.from({ length: 60 }, (_, i) => [`${i}.png`, names[(i * i + (i >> 2)) % 3]] as const);
    await labelsFile(mixed);
    const sorted = [...names].sort();
    const file = await probabilities(
      move(mixed.map(([, label]) => label)).map((label) => sorted.indexOf(label)),
      3,
    );
    const run = await audit(file);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(new RegExp(`rows ${words}.*p\\.paths\\.txt`));
  });

  it('with rows sorted by path is refused', async () => {
    const mixed = Array.from(
      { length: 60 },
      (_, i) => [`${(i * 37) % 60}.png`, names[(i * i + (i >> 2)) % 3]] as const,
    );
    await labelsFile(mixed);
    const sorted = [...names].sort();
    const byPath = [...mixed].sort(([a], [b]) => (a < b ? -1 : 1));
    const file = await probabilities(
      byPath.map(([, label]) => sorted.indexOf(label)),
      3,
    );
    const run = await audit(file);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/rows sorted by path in 60\./);
  });

  it('of another model is refused where that is sure of itself', async () => {
    const mixed = Array.from({ length: 300 }, (_, i) => [`${i}.png`, names[(i * 7 + (i >> 3)) % 3]] as const);
    await labelsFile(mixed);
    const file = await probabilities(
      mixed.map((_, i) => (i * i + (i >> 4)) % 3),
      3,
    );
    const run = await audit(file);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/does not seem to be of these pictures in this order.*as by chance/);
    expect((await audit(file, '--force')).code).toBe(0);
  });

  it('with one column too many says that labels counted from 1', async () => {
    await labelsFile(rows);
    const sorted = [...names].sort();
    const k = 4;
    const data = new Float32Array(rows.length * k);
    rows.forEach(([, label], i) => {
      data[i * k + 1 + sorted.indexOf(label)] = 1;
    });
    const file = join(folder, 'one.npy');
    await writeNpy(file, { dtype: 'float32', shape: [rows.length, k], fortranOrder: false, data });
    const run = await audit(file);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(
      /4 columns, but the data set has 3 classes \(Shoes, Tops, dress\).*first column is empty.*count from 1/,
    );
  });
});

describe('a sidecar', () => {
  const rows = Array.from({ length: 24 }, (_, i) => [`pics/${i}.png`, i % 2 === 0 ? 'cat' : 'dog'] as const);
  /** The rows in another order; picture 6 is a dog. */
  const moved = [...rows.slice(7), ...rows.slice(0, 7)].reverse();
  const write = async (name = 'p.npy'): Promise<string> => {
    await labelsFile(rows);
    return probabilities(
      moved.map(([path, label]) => (label === 'dog' || path === 'pics/6.png' ? 1 : 0)),
      2,
      name,
    );
  };
  const base = (path: string): string => path.slice('pics/'.length);

  it.each([
    ['p.paths.txt', (paths: string[]) => `${paths.join('\n')}\n`],
    ['p.paths.csv', (paths: string[]) => `,path,label\n${paths.map((path, i) => `${i},${path},x`).join('\n')}`],
    ['p.paths.json', (paths: string[]) => JSON.stringify(paths)],
    ['paths.txt', (paths: string[]) => `path\r\n${paths.join('\r\n')}`],
    ['paths.csv', (paths: string[]) => paths.join('\n')],
    [
      'paths.json',
      (paths: string[]) => JSON.stringify({ classes: { dog: 1, cat: 0 }, samples: paths.map((p) => [p, 0]) }),
    ],
  ])('%s is found', async (name, text) => {
    const file = await write();
    await writeFile(join(folder, name), text(moved.map(([path]) => path)));
    const run = await audit(file);
    expect(await issuesOf(run)).toEqual(['pics/6.png']);
    expect(run.stderr).toContain(`as ${name} names them: 1 ${moved[0][0]}`);
  });

  it.each([
    ['absolute paths', (path: string) => join(folder, 'data', path)],
    ['paths from elsewhere', (path: string) => `data/${path}`],
    ['names', base],
    ['ids', (path: string) => base(path).replace('.png', '')],
    ['paths of Windows', (path: string) => `.\\${path.replaceAll('/', '\\')}`],
    ['paths of another machine', (path: string) => `/mnt/train-3/${path}`],
  ])('may hold %s', async (_, written) => {
    const file = await write();
    await writeFile(join(folder, 'named.txt'), moved.map(([path]) => written(path)).join('\n'));
    const run = await audit(file, '--pred-probs-paths', join(folder, 'named.txt'));
    expect(await issuesOf(run)).toEqual(['pics/6.png']);
  });

  it('names classes, too', async () => {
    const file = await write();
    const text = JSON.stringify({ paths: moved.map(([path]) => path), classes: ['dog', 'cat'] });
    await writeFile(join(folder, 'p.paths.json'), text);
    const run = await audit(file);
    expect(run.stderr).toContain('as p.paths.json names them: 1 dog, 2 cat.');
    // Both are said: it is not for us to refuse them.
    expect((await report()).warnings.join(' ')).toMatch(/p\.npy may be in another order/);
  });

  it('leaves out what is not audited, and names what is missing, doubled and unknown', async () => {
    const file = await write();
    const paths = moved.map(([path]) => path);
    paths[0] = 'pics/999.png';
    paths[1] = paths[2];
    await writeFile(join(folder, 'p.paths.txt'), paths.join('\n'));
    const run = await audit(file);
    expect(run.code).toBe(0);
    const { warnings, problems, dataset, paths: audited } = await report();
    expect(dataset).toMatchObject({ examples: 24, audited: 22 });
    expect(audited).not.toContain(moved[0][0]);
    const said = warnings.join('\n');
    expect(said).toMatch(/1 row that names no labelled picture.*pics\/999\.png \(row 1\)/);
    expect(said).toMatch(new RegExp(`names 1 picture again.*${moved[2][0]} \\(rows 2 and 3\\)`));
    expect(said).toMatch(/2 pictures of 24 have no row in p\.paths\.txt/);
    expect(
      problems
        .filter(({ kind }) => kind === 'no-row')
        .map(({ path }) => path)
        .sort(),
    ).toEqual([moved[0][0], moved[1][0]].sort());
  });

  it('leaves out other splits without a word of warning', async () => {
    await pictures(rows.map(([path]) => path));
    const text = rows.map(([path, label], i) => `${path},${label},${i < 12 ? 'train' : 'test'}\n`).join('');
    await writeFile(join(folder, 'data/labels.csv'), `image,label,split\n${text}`);
    const file = await probabilities(
      moved.map(([path, label]) => (label === 'dog' || path === 'pics/6.png' ? 1 : 0)),
      2,
    );
    await writeFile(join(folder, 'p.paths.txt'), moved.map(([path]) => path).join('\n'));
    const run = await audit(file, '--split', 'train');
    expect(await issuesOf(run)).toEqual(['pics/6.png']);
    expect(run.stderr).toContain('12 rows of pictures that are not audited were left out.');
    expect((await report()).warnings).toEqual([]);
  });

  it.each([
    ['p.paths.txt', 'pics/1.png\n', /p\.paths\.txt names 1 pictures, but .*p\.npy has 24 rows/],
    ['p.paths.json', '{"paths": 3}', /p\.paths\.json should be a list of paths/],
    ['p.paths.json', '[', /p\.paths\.json: it is not JSON/],
    ['p.paths.csv', 'a,b\n1,2\n', /p\.paths\.csv: no column of paths was recognised among "a", "b"/],
    ['p.paths.txt', Array.from({ length: 24 }, (_, i) => `other/${i + 100}.png`).join('\n'), /names none of the 24/],
  ])('%s that is wrong is refused by name', async (name, text, message) => {
    const file = await write();
    await writeFile(join(folder, name), text);
    const run = await audit(file, '--quiet');
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(message);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('of another array, by the name that all share, is passed over', async () => {
    await labelsFile(rows);
    const file = await probabilities(
      rows.map(([, label]) => (label === 'dog' ? 1 : 0)),
      2,
    );
    await writeFile(join(folder, 'paths.txt'), 'pics/1.png\n');
    const run = await audit(file);
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/paths\.txt names 1 pictures, but p\.npy has 24 rows: it was not used/);
  });
});

describe('a table of probabilities', () => {
  const rows = Array.from({ length: 24 }, (_, i) => [`${i}.png`, i % 2 === 0 ? 'cat, black' : 'Dog'] as const);
  const line = ([path, label]: readonly [string, string], i: number): string =>
    label === 'Dog' || path === '6.png' ? `${i},${path},0.9,0.1,0` : `${i},${path},0.1,0.9,0`;

  it('says rows and columns itself', async () => {
    await labelsFile(rows);
    const moved = [...rows].reverse();
    const file = join(folder, 'p.csv');
    await writeFile(file, `,filename,prob_Dog,"prob_cat, black",prob_emu\n${moved.map(line).join('\n')}\n`);
    const run = await audit(file);
    expect(await issuesOf(run)).toEqual(['6.png']);
    expect(run.stderr).toContain('as p.csv names them: 1 Dog, 2 cat, black, 3 emu.');
    const { dataset, issues } = await report();
    expect(dataset.classes).toEqual(['cat, black', 'Dog', 'emu']);
    expect(issues[0].suggestedLabel).toBe('Dog');
  });

  it.each([
    ['path,Dog\n1.png,1\n', /p\.csv has no column for the class "cat, black": its columns are "path", "Dog"/],
    ['path,Dog,"cat, black"\n1.png,x,1\n', /row 1 \(line 2\) has "x" in the column "Dog"/],
    ['Dog,"cat, black"\n1,1\n', /no column of paths/],
    ['path,Dog,"cat, black"\n1.png,"1,1\n', /quote that opens on line 2/],
    ['', /is empty/],
  ])('that is wrong is refused by name', async (text, message) => {
    await labelsFile(rows);
    const file = join(folder, 'p.csv');
    await writeFile(file, text);
    const run = await audit(file);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(message);
  });
});

describe("an audit's own arrays", () => {
  it('are taken without a word, also when rows have moved, gone or been added to splits', async () => {
    const rows = Array.from({ length: 24 }, (_, i) => [`${i}.png`, ['b', 'A', '10', '9'][i % 4]] as const);
    await labelsFile(rows);
    const sorted = ['10', '9', 'A', 'b'];
    const file = await probabilities(
      rows.map(([path, label]) => (path === '6.png' ? 3 : sorted.indexOf(label))),
      4,
    );
    expect(await issuesOf(await audit(file))).toEqual(['6.png']);
    const own = join(folder, 'data/.label-audit/pred_probs.npy');
    await labelsFile([...rows].reverse().filter(([path]) => path !== '3.png'));
    await rm(join(folder, 'data/3.png'));
    const run = await audit(own);
    expect(await issuesOf(run)).toEqual(['6.png']);
    expect(run.stderr).toBe(`label-audit: wrote ${join(folder, 'data/.label-audit')}\n`);
    expect((await report()).warnings).toEqual([]);
    // Moved elsewhere with its paths alone, it has a sidecar.
    const classes = (await report()).dataset.classes.join(',');
    await rename(own, join(folder, 'kept.npy'));
    await rename(join(folder, 'data/.label-audit/paths.csv'), join(folder, 'kept.paths.csv'));
    const kept = await audit(join(folder, 'kept.npy'), '--classes', classes, '--out', join(folder, 'out'));
    expect(kept.stderr).toContain('as kept.paths.csv names them');
    expect(JSON.parse(await readFile(join(folder, 'out/report.json'), 'utf8'))).toMatchObject({
      issues: [{ path: '6.png' }],
    });
  });

  it('are used by a check', async () => {
    const rows = Array.from({ length: 24 }, (_, i) => [`${i}.png`, i % 2 === 0 ? 'b' : 'A'] as const);
    await labelsFile(rows);
    const file = await probabilities(
      rows.map(([, label]) => (label === 'A' ? 0 : 1)),
      2,
    );
    expect((await audit(file)).code).toBe(0);
    await labelsFile([...rows].reverse());
    const check = await labelAudit('check', join(folder, 'data'), '--pred-probs', file);
    expect(check.code, check.stderr).toBe(0);
  });
});

describe('names on the command line', () => {
  it.each([
    ['in quotes', '"cat, black",dog'],
    ['from a text file', '@FOLDER/names.txt'],
    ['from a JSON list', '@FOLDER/names.json'],
  ])('are read %s', async (_, classes) => {
    const rows = Array.from({ length: 24 }, (_, i) => [`${i}.png`, i % 2 === 0 ? 'cat, black' : 'dog'] as const);
    await labelsFile(rows);
    await writeFile(join(folder, 'names.txt'), 'cat, black\ndog\n');
    await writeFile(join(folder, 'names.json'), '["cat, black", "dog"]');
    const file = await probabilities(
      rows.map((_, i) => i % 2),
      2,
    );
    const run = await audit(file, '--classes', classes.replace('FOLDER', folder));
    expect(run.code, run.stderr).toBe(0);
    expect((await report()).dataset.classes).toEqual(['cat, black', 'dog']);
  });

  it.each([
    ['"cat, black', /quote is not closed/],
    ['@/does/not/exist', /file of names \/does\/not\/exist can't be read/],
    ['"a,b""c",', /none of them empty/],
  ])('that are wrong (%s) are refused', async (classes, message) => {
    const run = await labelAudit('audit', folder, '--classes', classes);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(message);
  });
});

/** A `.npy` of texts, as numpy.save writes them: `<U…`, `>U…` or `|S…`. */
function textsNpy(words: readonly string[], kind: '<U' | '>U' | '|S', shape: readonly number[]): Buffer {
  const points = words.map((word) =>
    kind === '|S' ? [...Buffer.from(word)] : Array.from(word, (c) => c.codePointAt(0)!),
  );
  const width = Math.max(...points.map(({ length }) => length));
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${kind}${width}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const head = Buffer.from(`\x93NUMPY\x01\0\0\0${text.padEnd(117)}\n`, 'latin1');
  head.writeUInt16LE(118, 8);
  const size = kind === '|S' ? 1 : 4;
  const data = Buffer.alloc(words.length * width * size);
  points.forEach((own, row) => {
    own.forEach((point, i) => {
      const at = (row * width + i) * size;
      if (kind === '|S') data.writeUInt8(point, at);
      else if (kind === '<U') data.writeUInt32LE(point, at);
      else data.writeUInt32BE(point, at);
    });
  });
  return Buffer.concat([head, data]);
}

describe('arrays', () => {
  const names = ['zebra', 'Äffin', 'cat'];
  /** As Python sorts them. */
  const sorted = ['cat', 'zebra', 'Äffin'];
  const words = Array.from({ length: 60 }, (_, i) => names[(i * i + (i >> 2)) % 3]);
  const labels = words.map((word) => sorted.indexOf(word));
  const integers = async (values: readonly number[], shape: readonly number[] = [values.length]): Promise<string> => {
    const file = join(folder, 'y.npy');
    await writeNpy(file, { dtype: 'int32', shape, fortranOrder: false, data: Int32Array.from(values) });
    return file;
  };
  const issues = (y: string, p: string, ...more: string[]): Promise<Run> =>
    labelAudit('issues', '--labels', y, '--pred-probs', p, '--json', ...more);
  const found = (run: Run): unknown => {
    expect(run.code, run.stderr).toBe(0);
    return (JSON.parse(run.stdout) as { indices: number[] }).indices;
  };
  /** Right but in row 7. */
  const right = (): Promise<string> =>
    probabilities(
      labels.map((label, i) => (i === 7 ? (label + 1) % 3 : label)),
      3,
    );

  it.each([
    ['<U', [60]],
    ['>U', [60, 1]],
    ['|S', [60]],
  ] as const)('of names (%s, %j) are taken in the order that is said', async (kind, shape) => {
    const y = join(folder, 'y.npy');
    await writeFile(y, textsNpy(words, kind, shape));
    const run = await issues(y, await right());
    expect(found(run)).toEqual([7]);
    expect(run.stderr).toBe(
      'label-audit: Labels are names; columns are taken for 0 cat, 1 zebra, 2 Äffin, sorted as Python sorts them.\n',
    );
    const health = await labelAudit('health', '--labels', y, '--pred-probs', await right(), '--json');
    const { classesByLabelQuality } = JSON.parse(health.stdout) as { classesByLabelQuality: { class: string }[] };
    expect(classesByLabelQuality.map((one) => one.class).sort()).toEqual([...sorted].sort());
  });

  it('of names go with --class-names', async () => {
    const y = join(folder, 'y.npy');
    await writeFile(y, textsNpy(words, '<U', [60]));
    const p = await probabilities(
      words.map((word, i) => (names.indexOf(word) + (i === 7 ? 1 : 0)) % 3),
      3,
    );
    const wrong = await issues(y, p);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/seems to be in another order.*columns are of zebra, Äffin, cat, in 59/);
    expect(found(await issues(y, p, '--class-names', names.join(',')))).toEqual([7]);
    const missing = await issues(y, p, '--class-names', 'zebra,Äffin,dog');
    expect(missing).toMatchObject({ code: 2 });
    expect(missing.stderr).toMatch(/row \d+ has the label "cat", which is none of --class-names/);
    const fewer = await issues(y, await probabilities(labels, 4, 'four.npy'));
    expect(fewer.stderr).toMatch(/3 different names \("cat", "zebra", "Äffin"\), but .*four\.npy has 4 columns/);
  });

  it('of one column are taken, one-hot labels are told what to do', async () => {
    expect(found(await issues(await integers(labels, [60, 1]), await right()))).toEqual([7]);
    const oneHot = labels.flatMap((label) => [0, 1, 2].map((c) => (c === label ? 1 : 0)));
    const run = await issues(await integers(oneHot, [60, 3]), await right());
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/labels must be one-dimensional.*argmax\(axis=1\)/);
  });

  it('that count from 1 are refused', async () => {
    const run = await issues(await integers(labels.map((label) => label + 1)), await right());
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/labels are 1 to 3, but columns count from 0: save labels - 1/);
  });

  it.each([
    ['each row belongs to the label after it', (all: number[]) => [...all.slice(1), all[0]]],
    ['each row belongs to the label before it', (all: number[]) => [all[59], ...all.slice(0, 59)]],
    ['the rows are reversed', (all: number[]) => [...all].reverse()],
    ['the columns are of the labels 1, 2, 0', (all: number[]) => all.map((label) => (label + 2) % 3)],
  ])('in another order are refused: %s', async (words_, move) => {
    const y = await integers(labels);
    const p = await probabilities(move(labels), 3);
    for (const command of ['issues', 'scores', 'health']) {
      const run = await labelAudit(command, '--labels', y, '--pred-probs', p);
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).toContain(`but if ${words_}, in 60.`);
    }
    const forced = await issues(y, p, '--force');
    expect(forced.code).toBe(0);
    expect(forced.stderr).toContain('may be in another order');
  });

  it('that a weak model made are taken', async () => {
    const weak = labels.map((label, i) => (i % 5 < 2 ? label : (label + 1 + (i % 2)) % 3));
    const run = await issues(await integers(labels), await probabilities(weak, 3));
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('features', () => {
  const rows = Array.from({ length: 60 }, (_, i) => [`${i}.png`, (i * i + (i >> 2)) % 3] as const);
  /** Three clouds of points; picture 7 lies in another's. */
  const features = async (order: readonly (readonly [string, number])[], fortranOrder = false): Promise<string> => {
    const data = Float32Array.from(
      order.flatMap(([path, label], i) => {
        const place = path === '7.png' ? (label + 1) % 3 : label;
        return [0, 1, 2, 3].map((j) => (j === place ? 5 : 0) + Math.sin(i * 7 + j * 3) / 2);
      }),
    );
    const file = join(folder, 'f.npy');
    await writeNpy(file, { dtype: 'float32', shape: [order.length, 4], fortranOrder, data });
    return file;
  };
  const named = ['b', 'A', 'c'];
  /** The picture whose label is the worst. */
  const worst = (run: Run): string => {
    expect(run.code, run.stderr).toBe(0);
    const lines = run.stdout.trim().split('\n').slice(1);
    const ranked = lines.map((line) => line.split(',')).sort((one, other) => Number(one[3]) - Number(other[3]));
    return ranked[0][0];
  };
  const auditOf = (file: string, ...more: string[]): Promise<Run> =>
    labelAudit('audit', join(folder, 'data'), '--features', file, '--folds', '3', '--format', 'csv', ...more);

  beforeEach(() => labelsFile(rows.map(([path, label]) => [path, named[label]])));

  it.each([false, true])('are taken in the order of the labels file, Fortran order %s', async (fortranOrder) => {
    const run = await auditOf(await features(rows, fortranOrder));
    expect(worst(run)).toBe('7.png');
    expect(run.stderr).toContain('Rows of f.npy, in the order of labels.csv: 1 0.png');
  });

  it('in another order are refused, and go with a sidecar', async () => {
    const moved = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
    const file = await features(moved);
    const run = await auditOf(file);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/f\.npy seems to be in another order.*rows sorted by path.*f\.paths\.txt/);
    await writeFile(join(folder, 'f.paths.txt'), moved.map(([path]) => path).join('\n'));
    expect(worst(await auditOf(file))).toBe('7.png');
    await writeFile(join(folder, 'f.paths.txt'), moved.map(([path]) => (path === '8.png' ? 'x.png' : path)).join('\n'));
    const partly = await auditOf(file);
    expect(worst(partly)).toBe('7.png');
    expect((await report()).problems).toMatchObject([{ kind: 'no-row', path: '8.png' }]);
  });
});

describe('--group-column', () => {
  /** Twenty patients with ten pictures each; a picture shows its patient, and nothing of its label but that. */
  const patients = Array.from({ length: 20 }, (_, patient) => ({
    patient,
    label: 'ab'[(patient * 7 + (patient >> 2)) % 2],
  }));
  const rows = patients.flatMap(({ patient, label }) =>
    Array.from({ length: 10 }, (_, i) => ({ path: `${patient}-${i}.png`, label, patient })),
  );

  beforeEach(async () => {
    await pictures(rows.map(({ path }) => path));
    const text = rows.map(({ path, label, patient }) => `${path},${label},p${patient}\n`).join('');
    await writeFile(join(folder, 'data/labels.csv'), `image,label,patient\n${text}`);
    const data = Float32Array.from(
      rows.flatMap(({ patient }, i) =>
        Array.from({ length: 20 }, (_, j) => (j === patient ? 3 : 0) + Math.sin(i * 5 + j)),
      ),
    );
    await writeNpy(join(folder, 'f.npy'), { dtype: 'float32', shape: [200, 20], fortranOrder: false, data });
  });
  const run = async (
    ...more: string[]
  ): Promise<{ accuracy: number; settings: object; sizes: number[]; stderr: string }> => {
    const features = ['--features', join(folder, 'f.npy'), '--folds', '5', '--seed', '4'];
    const { code, stderr } = await labelAudit('audit', join(folder, 'data'), ...features, ...more);
    expect(code, stderr).toBe(0);
    const { accuracy, settings, folds } = (await report()).crossValidation!;
    return { accuracy, settings, sizes: folds.map(({ testSize }) => testSize), stderr };
  };

  it('keeps what is learned of a patient from judging that patient; without it the column is offered', async () => {
    const apart = await run();
    expect(apart.accuracy).toBeGreaterThan(0.95);
    expect(apart.stderr).toContain('The column "patient" has 20 values; pictures of one are often alike.');
    expect(apart.settings).not.toHaveProperty('groups');
    const together = await run('--group-column', 'patient');
    expect(together.accuracy).toBeLessThan(0.8);
    expect(together.settings).toMatchObject({ groupColumn: 'patient', groups: 20 });
    expect(together.sizes).toEqual([40, 40, 40, 40, 40]);
    expect(together.stderr).toContain(
      'Groups are read from the column "patient": 20. None is on both sides of a fold.',
    );
    expect(together.stderr).not.toContain('pictures of one are often alike');
  });

  it('that is not there is refused', async () => {
    const { code, stderr } = await labelAudit('audit', join(folder, 'data'), '--group-column', 'sender');
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /labels\.csv: it has no columns named "sender"\. Its columns are "image", "label", "patient"/,
    );
  });
});

describe('a probability that is none', () => {
  it('is named by file, picture and class, since rows were brought into another order', async () => {
    await labelsFile([...TEXT_ORDER, 'x.png'].map((path, i) => [path, i % 2 === 0 ? 'cat' : 'dog']));
    const rows = [...TEXT_ORDER, 'x.png'].map(
      (path, i) => `${path},${i % 2},${path === '10.png' ? 90 : 1 - (i % 2)}\n`,
    );
    const file = join(folder, 'p.csv');
    await writeFile(file, `path,dog,cat\n${rows.toReversed().join('')}`);
    const run = await audit(file);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/p\.csv: row of "10\.png", class "cat": probability 90 is not in \[0, 1\]/);
  });

  it('and names that could be of several pictures, or columns without a class, say what to write', async () => {
    await pictures(['cat/1.png', 'cat/2.png', 'dog/1.png', 'dog/2.png']);
    const file = await probabilities([0, 0, 1, 1], 2);
    await writeFile(join(folder, 'p.paths.txt'), '1.png\n2.png\n1.png\n2.png\n');
    expect((await audit(file)).stderr).toContain(
      '4 rows could be of several pictures: write their paths with the folder',
    );
    const table = join(folder, 'q.csv');
    await writeFile(table, 'path,class_0,class_1\ncat/1.png,1,0\ndog/1.png,0,1\n');
    expect((await audit(table)).stderr).toContain('Name each column as its class, such as "cat" or "prob_cat".');
    const pointer = join(folder, 'r.npy');
    await writeFile(pointer, `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 9\n`);
    expect((await audit(pointer)).stderr).toContain(
      'r.npy: it is a Git LFS pointer, not the file itself; fetch that with: git lfs pull',
    );
  });
});

it('check knows probabilities by what they hold, and the names of their rows, not by when they were written', async () => {
  const paths = TEXT_ORDER.map((name, i) => [name, i % 2 === 0 ? 'cat' : 'dog'] as const);
  await labelsFile(paths);
  const columns = paths.map((_, i) => i % 2);
  const file = await probabilities(columns, 2);
  expect((await audit(file)).code).toBe(0);
  const check = (): Promise<Run> => labelAudit('check', join(folder, 'data'), '--pred-probs', file);
  await probabilities(columns, 2);
  const same = await check();
  expect(same.stdout).toContain("with the last audit's probabilities");
  expect(same.code).toBe(0);
  // Another array of the same size, with the old time of writing.
  const { atime, mtime } = await stat(file);
  columns[3] = 0;
  await probabilities(columns, 2);
  await utimes(file, atime, mtime);
  const changed = await check();
  expect(changed.code).toBe(1);
  expect(changed.stdout).toContain('p.npy has changed since the last audit');
  // The same array, whose rows are now said to be of other pictures.
  const swapped = paths.map(([path]) => path);
  [swapped[2], swapped[3]] = [swapped[3], swapped[2]];
  await writeFile(join(folder, 'p.paths.txt'), swapped.join('\n'));
  expect((await check()).stdout).toContain('did not note what');
  await writeFile(join(folder, 'p.paths.txt'), paths.map(([path]) => path).join('\n'));
  expect((await check()).stdout).toContain('p.paths.txt has changed since the last audit');
  await rm(join(folder, 'p.paths.txt'));
  expect((await check()).stdout).toContain('the names of the rows of');
});

it('check reads a file of probabilities that was written again under its name', async () => {
  const paths = TEXT_ORDER.map((name, i) => [name, i % 2 === 0 ? 'cat' : 'dog'] as const);
  await labelsFile(paths);
  const columns = paths.map((_, i) => i % 2);
  const file = await probabilities(columns, 2);
  expect((await audit(file)).code).toBe(0);
  columns[3] = 0;
  await probabilities(columns, 2);
  const run = await labelAudit('check', join(folder, 'data'), '--pred-probs', file);
  expect(run.code).toBe(1);
  expect(run.stdout).toContain('p.npy has changed since the last audit');
  expect(run.stderr).toContain('1 label issue, of 0 allowed');
});

it('columns may be of all classes that a labels file lists, also of one that no picture bears', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}.png`);
  await pictures(names);
  const rows = names.map((name, i) => `${name},${i % 2 === 0 ? '1,0,0' : '0,0,1'}\n`);
  await writeFile(join(folder, 'data/labels.csv'), `image,zebra,cat,bird\n${rows.join('')}`);
  // Row 2 is sure of the last column, bird, though its label is zebra.
  const three = await probabilities([0, 2, 2, 2, 0, 2], 3);
  const run = await audit(three, '--filter-by', 'predicted_neq_given');
  expect(await issuesOf(run)).toEqual(['c.png']);
  expect(run.stderr).toContain('Columns of p.npy, as labels.csv names them: 1 zebra, 2 cat, 3 bird.');
  expect((await report()).issues[0]).toMatchObject({ givenLabel: 'zebra', suggestedLabel: 'bird' });
  const two = await probabilities([0, 1, 1, 1, 0, 1], 2);
  expect(await issuesOf(await audit(two, '--filter-by', 'predicted_neq_given'))).toEqual(['c.png']);
  const five = await audit(await probabilities([0, 1, 1, 1, 0, 1], 5));
  expect(five.code).toBe(2);
  expect(five.stderr).toContain('labels.csv lists 3, of which no picture bears "cat".');
});
