import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { healthOfFiles, issuesOfFiles, scoresOfFiles } from '../../src/audit/pipeline/array-results.ts';
import { isInputError } from '../../src/audit/input-errors.ts';
import { encodeNpy } from '../../src/arrays/write-npy.ts';
import { isOneClearLine, runCommand } from './cli-run.ts';
import { HOSTILE_NPY, mutated } from './hostile/hostile-npy.ts';
import { fuzzSidecars, shuffleSidecars } from './sidecars.ts';
import { tryCases } from './tries.ts';
import type { TrustContext, TrustRow, TrustSuite } from './types.ts';

/** A command on small hostile arrays may take no more memory than this. */
const MOST_BYTES = 1024 ** 3;
const ROWS = 12;
const CLASSES = 3;
const FORTRAN = { fortranOrder: false } as const;

const goodLabels = encodeNpy({
  ...{ dtype: 'int32', shape: [ROWS], ...FORTRAN },
  data: Int32Array.from({ length: ROWS }, (_, i) => i % CLASSES),
});
const goodProbs = encodeNpy({
  ...{ dtype: 'float64', shape: [ROWS, CLASSES], ...FORTRAN },
  data: Float64Array.from({ length: ROWS * CLASSES }, (_, i) => {
    const [row, column] = [Math.floor(i / CLASSES), i % CLASSES];
    return column === (row * row) % CLASSES ? 0.8 : 0.1;
  }),
});

interface ArrayCase {
  readonly labels: Uint8Array;
  readonly predProbs: Uint8Array;
}

const numbers = (values: readonly number[]): ArrayCase => ({
  labels: goodLabels,
  predProbs: encodeNpy({
    ...{ dtype: 'float64', shape: [ROWS, CLASSES], ...FORTRAN },
    data: Float64Array.from(values),
  }),
});
const strangeNumber = fc.oneof(
  fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 1e308, -1e-300, 5e-324, 1.0000001, 0, 1),
  fc.double(),
);
const labelled = (values: readonly number[]): ArrayCase => ({
  labels: encodeNpy({ ...{ dtype: 'float64', shape: [ROWS], ...FORTRAN }, data: Float64Array.from(values) }),
  predProbs: goodProbs,
});
const many = { minLength: ROWS, maxLength: ROWS };

const fuzzed: fc.Arbitrary<ArrayCase> = fc.oneof(
  { weight: 3, arbitrary: mutated(goodLabels).map((labels) => ({ labels, predProbs: goodProbs })) },
  { weight: 3, arbitrary: mutated(goodProbs).map((predProbs) => ({ labels: goodLabels, predProbs })) },
  fc.array(strangeNumber, { minLength: ROWS * CLASSES, maxLength: ROWS * CLASSES }).map(numbers),
  fc.array(fc.oneof(fc.nat(3), strangeNumber), many).map(labelled),
);

/** Arrays are refused with an error of ours, or give figures that are figures. */
async function checkArrays(folder: string, { labels, predProbs }: ArrayCase): Promise<void> {
  const files = { labels: join(folder, 'labels.npy'), predProbs: join(folder, 'pred_probs.npy') };
  await Promise.all([writeFile(files.labels, labels), writeFile(files.predProbs, predProbs)]);
  try {
    const options = { filterBy: 'prune_by_noise_rate', rankBy: 'self_confidence', fracNoise: 1 } as const;
    const { result } = await issuesOfFiles(files, { ...options, minExamplesPerClass: 1, adjustPredProbs: false });
    const { result: scored } = await scoresOfFiles(files, { method: 'self_confidence', adjustPredProbs: false });
    const { result: health } = await healthOfFiles(files);
    const figures = [...result.labelQuality, ...scored.scores, health.overallLabelHealthScore];
    if (!figures.every((figure) => figure >= -1e-5 && figure <= 1 + 1e-5))
      throw new Error(`no figure: ${figures.join()}`);
    if (!result.indices.every((i) => i < scored.scores.length)) throw new Error(`no row: ${result.indices.join()}`);
  } catch (error) {
    if (!(error instanceof Error) || !isInputError(error)) throw error;
    const named = error.name === 'CoreInputError' || Object.values(files).some((file) => error.message.includes(file));
    if (!named) throw new Error(`names no file: ${error.message}`, { cause: error });
  }
}

/** Both files hostile in turn, by the real command. */
async function checkCommands({ folder, dist, long, signal, ...context }: TrustContext): Promise<TrustRow> {
  const hostile = Object.entries(HOSTILE_NPY);
  const wide = Float32Array.from({ length: 4 * 20_000 }, (_, i) => (i % 20_001 === 0 ? 1 : 0));
  hostile.push(['20,000 columns', encodeNpy({ ...{ dtype: 'float32', shape: [4, 20_000], ...FORTRAN }, data: wide })]);
  const commands = long ? ['issues', 'scores', 'health'] : ['issues'];
  const sides = long ? ['labels', 'pred-probs'] : ['pred-probs'];
  const row = { fault: '.npy hostile, by the commands on arrays (at most 1 GiB)', tried: 0, survived: 0, bytesLost: 0 };
  const [good, bad] = [join(folder, 'good.npy'), join(folder, 'bad.npy')];
  const runs = hostile.flatMap((one) =>
    commands.flatMap((command) => sides.map((side) => [one, command, side] as const)),
  );
  for (const [[what, bytes], command, side] of runs) {
    signal.throwIfAborted();
    await writeFile(bad, bytes);
    await writeFile(good, side === 'labels' ? goodProbs : goodLabels);
    const other = side === 'labels' ? 'pred-probs' : 'labels';
    const { code, stderr, peakBytes } = await runCommand(dist, [command, `--${side}`, bad, `--${other}`, good], 60);
    row.tried += 1;
    const named = stderr.includes(bad) || /There are|labels/.test(stderr);
    if (code === 2 && isOneClearLine(stderr) && named && peakBytes < MOST_BYTES) row.survived += 1;
    else context.log(`${command} with ${side} "${what}": code ${code}, ${peakBytes} bytes: ${stderr.slice(0, 500)}`);
  }
  return row;
}

/** A pipe, a folder and a device in place of the file: nothing is waited for. */
async function checkNoFiles({ folder, dist, ...context }: TrustContext): Promise<TrustRow> {
  const row = { fault: '.npy that is a pipe, a folder or a device', tried: 0, survived: 0, bytesLost: 0 };
  const good = join(folder, 'good.npy');
  await writeFile(good, goodLabels);
  const pipe = join(folder, 'pipe.npy');
  const places = [folder, '/dev/zero'];
  if (spawnSync('mkfifo', [pipe]).status === 0) places.push(pipe);
  else context.log('no mkfifo here: pipes were not tried');
  for (const place of places) {
    const { code, stderr } = await runCommand(dist, ['issues', '--labels', good, '--pred-probs', place], 20);
    row.tried += 1;
    if (code === 2 && isOneClearLine(stderr) && stderr.includes(place)) row.survived += 1;
    else context.log(`${place}: code ${code}: ${stderr.slice(0, 500)}`);
  }
  return row;
}

export const suite: TrustSuite = {
  name: 'arrays',
  async run(context) {
    const { folder, long } = context;
    const hostile = fc.constantFrom(...Object.entries(HOSTILE_NPY));
    const sides = fc.tuple(hostile, fc.boolean()).map(([[, bytes], isLabels]): ArrayCase => {
      return isLabels ? { labels: bytes, predProbs: goodProbs } : { labels: goodLabels, predProbs: bytes };
    });
    return [
      await tryCases(context, { fault: '.npy headers that are hostile', count: long ? 2000 : 200 }, sides, (one) =>
        checkArrays(folder, one),
      ),
      await tryCases(context, { fault: '.npy fuzzed, NaN, infinities', count: long ? 100_000 : 3000 }, fuzzed, (one) =>
        checkArrays(folder, one),
      ),
      await fuzzSidecars(context),
      await shuffleSidecars(context),
      await checkCommands(context),
      await checkNoFiles(context),
    ];
  },
};
