import { applyPatch, parsePatch, reversePatch } from 'diff';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNpy } from '../../../src/arrays/write-npy.ts';
import { parseReviews } from '../../../src/audit/remediation/reviews.ts';
import { readDataset } from '../../../src/dataset/read-dataset.ts';
import { temporaryFolder } from '../dataset/temporary-folder.ts';
import { labelAudit } from './label-audit.ts';

const CLASSES = ['cat', 'dog'];
const COUNT = 12;

/** One picture of a data set: its label, and what the model is sure of. */
interface Picture {
  readonly id: number;
  readonly given: string;
  readonly truth: string;
  readonly split: string;
}

/** The pictures 3, 6 and 10 bear a wrong label; 10 stands in the test split. */
const PICTURES = Array.from({ length: COUNT }, (_, id): Picture => {
  const truth = CLASSES[id % 2];
  const given = [3, 6, 10].includes(id) ? CLASSES[1 - (id % 2)] : truth;
  return { id, given, truth, split: id < 6 ? 'train' : id < 9 ? 'val' : 'test' };
});
const ofSplit = (split: string): Picture[] => PICTURES.filter((one) => one.split === split);

/** The layouts that data sets have, each with labels files whose text is made of the pictures. */
const LAYOUTS: Record<
  string,
  { pictures: (one: Picture) => string; files: Record<string, (labels: Labels) => string> }
> = {
  'Kaggle: id and label, pictures in train_images': {
    pictures: ({ id }) => `train_images/${id}.png`,
    files: {
      'images.csv': (labelOf) =>
        `id;"label";kids\r\n${PICTURES.map((one) => `${one.id};"${labelOf(one)}";${one.split}`).join('\r\n')}`,
    },
  },
  'Hugging Face: metadata.jsonl': {
    pictures: ({ id }) => `${id} é.png`,
    files: {
      'metadata.jsonl': (labelOf) =>
        PICTURES.map(
          (one) => `{ "label":"${labelOf(one)}",  "file_name": "${one.id} é.png", "split": "${one.split}" }\r\n`,
        ).join(''),
    },
  },
  'train.csv, val.csv and test.csv, an id in each': {
    pictures: ({ id, split }) => `${split}/${id}.png`,
    files: Object.fromEntries(
      ['train', 'val', 'test'].map((split) => [
        `${split}.csv`,
        (labelOf: Labels) =>
          `id,label\n${ofSplit(split)
            .map((one) => `${one.id},${labelOf(one)}\n`)
            .join('')}`,
      ]),
    ),
  },
};
type Labels = (one: Picture) => string;

/** A data set that the command line has audited by the probabilities of a model that knows. */
async function audited({ pictures, files }: (typeof LAYOUTS)[string]): Promise<string> {
  const texts = Object.entries(files).map(([name, text]) => [name, text(({ given }) => given)]);
  const root = await temporaryFolder({
    ...Object.fromEntries(PICTURES.map((one) => [pictures(one), `picture ${one.id}`])),
    ...(Object.fromEntries(texts) as Record<string, string>),
  });
  const { examples } = await readDataset(root);
  const truths = examples.map(({ path }) => PICTURES[Number(/(\d+)( é)?\.png$/.exec(path)![1])].truth);
  const data = Float64Array.from(truths.flatMap((truth) => CLASSES.map((name) => (name === truth ? 0.95 : 0.05))));
  const predProbs = join(root, 'mine.npy');
  await writeNpy(predProbs, { dtype: 'float64', shape: [COUNT, 2], fortranOrder: false, data });
  const { code, stdout } = await labelAudit(
    'audit',
    root,
    '--pred-probs',
    predProbs,
    '--filter-by',
    'predicted_neq_given',
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Label issues +3 of 12/m);
  return root;
}

describe('data sets as people have them, on the command line', () => {
  it.each(Object.entries(LAYOUTS))('%s: fixed in place but for the test split, and undone', async (_, layout) => {
    const root = await audited(layout);
    const textOf = async (): Promise<Record<string, string>> =>
      Object.fromEntries(
        await Promise.all(
          Object.keys(layout.files).map(async (name) => [name, await readFile(join(root, name), 'utf8')] as const),
        ),
      );
    const before = await textOf();
    const expected = Object.fromEntries(
      Object.entries(layout.files).map(([name, text]) => [
        name,
        text(({ split, given, truth }) => (split === 'test' ? given : truth)),
      ]),
    );

    const dry = await labelAudit('fix', root, '--relabel', '--all', '--dry-run');
    expect(await textOf()).toEqual(before);
    const patches = parsePatch(dry.stdout);
    const options = { autoConvertLineEndings: false };
    const patched = Object.fromEntries(
      patches.map((patch) => {
        const name = patch.newFileName!.slice(2);
        return [name, applyPatch(before[name], patch, options)];
      }),
    );
    expect({ ...before, ...patched }).toEqual(expected);

    const { code, stderr } = await labelAudit('fix', root, '--relabel', '--all');
    expect({ code, wrote: /wrote/.test(stderr) }).toEqual({ code: 0, wrote: true });
    expect(await textOf()).toEqual(expected);
    const { byRow } = parseReviews(await readFile(join(root, '.label-audit/reviews.csv'), 'utf8'));
    expect([...byRow.keys()].sort()).toEqual([3, 6].map((id) => layout.pictures(PICTURES[id])).sort());

    // What the dry run showed takes it back, byte for byte.
    for (const patch of patches) {
      const name = patch.newFileName!.slice(2);
      const back = applyPatch(expected[name], reversePatch(patch), options);
      await writeFile(join(root, name), back as string);
    }
    expect(await textOf()).toEqual(before);

    // A person's decision, on the test row as well, changes that row alone where the split is named.
    await writeFile(
      join(root, '.label-audit/reviews.csv'),
      `path,label,decision,date\n${layout.pictures(PICTURES[10])},cat,relabelled,2026-01-01\n`,
    );
    const held = await labelAudit('fix', root, '--relabel', '--reviewed');
    expect(held.stdout).toMatch(/^Changes +0 pictures of 0 considered/m);
    expect(await textOf()).toEqual(before);
  });

  it('a check names the file and line of each of several labels files', async () => {
    const root = await audited(LAYOUTS['train.csv, val.csv and test.csv, an id in each']);
    const { code, stdout } = await labelAudit('check', root, '--pred-probs', join(root, 'mine.npy'));
    expect(code).toBe(1);
    expect(stdout.split('\n').filter((line) => line.includes('looks like'))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^train\.csv:5: train\/3\.png: "cat" looks like "dog"/),
        expect.stringMatching(/^val\.csv:2: val\/6\.png: /),
        expect.stringMatching(/^test\.csv:3: test\/10\.png: /),
      ]),
    );
  });

  it('a SARIF log finds the cell in its own file, and JSON lines', async () => {
    for (const [name, layout] of Object.entries(LAYOUTS)) {
      const root = await audited(layout);
      const args = ['--pred-probs', join(root, 'mine.npy'), '--filter-by', 'predicted_neq_given', '--format', 'sarif'];
      const { stdout } = await labelAudit('audit', root, ...args, '--quiet');
      interface Place {
        readonly artifactLocation: { readonly uri: string };
        readonly region: { startLine: number; startColumn: number; endColumn: number };
      }
      const log = JSON.parse(stdout) as {
        runs: { results: { locations: { physicalLocation: Place }[]; fixes: unknown[] }[] }[];
      };
      const cells = await Promise.all(
        log.runs[0].results.map(async ({ locations: [{ physicalLocation }], fixes }) => {
          const { artifactLocation, region } = physicalLocation;
          const lines = (await readFile(join(root, artifactLocation.uri), 'utf8')).split(/\r?\n/);
          expect(fixes).toHaveLength(1);
          return lines[region.startLine - 1].slice(region.startColumn - 1, region.endColumn - 1).replaceAll('"', '');
        }),
      );
      expect([name, cells.sort()]).toEqual([name, ['cat', 'dog', 'dog']]);
    }
  });
});

describe('label-audit fix --merge-classes', () => {
  const labels =
    'image,label,split\n1.png,cat,train\n2.png,Cat,train\n3.png,cat,train\n4.png,"Cat",test\n5.png,caf\u00e9,train\n6.png,cafe\u0301,train\n7.png,caf\u00e9,val\n8.png,3.0,train\n9.png,3,train\n10.png,3,train\n';
  const merged = labels.replace('2.png,Cat', '2.png,cat').replace('cafe\u0301', 'caf\u00e9').replace('3.0', '3');

  it('writes the rarer spellings as the most frequent one, and leaves test rows alone', async () => {
    const root = await temporaryFolder({ 'labels.csv': labels });
    const dry = await labelAudit('fix', root, '--merge-classes', '--dry-run');
    expect(await readFile(join(root, 'labels.csv'), 'utf8')).toBe(labels);
    expect(dry.stderr).toContain('"Cat" becomes "cat": 1 row; 1 row of test splits left alone');
    expect(applyPatch(labels, parsePatch(dry.stdout)[0])).toBe(merged);
    const { code, stdout } = await labelAudit('fix', root, '--merge-classes');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Changes +3 rows$/m);
    expect(stdout).toMatch(/^Left alone +1 row of test splits, which no plan changes: write it alike by hand$/m);
    expect(await readFile(join(root, 'labels.csv'), 'utf8')).toBe(merged);
    expect((await labelAudit('fix', root, '--merge-classes')).stderr).toMatch(/nothing to change/);
  });

  it('takes the pairs that the user names, and refuses those that make no sense', async () => {
    const root = await temporaryFolder({ 'labels.csv': labels });
    const { code } = await labelAudit('fix', root, '--merge-classes', 'cat=Cat,3=3.0');
    expect(code).toBe(0);
    expect(await readFile(join(root, 'labels.csv'), 'utf8')).toBe(
      labels.replaceAll(',cat,', ',Cat,').replaceAll(',3,', ',3.0,'),
    );
    for (const [pairs, why] of [
      ['cat', /takes pairs such as/],
      ['cow=cat', /No row bears the label "cow"/],
      ['Cat=Cat', /is to become itself/],
      ['Cat=a,Cat=b', /is to become two labels/],
      ['Cat=3.0,3.0=3', /is to go and to stay/],
    ] as const) {
      const refused = await labelAudit('fix', root, '--merge-classes', pairs);
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(why)]);
    }
    const both = await labelAudit('fix', root, '--merge-classes', '--prune');
    expect([both.code, both.stderr]).toEqual([2, expect.stringMatching(/goes alone/)]);
  });

  it('changes each row in its own labels file', async () => {
    const train = 'id,label\n1,cat\n2,cat\n3,dog\n';
    const root = await temporaryFolder({
      ...{ '1.png': '', '2.png': '', '3.png': '', '4.png': '', '5.png': '' },
      ...{ 'train.csv': train, 'val.csv': 'id,label\n4,Cat\n', 'test.csv': 'id,label\n5,Cat\n' },
    });
    const { code, stderr } = await labelAudit('fix', root, '--merge-classes');
    expect([code, stderr]).toEqual([0, expect.stringMatching(/wrote .*val\.csv\n$/)]);
    const texts = ['train.csv', 'val.csv', 'test.csv'].map((name) => readFile(join(root, name), 'utf8'));
    expect(await Promise.all(texts)).toEqual([train, 'id,label\n4,cat\n', 'id,label\n5,Cat\n']);
  });
});

describe('pictures that no row names', () => {
  it('are told once, and what to do where they are new in class folders', async () => {
    const names = ['cat/1.png', 'cat/2.png', 'dog/3.png', 'dog/4.png'];
    const root = await temporaryFolder({
      ...Object.fromEntries([...names, 'dog/new.png', 'cat/gone.png', 'extra/5.png'].map((name) => [name, name])),
      'labels.csv': `image,label\n${names.map((name) => `${name},${name.slice(0, 3)}\n`).join('')}`,
      '.label-audit/reviews.csv': 'path,label,decision\ncat/gone.png,cat,removed\n',
    });
    const data = Float64Array.from([0.9, 0.1, 0.9, 0.1, 0.1, 0.9, 0.1, 0.9]);
    await writeNpy(join(root, 'mine.npy'), { dtype: 'float64', shape: [4, 2], fortranOrder: false, data });
    const { code, stdout, stderr } = await labelAudit('audit', root, '--pred-probs', join(root, 'mine.npy'));
    expect(code).toBe(0);
    expect(stderr).toContain(
      'label-audit: no row names these pictures, so they are not audited: 1 picture (dog/new.png) in class folders; 1 picture (extra/5.png) in other folders; labels.csv says what the classes are, and not the folders: add rows for new pictures, or move labels.csv away so that the folders are read again.',
    );
    expect(stdout).toContain('No row names 1 picture (dog/new.png); labels.csv says what the classes are');
  });
});
