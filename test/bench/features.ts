/**
 * `npm run bench:features [-- --data FOLDER --truth FILE.csv --presets fast,balanced,thorough --seeds 0,1 --backend wasm-fma --cache FOLDER]`: how well,
 * and how fast, labels of photographs are judged by features of the pretrained trunk: the train split of data/photos in
 * ../shared, whose wrong labels are known. Without `--cache` all features are computed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { averagePrecision } from '../../scripts/average-precision.mjs';
import { findLabelIssues, labelQualityScores } from '../../src/core/index.ts';
import { extractFeatures, FEATURE_PRESETS, judgeByFeatures, prepareFeatures } from '../../src/training/index.ts';
import {
  BACKENDS,
  PRESETS,
  type BackendChoice,
  type PresetName,
  type Probabilities,
} from '../../src/training/index.ts';
import { stratifiedFolds } from '../../src/training/folds/stratified-folds.ts';

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data/photos' },
    truth: { type: 'string', default: '../shared/data/photos-truth.csv' },
    presets: { type: 'string', default: PRESETS.join(',') },
    seeds: { type: 'string', default: '0,1' },
    backend: { type: 'string', default: 'wasm' },
    cache: { type: 'string' },
  },
});

function backendNamed(name: string): BackendChoice {
  const backend = BACKENDS.find((known) => known === name);
  if (backend === undefined) throw new Error(`--backend takes ${BACKENDS.join(', ')}; not "${name}".`);
  return backend;
}

const read = (file: string): Record<string, string>[] => parse(readFileSync(file), { columns: true });

function bestOf({ data, k }: Probabilities, row: number): number {
  let best = 0;
  for (let c = 1; c < k; c++) if (data[row * k + c] > data[row * k + best]) best = c;
  return best;
}

async function main(): Promise<void> {
  if (!existsSync(join(flags.data, 'labels.csv'))) {
    console.log(`There are no photographs in ${flags.data}: nothing is measured.`);
    return;
  }
  const rows = read(join(flags.data, 'labels.csv')).filter(({ split }) => split === 'train');
  const truth = new Map(read(flags.truth).map((row) => [row.image, row.true]));
  const classes = [...new Set(rows.map(({ label }) => label))].sort();
  const labels = Int32Array.from(rows, ({ label }) => classes.indexOf(label));
  const right = Int32Array.from(rows, ({ image }) => classes.indexOf(truth.get(image) ?? ''));
  const k = classes.length;
  const examples = rows.map(({ image }, i) => ({ path: image, place: { kind: 'csv', row: i + 1 } }));
  const cacheFolder = flags.cache ?? (await mkdtemp(join(tmpdir(), 'label-audit-bench-')));
  console.log(
    '| preset | seed | AP | flagged | precision | recall | suggestion right | accuracy, round 1 | features s | heads s |',
  );
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const preset of flags.presets.split(',') as PresetName[]) {
    const { side, folds, secondRound } = FEATURE_PRESETS[preset];
    let since = performance.now();
    const seconds = (): string => {
      const taken = (performance.now() - since) / 1000;
      since = performance.now();
      return taken.toFixed(1);
    };
    const { features, exampleIndices } = await extractFeatures(
      { root: flags.data, examples },
      { side, trim: false, mirrored: false, backend: backendNamed(flags.backend), cacheFolder },
    );
    if (exampleIndices.length < rows.length) throw new Error('A photograph could not be read.');
    const extraction = seconds();
    for (const seed of flags.seeds.split(',').map(Number)) {
      since = performance.now();
      const prepared = await prepareFeatures(features);
      const groups = Int32Array.from(labels, (_, i) => i);
      const { foldOf } = stratifiedFolds(labels, groups, folds, seed, classes);
      const judged = await judgeByFeatures(
        prepared,
        { labels, k, foldOf, folds },
        { flag: secondRound ? (given, predProbs) => findLabelIssues(given, predProbs).mask : undefined },
      );
      const heads = seconds();
      const { mask, count } = findLabelIssues(labels, judged.predProbs);
      const wrong = Array.from(labels.keys()).filter((i) => labels[i] !== right[i]);
      const hits = wrong.filter((i) => mask[i] === 1).length;
      const ap = averagePrecision(
        Array.from(labelQualityScores(labels, judged.predProbs, { method: 'pairwise_margin' }), (value) => -value),
        Array.from(labels, (label, i) => label !== right[i]),
      );
      const suggestion = wrong.filter((i) => bestOf(judged.round1.predProbs, i) === right[i]).length / wrong.length;
      const shares = [hits / count, hits / wrong.length, suggestion, judged.round1.accuracy].map((value) =>
        value.toFixed(3),
      );
      console.log(`| ${[preset, seed, ap.toFixed(3), count, ...shares, extraction, heads].join(' | ')} |`);
    }
  }
  if (flags.cache === undefined) await rm(cacheFolder, { recursive: true });
}

await main();
