import { extname, resolve } from 'node:path';
import { npyPieces } from '../../arrays/index.ts';
import type { DatasetProblem, Example } from '../../dataset/index.ts';
import { InputError, refuseThere, writeFilesAtomic } from '../../files/index.ts';
import type { AuditOptions } from '../options/audit-options.ts';
import type { AuditHooks } from '../report/types.ts';
import { readAudited } from './read-audited.ts';
import { withTrunk } from './probabilities/see-dataset.ts';
import { stageClock } from './stage-clock.ts';

/** Features that were written, with the names of their rows. */
export interface WrittenFeatures {
  /** The array: float32, one row per picture that could be read. */
  readonly file: string;
  /** Its sidecar: the picture of each row. */
  readonly paths: string;
  readonly n: number;
  readonly k: number;
  readonly problems: readonly DatasetProblem[];
}

/**
 * Writes what the trunk makes of a data set's pictures, as an audit with the same options takes it: given back with
 * `featuresFile` it leads to the same list. Beside `X.npy` stands `X.paths.txt`, one path a line; `X.paths.csv` with splits where a
 * picture stands in several rows; `X.paths.json` where a line could not hold a name.
 *
 * @param out the array's file; neither it nor a sidecar of it may be there
 * @throws InputError where one is, or no two pictures can be read; what `readAudited` throws; TrainingError; FileWriteError
 */
export async function runFeatures(
  options: AuditOptions,
  out: string,
  hooks: AuditHooks = {},
): Promise<WrittenFeatures> {
  const file = resolve(out);
  if (extname(file).toLowerCase() !== '.npy') {
    throw new InputError(`--out ${out} should end with .npy, since that is what is written.`);
  }
  const stem = file.slice(0, -extname(file).length);
  const sidecars = ['txt', 'csv', 'json'].map((ending) => `${stem}.paths.${ending}`);
  await refuseThere([file, ...sidecars]);
  const clock = stageClock(hooks);
  const dataset = await clock.run('reading', () => readAudited(options, hooks));
  const { raw, exampleIndices, problems } = await withTrunk(dataset, options, clock, hooks);
  hooks.onProblems?.(problems);
  const { n, k } = raw;
  const data = raw.data instanceof Float32Array ? raw.data : Float32Array.from(raw.data);
  const [ending, text] = sidecarOf(Array.from(exampleIndices, (i) => dataset.examples[i]));
  const paths = `${stem}.paths.${ending}`;
  await clock.run('writing', () =>
    writeFilesAtomic([
      { file, bytes: npyPieces({ dtype: 'float32', shape: [n, k], fortranOrder: false, data }, file), replaces: null },
      { file: paths, bytes: text, replaces: null },
    ]),
  );
  return { file, paths, n, k, problems };
}

function sidecarOf(examples: readonly Example[]): readonly [ending: 'txt' | 'csv' | 'json', text: string] {
  const paths = examples.map(({ path }) => path);
  const isPlain = paths.every((path) => path.trim() === path && !/[\r\n]/.test(path));
  if (!isPlain) return ['json', `${JSON.stringify(paths, undefined, 1)}\n`];
  if (new Set(paths).size === paths.length) return ['txt', `${paths.join('\n')}\n`];
  const rows = examples.map(({ path, split = '' }) => `${cell(path)},${cell(split)}\n`);
  return ['csv', `path,split\n${rows.join('')}`];
}

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
