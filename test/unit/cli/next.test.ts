import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { npyPieces } from '../../../src/arrays/index.ts';
import type { NextPictures } from '../../../src/audit/report/next-pictures.ts';
import { temporaryFolder } from '../dataset/temporary-folder.ts';
import { seededRandom } from '../seeded-random.ts';
import { labelAudit } from './label-audit.ts';

const CLASSES = ['cat', 'dog', 'fox'];
const K = 8;

const npy = (data: Float32Array, n: number): Buffer =>
  Buffer.concat(npyPieces({ dtype: 'float32', shape: [n, data.length / n], fortranOrder: false, data }, 'x'));

/** 90 pictures of three clusters, of which every third has a label; two of the others are between clusters, and alike. */
async function pool(): Promise<{ readonly root: string; readonly features: string }> {
  const root = await temporaryFolder();
  const random = seededRandom(3);
  const data = new Float32Array(90 * K);
  const lines = Array.from({ length: 90 }, (_, i) => {
    const label = Math.floor(i / 3) % 3;
    for (let j = 0; j < K; j++) data[i * K + j] = (j === label ? 4 : 0) + random() - 0.5;
    if (i === 40) data.fill(1.3, i * K, i * K + 3);
    // Alike, though of other bytes.
    if (i === 41) data.copyWithin(41 * K, 40 * K, 41 * K);
    return `${i}.png,${i % 3 === 0 ? CLASSES[label] : ''},${i < 80 ? 'train' : 'test'}\n`;
  });
  await writeFile(join(root, 'labels.csv'), `image,label,split\n${lines.join('')}`);
  for (let i = 0; i < 90; i++) await writeFile(join(root, `${i}.png`), `picture ${i}`);
  // The same bytes as a labelled one.
  await writeFile(join(root, '1.png'), 'picture 0');
  await writeFile(join(root, 'f.npy'), npy(data, 90));
  await writeFile(join(root, 'f.paths.txt'), Array.from({ length: 90 }, (_, i) => `${i}.png\n`).join(''));
  return { root, features: join(root, 'f.npy') };
}

it('chooses what is worth most and differs, from none of a test split, and says what it left out', async () => {
  const { root, features } = await pool();
  const out = join(root, 'next.csv');
  const args = ['next', root, '--features', features, '--jobs', '1'];
  const run = await labelAudit(...args, '--count', '10', '--json', '--out', out);
  expect(run.code, run.stderr).toBe(0);
  const found = JSON.parse(run.stdout) as NextPictures;
  expect([found.pictures.length, found.judged, found.labelled, found.accuracy]).toEqual([10, 52, 27, 1]);
  expect(found.diverseBy).toBe('features');
  expect(new Set(found.pictures.map(({ path }) => path)).size).toBe(10);
  for (const { path, row, split } of found.pictures) {
    expect([path, split]).toEqual([`${row! - 1}.png`, 'train']);
    expect((row! - 1) % 3).not.toBe(0);
  }
  // What lies between the classes comes first, and its twin far behind.
  expect(['40.png', '41.png']).toContain(found.pictures[0].path);
  expect(['40.png', '41.png']).not.toContain(found.pictures[1].path);
  expect(run.stderr).toContain('7 pictures without a label are of a test split, and not chosen');
  expect(run.stderr).toContain('Nothing is learnt from 3 labelled pictures of a test split.');
  expect(run.stderr).toContain('1 picture is a copy of another byte for byte, and left out: 1.png (as 0.png).');
  expect((await readFile(out, 'utf8')).split('\n')[1]).toMatch(/^1,4[01]\.png,0\.\d{6},(?:cat|dog|fox),0\.\d{6}$/);
  const byWorth = await labelAudit(...args, '--count', '2', '--json', '--quiet', '--no-diverse');
  const worth = (JSON.parse(byWorth.stdout) as NextPictures).pictures;
  expect(worth.map(({ path }) => path).sort()).toEqual(['40.png', '41.png']);
  expect(worth[0].score).toBeLessThanOrEqual(worth[1].score);
  const text = await labelAudit(...args, '--count', '3', '--quiet');
  expect(text.stdout).toContain('3 pictures to label next, of 52 without a label');
});

it("judges by probabilities of the user's own, in the order of the file or of names beside", async () => {
  const { root } = await pool();
  const labelled = new Float32Array(27 * 3).fill(0.1);
  for (let i = 0; i < 27; i++) labelled[i * 3 + (i % 3)] = 0.8;
  const waiting = new Float32Array(60 * 3).fill(0.05);
  for (let i = 0; i < 60; i++) waiting[i * 3 + (i % 3)] = 0.9;
  waiting.set([0.34, 0.33, 0.33], 7 * 3);
  await writeFile(join(root, 'p.npy'), npy(labelled, 27));
  await writeFile(join(root, 'p.paths.txt'), Array.from({ length: 27 }, (_, i) => `${i * 3}.png\n`).join(''));
  await writeFile(join(root, 'u.npy'), npy(waiting.slice(0, 53 * 3), 53));
  const args = ['next', root, '--pred-probs', join(root, 'p.npy'), '--count', '1', '--json'];
  const none = await labelAudit(...args);
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('with --unlabelled-pred-probs')]);
  const run = await labelAudit(...args, '--unlabelled-pred-probs', join(root, 'u.npy'));
  expect(run.code, run.stderr).toBe(0);
  // 1, 2, 4, 5, 7, 8, 10, 11: the eighth without a label.
  expect((JSON.parse(run.stdout) as NextPictures).pictures[0].path).toBe('11.png');
  await writeFile(
    join(root, 'u.paths.txt'),
    Array.from({ length: 53 }, (_, i) => `${[1, 2][i % 2] + 3 * (26 - (i >> 1))}.png\n`).join(''),
  );
  const named = await labelAudit(...args, '--unlabelled-pred-probs', join(root, 'u.npy'));
  expect(named.code, named.stderr).toBe(0);
  expect((JSON.parse(named.stdout) as NextPictures).pictures[0].path).toBe('71.png');
});

it('takes the columns of pictures without a label in the order of those with one', async () => {
  const { root } = await pool();
  // Rows of the pool: i is of class floor(i / 3) % 3, and every third has a label.
  const order = ['fox', 'cat', 'dog'];
  const row = (label: number): number[] => order.map((name) => (name === CLASSES[label] ? 0.8 : 0.1));
  const rows = Array.from({ length: 90 }, (_, i) => ({ i, numbers: row(Math.floor(i / 3) % 3) }));
  const table = rows.filter(({ i }) => i % 3 === 0).map(({ i, numbers }) => `${i}.png,${numbers.join(',')}\n`);
  await writeFile(join(root, 'p.csv'), `image,${order.join(',')}\n${table.join('')}`);
  const waiting = rows.filter(({ i }) => i % 3 > 0 && i < 80).flatMap(({ numbers }) => numbers);
  const file = join(root, 'u.npy');
  await writeFile(file, npy(Float32Array.from(waiting), waiting.length / 3));
  const args = ['--pred-probs', join(root, 'p.csv'), '--unlabelled-pred-probs', file, '--count', '60', '--json'];
  const run = await labelAudit('next', root, ...args);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stderr).toContain(`Columns of ${file} were taken in the order of those of ${join(root, 'p.csv')}.`);
  const { pictures } = JSON.parse(run.stdout) as NextPictures;
  expect(pictures).toHaveLength(53);
  for (const { path, suggested } of pictures) {
    expect([path, suggested]).toEqual([path, CLASSES[Math.floor(Number.parseInt(path, 10) / 3) % 3]]);
  }
});

it('takes pictures of a folder unlabelled, which an audit still reads as it always did', async () => {
  const root = await temporaryFolder();
  const random = seededRandom(4);
  const paths: string[] = [];
  const data: number[] = [];
  for (const [label, name] of [...CLASSES.slice(0, 2), 'unlabelled'].entries()) {
    await mkdir(join(root, name));
    for (let i = 0; i < 12; i++) {
      paths.push(`${name}/${i}.png`);
      await writeFile(join(root, name, `${i}.png`), `${name} ${i}`);
      for (let j = 0; j < K; j++) data.push((j === (label === 2 ? i % 2 : label) ? 4 : 0) + random());
    }
  }
  await writeFile(join(root, 'f.npy'), npy(Float32Array.from(data), 36));
  await writeFile(join(root, 'f.paths.txt'), `${paths.join('\n')}\n`);
  const features = ['--features', join(root, 'f.npy')];
  const run = await labelAudit('next', root, ...features, '--count', '20', '--json');
  expect(run.code, run.stderr).toBe(0);
  const { pictures, classes } = JSON.parse(run.stdout) as NextPictures;
  expect([classes, pictures.length]).toEqual([['cat', 'dog'], 12]);
  for (const { path, suggested } of pictures) {
    expect(path).toMatch(/^unlabelled\/\d+\.png$/);
    expect(suggested).toBe(CLASSES[Number(/\d+/.exec(path)![0]) % 2]);
  }
  const audit = await labelAudit('audit', root, ...features, '--format', 'json', '--quiet');
  expect((JSON.parse(audit.stdout) as { dataset: { classes: string[] } }).dataset.classes).toEqual([
    'cat',
    'dog',
    'unlabelled',
  ]);
  const all = join(root, 'labels.csv');
  await writeFile(all, 'image,label\ncat/0.png,cat\ndog/0.png,dog\n');
  const nothing = await labelAudit('next', all);
  expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining('unlabelled')]);
});

it('does not take a set of labels for a class, by features or by probabilities, unless it is told to', async () => {
  const { root, features } = await pool();
  const sets = ['cat|dog', 'dog', 'dog|fox', 'fox', 'cat|fox', 'cat'];
  const lines = Array.from({ length: 90 }, (_, i) => `${i}.png,${i % 3 === 0 ? sets[(i / 3) % 6] : ''}\n`);
  await writeFile(join(root, 'labels.csv'), `image,label\n${lines.join('')}`);
  await writeFile(join(root, 'p.npy'), npy(new Float32Array(30 * 3).fill(1 / 3), 30));
  await writeFile(join(root, 'u.npy'), npy(new Float32Array(60 * 3).fill(1 / 3), 60));
  const own = ['--pred-probs', join(root, 'p.npy'), '--unlabelled-pred-probs', join(root, 'u.npy')];
  for (const by of [['--features', features], own]) {
    const { code, stderr } = await labelAudit('next', root, ...by, '--quiet');
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/has several labels a picture \(3 classes\)\. .* say so with --multi-label off\.$/m),
    ]);
  }
  const told = await labelAudit('next', root, '--features', features, '--multi-label', 'off', '--json', '--quiet');
  expect((JSON.parse(told.stdout) as NextPictures).classes).toEqual([...sets].sort());
});

it('writes to no file that is there, and says so before any work', async () => {
  const { root, features } = await pool();
  const file = join(root, 'labels.csv');
  const before = await readFile(file, 'utf8');
  const run = await labelAudit('next', root, '--features', features, '--out', file);
  expect([run.code, run.stdout, run.stderr]).toEqual([
    2,
    '',
    `label-audit: ${file} is there already: remove it, or name another file with --out.\n`,
  ]);
  expect(await readFile(file, 'utf8')).toBe(before);
});

it('names pictures that can not be read, with a label and without, and leaves them out', async () => {
  const root = await temporaryFolder();
  const random = seededRandom(6);
  const lines: string[] = [];
  for (let i = 0; i < 20; i++) {
    const data = Uint8Array.from({ length: 16 * 16 }, () => 40 + 150 * (i % 2) + Math.floor(random() * 20));
    await sharp(data, { raw: { width: 16, height: 16, channels: 1 } })
      .png()
      .toFile(join(root, `${i}.png`));
    lines.push(`${i}.png,${i < 14 ? CLASSES[i % 2] : ''}\n`);
  }
  await writeFile(join(root, '3.png'), 'no picture');
  await writeFile(join(root, '15.png'), '');
  await rm(join(root, '17.png'));
  await writeFile(join(root, 'labels.csv'), `image,label\n${lines.join('')}8.png\n`);
  const run = await labelAudit('next', root, '--count', '9', '--json', '--jobs', '1', '--preset', 'fast');
  expect(run.code, run.stderr).toBe(0);
  const found = JSON.parse(run.stdout) as NextPictures;
  expect([found.judged, found.labelled]).toEqual([4, 13]);
  const said = run.stderr.split('\n').filter((line) => /Row|png|read/.test(line));
  expect(said).toEqual([
    expect.stringMatching(/Row 21 \(line 22\)/),
    expect.stringMatching(/: 3\.png /),
    expect.stringMatching(/: 15\.png /),
    expect.stringMatching(/: 17\.png /),
    "label-audit: 2 pictures without a label can't be read, and are not judged.",
    "label-audit: Nothing is learnt from 1 labelled picture that can't be read.",
  ]);
});

it('tells which rows of probabilities are of no picture that waits, which pictures have none, and where a number is none', async () => {
  const { root } = await pool();
  const labelled = new Float32Array(27 * 3).fill(0.1);
  for (let i = 0; i < 27; i++) labelled[i * 3 + (i % 3)] = 0.8;
  const waiting = new Float32Array([0.8, 0.1, 0.1, 0.2, 0.3, 0.5, 0.2, 0.6, 0.2, 0.1, 0.8, 0.1]);
  const [given, own] = [join(root, 'p.npy'), join(root, 'u.npy')];
  await writeFile(given, npy(labelled, 27));
  await writeFile(join(root, 'p.paths.txt'), Array.from({ length: 27 }, (_, i) => `${i * 3}.png\n`).join(''));
  await writeFile(own, npy(waiting, 4));
  await writeFile(join(root, 'u.paths.txt'), '2.png\nnone.png\n4.png\n3.png\n');
  const args = ['next', root, '--pred-probs', given, '--unlabelled-pred-probs', own, '--count', '5', '--json'];
  const run = await labelAudit(...args);
  expect(run.code, run.stderr).toBe(0);
  expect((JSON.parse(run.stdout) as NextPictures).judged).toBe(2);
  const file = join(root, 'u.paths.txt');
  expect(run.stderr).toContain(
    `51 pictures without a label have no row in ${file}, and are not judged: 1.png, 5.png, 7.png and 48 more.`,
  );
  expect(run.stderr).toContain(
    `2 rows of ${file} name no picture that waits for a label, or one that another row names, and were passed over: none.png (row 2), 3.png (row 4).`,
  );
  waiting[7] = 4;
  await writeFile(own, npy(waiting, 4));
  const bad = await labelAudit(...args);
  expect([bad.code, bad.stderr.trim().split('\n').at(-1)]).toEqual([
    2,
    `label-audit: ${own}: row of "4.png", class "dog": 4 is not a probability in [0, 1].`,
  ]);
  waiting[7] = 0.6;
  await writeFile(own, npy(waiting, 4));
  labelled[3 * 5 + 1] = Number.NaN;
  await writeFile(given, npy(labelled, 27));
  const nan = await labelAudit(...args);
  expect([nan.code, nan.stderr.trim().split('\n').at(-1)]).toEqual([
    2,
    `label-audit: ${given}: row of "15.png", class "dog": NaN is not a probability in [0, 1].`,
  ]);
});
