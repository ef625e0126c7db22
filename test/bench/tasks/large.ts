import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { encodeNpy } from '../../../src/arrays/write-npy.ts';
import { createRandom } from '../../../src/training/random.ts';
import { runMeasured } from '../run-measured.ts';
import { peakOf } from '../tree-memory.ts';
import type { TaskPart } from './task-part.ts';

const [ROWS, CLASSES, STREAM] = [100_000, 500, 0xb2];
const SKILLS = [0.6, 0.7, 0.8, 0.9, 0.95];
const EXPORTS = ['text', 'csv', 'html', 'markdown', 'sarif', 'json'];
/** Of label sets how many are wrong, of annotators' cells how many are empty, and of single labels. */
const [WRONG, SILENT, HIDDEN] = [0.02, 0.4, 0.7];

const className = (c: number): string => `class ${String(c).padStart(3, '0')}`;
const pathOf = (i: number): string => `part${String(Math.floor(i / 1000)).padStart(3, '0')}/${i}.png`;

/**
 * What each task takes of 100,000 rows and 500 classes, given probabilities: CPU time, memory at its peak, what is written. No
 * pictures are decoded: their files hold their numbers alone. The data are those of the first seed.
 */
export const largePart: TaskPart = {
  name: 'large',
  run: async ({ seeds: [seed] }) => {
    const folder = await mkdtemp(join(tmpdir(), 'label-audit-large-'));
    try {
      const made = await makeSets(folder, seed);
      const rows: string[] = [];
      const run = async (name: string, args: readonly string[]): Promise<void> => {
        const row = await measure(folder, name, args);
        rows.push(row);
        process.stderr.write(`${row}\n`);
      };
      await run('audit, label sets', ['audit', 'sets.csv', '--pred-probs', made.sets]);
      await run('audit, annotators in columns', ['audit', 'columns.csv', '--pred-probs', made.columns]);
      for (const format of EXPORTS) {
        const args = ['audit', 'sets.csv', '--pred-probs', made.sets, '--format', format];
        await run(`the same of label sets, \`--format ${format}\``, args);
      }
      await run('`consensus`', ['consensus', 'columns.csv', '--pred-probs', made.columns]);
      await run('`consensus --method majority`', ['consensus', 'columns.csv', '--method', 'majority']);
      await run('`consensus --method dawid-skene`', ['consensus', 'columns.csv', '--method', 'dawid-skene']);
      const known = ['--pred-probs', made.labelled, '--unlabelled-pred-probs', made.unlabelled];
      await run('`next`, 50 of 70,000', ['next', 'next.csv', ...known]);
      return [
        `${ROWS.toLocaleString('en')} rows, ${CLASSES} classes, float32 probabilities; seed ${seed}; one run each.`,
        '',
        '| Command | CPU seconds | peak | printed | report folder |',
        '|---|---:|---:|---:|---:|',
        ...rows,
      ].join('\n');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function measure(folder: string, name: string, args: readonly string[]): Promise<string> {
  const [command, target, ...rest] = args;
  const cli = resolve('dist/cli.mjs');
  const reports = join(folder, '.label-audit');
  await rm(reports, { recursive: true, force: true });
  const options = { env: process.env, memoryOf: peakOf, every: 50 };
  const found = await runMeasured(process.execPath, [cli, command, join(folder, target), ...rest, '--quiet'], options);
  const files = await readdir(reports).catch(() => []);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(reports, file))).size));
  const written = sizes.reduce((sum, size) => sum + size, 0);
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
  const printed = megabytes(Buffer.byteLength(found.stdout));
  return `| ${name} | ${found.cpu.toFixed(1)} | ${megabytes(found.memory)} | ${printed} | ${written === 0 ? '' : megabytes(written)} |`;
}

/** Where the probabilities of the data sets lie. */
interface Made {
  readonly sets: string;
  readonly columns: string;
  readonly labelled: string;
  readonly unlabelled: string;
}

async function makeSets(folder: string, seed: number): Promise<Made> {
  for (let i = 0; i < ROWS; i++) {
    if (i % 1000 === 0) await mkdir(join(folder, pathOf(i), '..'), { recursive: true });
    await writeFile(join(folder, pathOf(i)), String(i));
  }
  const random = createRandom(seed, STREAM);
  const uniform = (): number => random.uniform();
  const draw = (): number => Math.floor(uniform() * CLASSES);
  const write = (name: string, header: string, rowOf: (i: number) => string): Promise<void> => {
    const rows = Array.from({ length: ROWS }, (_, i) => `${pathOf(i)},${rowOf(i)}\n`);
    return writeFile(join(folder, name), `image,${header}\n${rows.join('')}`);
  };
  const truth = Array.from({ length: ROWS }, draw);
  const sets = truth.map((label) => new Set([label, ...Array.from({ length: Math.floor(uniform() * 4) }, draw)]));
  await write('sets.csv', 'labels', (i) => {
    const given = new Set(sets[i]);
    if (uniform() < WRONG) given.add(draw());
    return [...given].map(className).join('|');
  });
  await write('columns.csv', SKILLS.map((_, a) => `annotator_${a + 1}`).join(','), (i) => {
    const sure = Math.floor(uniform() * SKILLS.length);
    const says = SKILLS.map((skill, a) =>
      a === sure || uniform() >= SILENT ? (uniform() < skill ? truth[i] : draw()) : -1,
    );
    return says.map((label) => (label < 0 ? '' : className(label))).join(',');
  });
  const isKnown = truth.map(() => uniform() >= HIDDEN);
  await write('next.csv', 'label', (i) => (isKnown[i] ? className(truth[i]) : ''));
  const probabilities = async (name: string, rows: readonly number[], fill: typeof sigmoids): Promise<string> => {
    const data = new Float32Array(rows.length * CLASSES);
    rows.forEach((row, at) => {
      fill(data.subarray(at * CLASSES, (at + 1) * CLASSES), row);
    });
    const file = join(folder, name);
    await writeFile(
      file,
      encodeNpy({ dtype: 'float32', shape: [rows.length, CLASSES], fortranOrder: false, data }, file),
    );
    return file;
  };
  const all = truth.map((_, i) => i);
  return {
    sets: await probabilities('sets.npy', all, sigmoids),
    columns: await probabilities('columns.npy', all, softmax),
    labelled: await probabilities(
      'labelled.npy',
      all.filter((i) => isKnown[i]),
      softmax,
    ),
    unlabelled: await probabilities(
      'unlabelled.npy',
      all.filter((i) => !isKnown[i]),
      softmax,
    ),
  };

  function sigmoids(row: Float32Array, i: number): void {
    for (let c = 0; c < CLASSES; c++) row[c] = 0.1 * uniform() ** 3;
    row[draw()] = 0.6 * uniform();
    for (const label of sets[i]) row[label] = 0.4 + 0.6 * uniform();
  }

  function softmax(row: Float32Array, i: number): void {
    for (let c = 0; c < CLASSES; c++) row[c] = 0.002 * uniform() ** 2;
    row[draw()] += 0.4 * uniform();
    row[truth[i]] += 0.3 + 1.5 * uniform();
    const sum = row.reduce((total, value) => total + value, 0);
    for (let c = 0; c < CLASSES; c++) row[c] /= sum;
  }
}
