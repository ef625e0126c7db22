/**
 * `npm run bench:loop:photos [-- --repeats 5 --trained features,small-cnn --data FOLDER --truth FILE.csv --cache FOLDER --write]`: what
 * cleaning the photographs' train split buys on their test split, whose labels are right. Each repeat audits the train split by
 * features with a seed of its own, cleans it in several ways, trains on each result and tests all on the same pictures.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { pairedBootstrap, type Interval } from '../../src/audit/compare/paired-bootstrap.ts';
import { defaultAuditOptions } from '../../src/audit/options/audit-options.ts';
import { runAudit } from '../../src/audit/pipeline/run-audit.ts';
import type { AuditReport } from '../../src/audit/report/types.ts';
import { findTopIssues } from '../../src/core/index.ts';
import { countForPrecision, type Trust } from '../../src/core/trust/estimate-trust.ts';
import { readDataset, type Dataset } from '../../src/dataset/index.ts';
import { decodeImages } from '../../src/pictures/index.ts';
import {
  evaluateHeads,
  extractFeatures,
  FEATURE_PRESETS,
  prepareFeatures,
  resolveSettings,
  stratifiedFolds,
  trainAndEvaluate,
} from '../../src/training/index.ts';
import { measuredOn, writeBenchSection } from './results-file.ts';

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data/photos' },
    truth: { type: 'string', default: '../shared/data/photos-truth.csv' },
    repeats: { type: 'string', default: '5' },
    trained: { type: 'string', default: 'features,small-cnn' },
    cache: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

/** A training set: the label of each picture of the data set, −1 where it is not trained on. */
type Labels = Int32Array;

/** An audit of the train split, by pictures of the data set. */
interface Audited {
  readonly report: AuditReport;
  /** All audited pictures, worst label first. */
  readonly ranked: Int32Array;
  /** The class that the model believes in, of flagged pictures. */
  readonly suggested: ReadonlyMap<number, { readonly label: number; readonly probability: number }>;
}

interface Way {
  readonly name: string;
  /** Cleans `labels` in place; returns how many were changed. */
  readonly clean: (labels: Labels, audited: Audited, truth: Int32Array) => number;
}

const REMOVED = -1;

/** How many of the worst labels to take so that, by planted errors, so large a share of them is wrong. */
function cutOff({ trust, dataset }: AuditReport, precision: number): number {
  if (trust === undefined || trust.weak !== undefined) return 0;
  const { ranks, wrong } = trust;
  const curve: Pick<Trust, 'ranks' | 'wrong' | 'n'> = {
    ...{ ranks: Int32Array.from(ranks), wrong: Float64Array.from(wrong), n: dataset.audited },
  };
  return countForPrecision(curve as Trust, precision);
}

const prune = (labels: Labels, pictures: Iterable<number>): number => {
  let count = 0;
  for (const picture of pictures) {
    labels[picture] = REMOVED;
    count++;
  }
  return count;
};
const pruneWorst = (count: (audited: Audited) => number) => (labels: Labels, audited: Audited) =>
  prune(labels, audited.ranked.subarray(0, count(audited)));
const relabel =
  (least: number): Way['clean'] =>
  (labels, { suggested }) => {
    let count = 0;
    for (const [picture, { label, probability }] of suggested) {
      if (probability < least || label === labels[picture]) continue;
      labels[picture] = label;
      count++;
    }
    return count;
  };
const review =
  (most: number): Way['clean'] =>
  (labels, { ranked }, truth) => {
    let count = 0;
    for (const picture of ranked.subarray(0, most)) {
      if (labels[picture] !== truth[picture]) count++;
      labels[picture] = truth[picture];
    }
    return count;
  };

const WAYS: readonly Way[] = [
  { name: 'all flagged pruned', clean: (labels, { suggested }) => prune(labels, suggested.keys()) },
  { name: 'worst 50 pruned', clean: pruneWorst(() => 50) },
  { name: 'worst 150 pruned', clean: pruneWorst(() => 150) },
  { name: 'pruned while planted errors say 90% are wrong', clean: pruneWorst(({ report }) => cutOff(report, 0.9)) },
  { name: 'pruned while planted errors say 70% are wrong', clean: pruneWorst(({ report }) => cutOff(report, 0.7)) },
  { name: 'flagged relabelled from 0.5', clean: relabel(0.5) },
  { name: 'flagged relabelled from 0.8', clean: relabel(0.8) },
  { name: 'worst 100 reviewed by the truth', clean: review(100) },
  { name: 'all wrong labels put right', clean: review(Infinity) },
];

async function auditTrain(dataset: Dataset, seed: number, cacheFolder: string): Promise<Audited> {
  const { report, labelQuality } = await runAudit({
    ...defaultAuditOptions(join(flags.data, 'labels.csv')),
    ...{ model: 'features', splits: ['train'], seed, out: null, cacheFolder, backend: 'wasm' },
    workerFile: resolve('dist/training-worker.mjs'),
  });
  const at = new Map(dataset.examples.map(({ path }, i) => [path, i]));
  const pictureOf = (row: number): number => at.get(report.paths[row])!;
  const classOf = new Map(dataset.classes.map((name, i) => [name, i]));
  return {
    report,
    ranked: Int32Array.from(findTopIssues(labelQuality, labelQuality.length), pictureOf),
    suggested: new Map(
      report.issues.map(({ index, suggestedLabel, suggestedProbability }) => [
        pictureOf(index),
        { label: classOf.get(suggestedLabel)!, probability: suggestedProbability },
      ]),
    ),
  };
}

/** Trains on each side, and judges the test pictures: n × k probabilities a side. */
type Trainer = (sides: readonly Labels[], test: Int32Array, seed: number) => Promise<readonly Float32Array[]>;

const trainRows = (labels: Labels): Int32Array => Int32Array.from(labels.keys()).filter((i) => labels[i] !== REMOVED);

async function byFeatures(dataset: Dataset, cacheFolder: string): Promise<Trainer> {
  const { side } = FEATURE_PRESETS.balanced;
  const { features } = await extractFeatures(dataset, {
    ...{ side, trim: false, mirrored: false, backend: 'wasm', cacheFolder },
  });
  const prepared = await prepareFeatures(features);
  return async (sides, test, seed) => {
    const judged: Float32Array[] = [];
    for (const labels of sides) {
      const train = trainRows(labels);
      const own = Int32Array.from(train, (row) => labels[row]);
      const folds = 5;
      const { foldOf } = stratifiedFolds(
        own,
        own.map((_, i) => i),
        folds,
        seed,
        dataset.classes,
      );
      judged.push(await evaluateHeads(prepared, { labels, train, foldOf, folds }, dataset.classes.length, test));
    }
    return judged;
  };
}

async function byNetwork(dataset: Dataset, cacheFolder: string): Promise<Trainer> {
  const settings = resolveSettings('small-cnn');
  const { imageSize } = settings;
  const images = await decodeImages(dataset, { imageSize, channels: 'auto', trim: false, cacheFolder });
  const { n, height, width, channels, data } = images;
  return async (sides, test, seed) => {
    const { evaluations } = await trainAndEvaluate(
      {
        ...{ images: data, n, height, width, channels, k: dataset.classes.length },
        ...{ labels: new Int32Array(n), groups: Int32Array.from({ length: n }, (_, i) => i) },
      },
      test,
      sides.map((labels, i) => ({
        ...{ name: String(i), train: trainRows(labels), labels: labels.map((label) => Math.max(0, label)) },
      })),
      {
        settings,
        repeats: 1,
        seed,
        backend: 'wasm',
        cacheFolder: null,
        workerFile: resolve('dist/training-worker.mjs'),
      },
    );
    return evaluations.map(({ runs }) => runs[0].probabilities);
  };
}

function correct(probabilities: Float32Array, test: Int32Array, truth: Int32Array, k: number): Uint8Array {
  return Uint8Array.from(test, (picture, i) => {
    const row = probabilities.subarray(i * k, (i + 1) * k);
    return Number(row.indexOf(Math.max(...row)) === truth[picture]);
  });
}

const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;
const points = ({ mean, low, high }: Interval): string => {
  const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(100 * value).toFixed(1)}`;
  return `${signed(mean)} (${signed(low)} to ${signed(high)})`;
};

async function main(): Promise<void> {
  if (!existsSync(join(flags.data, 'labels.csv'))) {
    console.log(`There are no photographs in ${flags.data}: nothing is measured.`);
    return;
  }
  const cacheFolder = flags.cache ?? (await mkdtemp(join(tmpdir(), 'label-audit-loop-')));
  const repeats = Number(flags.repeats);
  const dataset = await readDataset(join(flags.data, 'labels.csv'), {});
  const { examples, classes } = dataset;
  const known: Record<string, string>[] = parse(readFileSync(flags.truth), { columns: true });
  const trueOf = new Map(known.map((row) => [row.image, row.true]));
  const truth = Int32Array.from(examples, ({ path }) => classes.indexOf(trueOf.get(path) ?? ''));
  if (truth.includes(-1)) throw new Error(`${flags.truth} does not name the true class of every picture.`);
  const test = Int32Array.from(examples.keys()).filter((i) => examples[i].split === 'test');
  const given = Int32Array.from(examples, ({ label, split }) => (split === 'test' ? REMOVED : label));

  const audits: Audited[] = [];
  for (let seed = 0; seed < repeats; seed++) audits.push(await auditTrain(dataset, seed, cacheFolder));
  const changed = WAYS.map(() => [] as number[]);
  const sides = audits.map((audited) => [
    given,
    ...WAYS.map(({ clean }, w) => {
      const labels = given.slice();
      // The truth of a test picture is no business of a cleaning.
      changed[w].push(clean(labels, audited, truth));
      return labels;
    }),
  ]);
  const table = [
    '| Trained on | Cleaned by | Labels changed, each repeat | Accuracy | Difference (95%) |',
    '| --- | --- | --- | ---: | ---: |',
  ];
  for (const name of flags.trained.split(',')) {
    const train = await (name === 'features' ? byFeatures : byNetwork)(dataset, cacheFolder);
    const right = Array.from({ length: WAYS.length + 1 }, () => new Uint8Array(repeats * test.length));
    for (let repeat = 0; repeat < repeats; repeat++) {
      const judged = await train(sides[repeat], test, repeat);
      judged.forEach((probabilities, side) => {
        right[side].set(correct(probabilities, test, truth, classes.length), repeat * test.length);
      });
    }
    const share = (values: Uint8Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    table.push(`| ${name} | – | – | ${percent(share(right[0]))} | |`);
    WAYS.forEach((way, w) => {
      const { difference } = pairedBootstrap(right[0], right[w + 1], { repeats, seed: 0 });
      const cells = [name, way.name, changed[w].join(', '), percent(share(right[w + 1])), points(difference)];
      table.push(`| ${cells.join(' | ')} |`);
      console.log(table.at(-1));
    });
  }
  const markdown = [
    measuredOn(`npm run bench:loop:photos -- ${process.argv.slice(2).join(' ')}`),
    '',
    `${given.filter((label) => label !== REMOVED).length} photographs of the train split, audited by features, seeds 0 to ${repeats - 1}; ` +
      `tested on the ${test.length} of the test split, whose labels are right. Difference: to the given labels, by a paired bootstrap over ` +
      'test pictures and repeats.',
    '',
    ...table,
  ].join('\n');
  if (flags.write) writeBenchSection('bench:loop:photos', markdown);
  else console.log(`\n${markdown}`);
  if (flags.cache === undefined) await rm(cacheFolder, { recursive: true });
}

await main();
