import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFeatures } from '../../../src/arrays/index.ts';
import { defaultAuditOptions } from '../../../src/audit/options/audit-options.ts';
import { runNext } from '../../../src/audit/pipeline/next/run-next.ts';
import {
  createRandom,
  evaluateHeads,
  prepareFeatures,
  stratifiedFolds,
  type PreparedFeatures,
} from '../../../src/training/index.ts';
import { COMPONENTS, withPhotographs, type Photographs } from './photographs.ts';
import { intervalOf, type TaskPart } from './task-part.ts';

const HIDDEN = 0.7;
/** Labels that are asked for, in so many batches. */
const [ASKED, BATCHES] = [200, 4];
const STREAM = 0xb0;

/**
 * Which pictures to label next: most labels of the training split are hidden, 200 are asked for, and a head that learns from all
 * labels known then is tested on the test split. Chosen in batches of 50 after each of which the pool is judged again; at random;
 * and by worth alone, without a look at what is alike.
 */
export const nextPart: TaskPart = {
  name: 'next',
  run: (settings) =>
    withPhotographs(settings, async (photographs) => {
      const { data, n, k } = await readFeatures(photographs.features);
      const prepared = await prepareFeatures({ data, n, k });
      const found: Measured[] = [];
      for (const seed of settings.seeds) {
        const measured = await measure(photographs, prepared, seed);
        found.push(measured);
        process.stderr.write(`next, seed ${seed}: ${JSON.stringify(measured)}\n`);
      }
      const cell = (of: (one: Measured) => number): string => intervalOf(found.map(of));
      return [
        `Accuracy on the 400 test photographs of a head on the first ${COMPONENTS} principal components of the features, ${100 * HIDDEN}% of the labels of 1,600 training photographs hidden; then ${ASKED} of them are given back.`,
        '',
        '| labels given back | accuracy | minus at random |',
        '|---|---:|---:|',
        `| none | ${cell(({ none }) => none)} | |`,
        `| ${ASKED} at random | ${cell(({ random }) => random)} | |`,
        `| ${ASKED} by \`next\`, in ${BATCHES} batches | ${cell(({ next }) => next)} | ${cell(({ next, random }) => next - random)} |`,
        `| ${ASKED} by \`next --no-diverse\`, in ${BATCHES} batches | ${cell(({ worth }) => worth)} | ${cell(({ worth, random }) => worth - random)} |`,
        `| all | ${cell(({ all }) => all)} | |`,
        '',
        `Ranking a batch again took ${cell(({ seconds }) => seconds)} s.`,
      ].join('\n');
    }),
};

interface Measured {
  readonly none: number;
  readonly random: number;
  readonly next: number;
  readonly worth: number;
  readonly all: number;
  /** Of one batch. */
  readonly seconds: number;
}

async function measure(photographs: Photographs, features: PreparedFeatures, seed: number): Promise<Measured> {
  const { rows } = photographs;
  const random = createRandom(seed, STREAM);
  const train = Int32Array.from(rows.keys()).filter((i) => rows[i].split === 'train');
  random.shuffle(train);
  const known = train.slice(Math.round(train.length * HIDDEN));
  const hidden = train.slice(0, train.length - known.length);
  const drawn = hidden.slice();
  random.shuffle(drawn);
  const accuracy = (more: Iterable<number>): Promise<number> =>
    accuracyOf(photographs, features, Int32Array.from([...known, ...more]), seed);
  const times: number[] = [];
  const chosen = async (isDiverse: boolean): Promise<number> =>
    accuracy(await choose(photographs, known, { seed, isDiverse, times }));
  return {
    none: await accuracy([]),
    random: await accuracy(drawn.slice(0, ASKED)),
    next: await chosen(true),
    worth: await chosen(false),
    all: await accuracy(hidden),
    seconds: times.reduce((sum, one) => sum + one, 0) / times.length,
  };
}

/** Pictures that `next` asks for, batch by batch, each batch told their true labels. */
async function choose(
  { rows, features }: Photographs,
  known: Int32Array,
  { seed, isDiverse, times }: { readonly seed: number; readonly isDiverse: boolean; readonly times: number[] },
): Promise<readonly number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'label-audit-next-'));
  try {
    const labelled = new Set(known);
    const indexOf = new Map(rows.map(({ image }, i) => [image, i]));
    const asked: number[] = [];
    for (let batch = 0; batch < BATCHES; batch++) {
      const lines = rows.flatMap(({ image, truth, split }, i) =>
        split === 'train' ? [`${image},${labelled.has(i) ? truth : ''},train\n`] : [],
      );
      await writeFile(join(folder, 'labels.csv'), `image,label,split\n${lines.join('')}`);
      const options = {
        ...defaultAuditOptions(folder),
        preset: 'fast',
        jobs: 1,
        featuresFile: features,
        seed,
        out: null,
      } as const;
      const { pictures, seconds } = await runNext(options, { count: ASKED / BATCHES, isDiverse });
      times.push(seconds);
      for (const { path } of pictures) {
        const i = indexOf.get(path)!;
        labelled.add(i);
        asked.push(i);
      }
    }
    return asked;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function accuracyOf(
  { rows, classes }: Photographs,
  features: PreparedFeatures,
  train: Int32Array,
  seed: number,
): Promise<number> {
  const labels = Int32Array.from(rows, ({ truth }) => classes.indexOf(truth));
  const test = Int32Array.from(rows.keys()).filter((i) => rows[i].split === 'test');
  const own = train.map((row) => labels[row]);
  const { foldOf } = stratifiedFolds(own, Int32Array.from(own.keys()), 5, seed, classes);
  const k = classes.length;
  const judged = await evaluateHeads(features, { labels, train, foldOf, folds: 5 }, k, test);
  let right = 0;
  test.forEach((row, i) => {
    let best = 0;
    for (let c = 1; c < k; c++) if (judged[i * k + c] > judged[i * k + best]) best = c;
    if (best === labels[row]) right++;
  });
  return right / test.length;
}
