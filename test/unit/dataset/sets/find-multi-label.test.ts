import { describe, expect, it } from 'vitest';
import { readDataset, type Dataset, type MultiLabelChoice } from '../../../../src/dataset/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const pictures = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, '']));

async function read(file: string, text: string, multiLabel?: MultiLabelChoice): Promise<Dataset> {
  const names = [...new Set(text.match(/\b\w+\.png/g))];
  const root = await temporaryFolder({ ...pictures(...names), [file]: text });
  return readDataset(root, multiLabel === undefined ? {} : { multiLabel });
}

const table = (labels: readonly string[], quote = (label: string) => label): string =>
  `image,label\n${labels.map((label, i) => `p${i}.png,${quote(label)}\n`).join('')}`;
const repeated = (labels: readonly string[], times: number): string[] =>
  Array.from({ length: times }, () => labels).flat();

describe('several labels a picture are recognised and said', () => {
  it.each(['|', ';', ','])('divided by %s', async (separator) => {
    const sets = ['cat dog', 'cat', 'dog fox', 'cat fox', 'fox', 'fox dog'];
    const labels = repeated(sets, 3).map((set) => set.replaceAll(' ', separator));
    const { multiLabel, classes, notes, examples } = await read(
      'labels.csv',
      table(labels, (label) => `"${label}"`),
    );
    expect(multiLabel?.way).toBe(separator);
    expect(multiLabel?.classes).toEqual(['cat', 'dog', 'fox']);
    expect(classes).toEqual(
      ['cat', 'cat dog', 'cat fox', 'dog fox', 'fox'].map((set) => set.replaceAll(' ', separator)),
    );
    expect(multiLabel?.sets).toEqual([[0], [0, 1], [0, 2], [1, 2], [2]]);
    expect(classes[examples[5].label]).toBe(`dog${separator}fox`);
    expect(notes?.join()).toContain(
      `Several labels a picture: labels separated by "${separator}" (3 classes; 12 of 18 pictures have several). If each picture has one label, say so with --multi-label off.`,
    );
  });

  it('columns of 0 and 1, in the order of the file; pictures without any class are kept', async () => {
    const text = `image,zebra,ant,cow\n${Array.from({ length: 36 }, (_, i) => `p${i}.png,${i % 2},${i % 3 === 0 ? 1 : 0},${i % 4 === 0 ? 1 : 0}\n`).join('')}`;
    const { multiLabel, examples, classes } = await read('labels.csv', text);
    expect(multiLabel).toMatchObject({ way: 'columns', classes: ['zebra', 'ant', 'cow'] });
    expect(classes[examples[2].label]).toBe('(none)');
    expect(multiLabel?.sets[examples[2].label]).toEqual([]);
  });

  it('a row for each label', async () => {
    const rows = Array.from(
      { length: 24 },
      (_, i) =>
        `p${i}.png,cat\n${i % 3 === 0 ? '' : `p${i}.png,${i % 2 === 0 ? 'dog' : 'fox'}\n`}${i % 5 === 0 ? `p${i}.png,owl\n` : ''}`,
    );
    const { multiLabel, examples, problems, classes } = await read('labels.csv', `image,label\n${rows.join('')}`);
    expect(multiLabel).toMatchObject({ way: 'rows', classes: ['cat', 'dog', 'fox', 'owl'] });
    expect(examples).toHaveLength(24);
    expect(classes[examples[5].label]).toBe('cat|fox|owl');
    expect(problems).toEqual([]);
  });

  it('several files as one: a file of single labels goes with the others', async () => {
    const root = await temporaryFolder({
      ...pictures(...Array.from({ length: 12 }, (_, i) => `p${i}.png`), 'q0.png'),
      'train.csv': table(repeated(['cat|dog', 'cat|fox', 'dog|fox', 'cat'], 3)),
      'test.csv': 'image,label\nq0.png,owl\n',
    });
    const { multiLabel, examples } = await readDataset(root);
    expect(multiLabel?.classes).toEqual(['cat', 'dog', 'fox', 'owl']);
    expect(examples.at(-1)).toMatchObject({ path: 'q0.png', split: 'test' });
  });
});

describe('one label a picture stays one', () => {
  it.each<[string, readonly string[]]>([
    ['a stray separator in a name', repeated(['cat', 'dog|wolf', 'fox'], 10)],
    ['names that hold a separator each', repeated(['cat|feline', 'dog|canine', 'fox|vulpine', 'owl|bird'], 10)],
    ['a few slips', [...repeated(['cat', 'dog', 'fox'], 30), 'cat|dog', 'dog|fox', 'cat|fox']],
    ['cities and states', repeated(['Portland, Oregon', 'Salem, Oregon', 'Austin, Texas', 'Dallas, Texas'], 10)],
    ['a separator at the end', repeated(['cat|', 'dog|', 'cat|dog|'], 10)],
  ])('%s', async (_, labels) => {
    const { multiLabel, examples } = await read(
      'labels.csv',
      table(labels, (label) => `"${label}"`),
    );
    expect(multiLabel).toBeUndefined();
    expect(examples).toHaveLength(labels.length);
  });

  it('where the user says so, and where people contradict each other in rows of their own', async () => {
    const labels = repeated(['cat|dog', 'cat|fox', 'dog|fox', 'cat'], 5);
    expect((await read('labels.csv', table(labels), 'off')).multiLabel).toBeUndefined();
    const rows = Array.from(
      { length: 12 },
      (_, i) => `p${i}.png,ann,cat\np${i}.png,bob,${i % 2 === 0 ? 'cat' : 'dog'}\n`,
    );
    expect(
      (await read('labels.csv', `image,annotator,label\nz.png,ann,dog\n${rows.join('')}`)).multiLabel,
    ).toBeUndefined();
    const twice = Array.from({ length: 12 }, (_, i) => `p${i}.png,cat\np${i}.png,${i % 3 === 0 ? 'fox' : 'dog'}\n`);
    expect(
      (await read('labels.csv', `image,label\nz.png,dog\nz.png,fox\n${twice.join('')}`)).multiLabel,
    ).toBeUndefined();
  });
});

it('what the user says is done, and what can not be is refused', async () => {
  const text = table(['a+b', 'b', 'c']);
  expect((await read('labels.csv', text, '+')).multiLabel?.classes).toEqual(['a', 'b', 'c']);
  await expect(read('labels.csv', text, 'columns')).rejects.toThrow(
    /no columns of 0 and 1, but --multi-label says "columns"/,
  );
  const root = await temporaryFolder({ ...pictures('p0.png', 'p1.png', 'p2.png'), 'labels.csv': text });
  await expect(readDataset(root, { multiLabel: '+', classes: ['a', 'b'] })).rejects.toThrow(
    /row 3 \(p2.png\) has the label "c", which is not among: a, b/,
  );
  expect((await readDataset(root, { multiLabel: '+', classes: ['c', 'b', 'a', 'd'] })).multiLabel).toMatchObject({
    classes: ['c', 'b', 'a', 'd'],
    sets: [[1, 2], [1], [0]],
  });
});
