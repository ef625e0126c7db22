import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { npyPieces } from '../../../src/arrays/index.ts';
import { readReport } from '../audit/read-report.ts';
import { temporaryFolder } from '../dataset/temporary-folder.ts';
import { seededRandom } from '../seeded-random.ts';
import { labelAudit } from './label-audit.ts';

const CLASSES = ['cat', 'dog', 'fox'];

/** 60 rows of three classes by three annotators, of whom the last guesses; and a model that is right in nine of ten. */
async function annotated(): Promise<{ readonly root: string; readonly truth: readonly string[] }> {
  const root = await temporaryFolder();
  const random = seededRandom(5);
  const n = 60;
  const truth = Array.from({ length: n }, (_, i) => i % 3);
  const skill = [0.9, 0.8, 0.34];
  const lines = truth.map((label, i) => {
    const cells = skill.map((share) => CLASSES[random() < share ? label : (label + 1 + Math.floor(random() * 2)) % 3]);
    return `${i}.png,${cells.join(',')},${i < 50 ? 'train' : 'test'}\n`;
  });
  await writeFile(join(root, 'labels.csv'), `image,rater_a,rater_b,rater_c,split\n${lines.join('')}`);
  const data = new Float32Array(n * 3).fill(0.1);
  truth.forEach((label, i) => (data[i * 3 + (i % 10 === 0 ? (label + 1) % 3 : label)] = 0.8));
  await writeFile(
    join(root, 'p.npy'),
    Buffer.concat(npyPieces({ dtype: 'float32', shape: [n, 3], fortranOrder: false, data }, 'p')),
  );
  return { root, truth: truth.map((label) => CLASSES[label]) };
}

interface Printed {
  readonly annotators: {
    readonly method: string;
    readonly table: readonly { readonly name: string; readonly labelled: number; readonly quality: number }[];
    readonly questions: readonly { readonly ask: readonly string[] }[];
  };
  readonly pictures: readonly {
    readonly path: string;
    readonly consensus: string;
    readonly said: readonly string[][];
  }[];
}

it('makes one label of several by each method, judges the annotators, and writes nothing unasked', async () => {
  const { root, truth } = await annotated();
  const before = await readFile(join(root, 'labels.csv'), 'utf8');
  const right: Record<string, number> = {};
  for (const method of ['majority', 'dawid-skene', 'crowdlab']) {
    const run = await labelAudit(
      'consensus',
      root,
      '--method',
      method,
      '--pred-probs',
      join(root, 'p.npy'),
      '--json',
      '--quiet',
    );
    expect(run.code, run.stderr).toBe(0);
    const { annotators, pictures } = JSON.parse(run.stdout) as Printed;
    expect(annotators.method).toBe(method);
    expect(annotators.table.map(({ labelled }) => labelled)).toEqual([60, 60, 60]);
    expect(annotators.table[0].name).toBe('rater_c');
    expect(annotators.questions).toHaveLength(60);
    expect(annotators.questions[0].ask).toEqual([]);
    expect(pictures[0].said.map(([who]) => who)).toEqual(['rater_a', 'rater_b', 'rater_c']);
    right[method] = pictures.filter(({ consensus }, i) => consensus === truth[i]).length;
  }
  expect(right.crowdlab).toBeGreaterThan(right.majority);
  expect(await readFile(join(root, 'labels.csv'), 'utf8')).toBe(before);
});

it('writes the consensus into a column of its own, in no row of a test split, and audit reads it from there', async () => {
  const { root } = await annotated();
  const file = join(root, 'labels.csv');
  const before = (await readFile(file, 'utf8')).split('\n');
  const probabilities = ['--pred-probs', join(root, 'p.npy')];
  const majority = await labelAudit('audit', root, ...probabilities, '--format', 'markdown');
  expect(majority.code, majority.stderr).toBe(0);
  expect(majority.stdout).toContain('#### Annotators, worst first');
  const first = await readReport(join(root, '.label-audit/report.json'));
  expect(first.annotators).toMatchObject({ audited: 'majority', method: 'crowdlab', pictures: 60, several: 60 });
  expect(first.issues[0].said).toHaveLength(3);
  const run = await labelAudit('consensus', root, ...probabilities, '--write');
  expect(run.code, run.stderr).toBe(0);
  expect(run.stdout).toContain('someone new: all have labelled it');
  expect(run.stderr).toContain(`wrote the column "consensus" to ${file}; 10 of a test split were given none`);
  const after = (await readFile(file, 'utf8')).split('\n');
  expect(after[0]).toBe(`${before[0]},consensus`);
  after.slice(1, 51).forEach((line, i) => {
    expect(line).toMatch(new RegExp(`^${before[i + 1]},(?:cat|dog|fox)$`));
  });
  expect(after.slice(51, 61)).toEqual(before.slice(51, 61).map((line) => `${line},`));
  // Written again, nothing changes; what was written is what is audited.
  await labelAudit('consensus', root, ...probabilities, '--write');
  expect((await readFile(file, 'utf8')).split('\n')).toEqual(after);
  const audit = await labelAudit('audit', root, ...probabilities, '--split', 'train');
  expect(audit.code, audit.stderr).toBe(2);
  expect(audit.stderr).toContain('has 60 rows');
});

it('writes one row a picture where the labels file has a row for each label, and never over a file that is there', async () => {
  const root = await temporaryFolder();
  const file = join(root, 'labels.csv');
  await writeFile(file, 'image,annotator,label\na.png,ann,cat\na.png,bob,cat\nb.png,ann,dog\nb.png,bob,dog\n');
  const majority = ['consensus', file, '--method', 'majority'];
  const inPlace = await labelAudit(...majority, '--write');
  expect([inPlace.code, inPlace.stderr]).toEqual([2, expect.stringContaining("can't hold one consensus a picture")]);
  const out = join(root, 'labels-consensus.csv');
  expect((await labelAudit(...majority, '--out', out)).code).toBe(0);
  expect(await readFile(out, 'utf8')).toBe('image,consensus,quality\na.png,cat,1.0000\nb.png,dog,1.0000\n');
  const again = await labelAudit(...majority, '--out', out);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('is there already')]);
  const column = await labelAudit(...majority, '--out', `${out}2`, '--column', 'image');
  expect(column.code).toBe(2);
  const none = join(root, 'one.csv');
  await writeFile(none, 'image,label\na.png,cat\nb.png,dog\n');
  const one = await labelAudit('consensus', none);
  expect([one.code, one.stderr]).toEqual([2, expect.stringContaining('no labels of several annotators were found')]);
});

it('does not take a set of labels for a class, unless it is told to', async () => {
  const { root } = await annotated();
  const file = join(root, 'labels.csv');
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll('fox', 'cat|dog'));
  const args = ['consensus', root, '--method', 'majority', '--quiet'];
  const { code, stderr } = await labelAudit(...args, '--multi-label', '|');
  expect([code, stderr]).toEqual([2, expect.stringContaining('A consensus of annotators needs one label a picture.')]);
  const told = await labelAudit(...args, '--multi-label', 'off', '--json');
  const { pictures } = JSON.parse(told.stdout) as Printed;
  expect(new Set(pictures.map(({ consensus }) => consensus))).toEqual(new Set(['cat', 'dog', 'cat|dog']));
});

it('says which rows bear no label, names the fault of a probability, and refuses before anything is done what can not be written', async () => {
  const { root } = await annotated();
  const file = join(root, 'labels.csv');
  const text = (await readFile(file, 'utf8'))
    .replace(/^7\.png,.*$/m, '7.png,,,,train')
    .replace('split\n', 'split,Notes\n');
  const rows = text.split('\n').map((line, i) => (i === 0 || line === '' ? line : `${line},${i === 9 ? 'dark' : ''}`));
  await writeFile(file, rows.join('\n'));
  const majority = ['consensus', root, '--method', 'majority', '--top', '0'];
  const run = await labelAudit(...majority);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stderr).toContain('Row 8 (line 9) gives 7.png no label');
  const refused = async (words: string, ...args: string[]): Promise<void> => {
    const before = await readFile(file, 'utf8');
    const { code, stdout, stderr } = await labelAudit(...args);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(words)]);
    expect(await readFile(file, 'utf8')).toBe(before);
  };
  await refused(`${file} is there already`, ...majority, '--out', file);
  await refused(
    '--column "Split" is the name of "split", which holds something else',
    ...majority,
    '--write',
    '--column',
    'Split',
  );
  const data = new Float32Array(59 * 3).fill(0.1);
  for (let i = 0; i < 59; i++) data[i * 3 + ((i < 7 ? i : i + 1) % 3)] = 0.8;
  data[20 * 3 + 2] = 7;
  const probabilities = join(root, 'q.npy');
  await writeFile(
    probabilities,
    Buffer.concat(npyPieces({ dtype: 'float32', shape: [59, 3], fortranOrder: false, data }, 'q')),
  );
  await refused(
    `${probabilities}: row of "21.png", class "fox": 7 is not a probability in [0, 1].`,
    ...['consensus', root, '--pred-probs', probabilities],
  );
});

it('never writes over a column that holds something else', async () => {
  const { root } = await annotated();
  const file = join(root, 'labels.csv');
  const lines = (await readFile(file, 'utf8')).split('\n');
  const text = lines
    .map((line, i) => (line === '' ? line : `${line},${i === 0 ? 'notes' : i === 9 ? 'dark' : ''}`))
    .join('\n');
  await writeFile(file, text);
  const run = await labelAudit('consensus', root, '--method', 'majority', '--write', '--column', 'notes');
  expect([run.code, run.stderr]).toEqual([
    2,
    expect.stringContaining('its column "notes" holds something else, such as "dark" in row 9 (line 10)'),
  ]);
  expect(await readFile(file, 'utf8')).toBe(text);
});
