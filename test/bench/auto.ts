/**
 * `npm run bench:auto [-- --sets photos,roman-numerals,digits,icons,textures,spectrograms --seed 0 --write]`: whether `--model auto`
 * takes the model that finds more wrong labels, and what the choice costs. Photographs and Roman numerals are those of
 * ../shared; the digits are MNIST's; the others are drawn (drawn-sets.ts). Each audit has an empty cache of its own.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { averagePrecision } from '../../scripts/average-precision.mjs';
import { random, readDigits, writeDigits } from '../../scripts/mnist.mjs';
import { defaultAuditOptions, type AuditOptions } from '../../src/audit/options/audit-options.ts';
import { runAudit } from '../../src/audit/pipeline/run-audit.ts';
import { cpuSeconds } from './cpu-seconds.ts';
import { DRAWN_SETS, drawSet } from './drawn-sets.ts';
import { measuredOn, writeBenchSection } from './results-file.ts';

const REAL_SETS = ['photos', 'roman-numerals', 'digits'] as const;
const SETS = [...REAL_SETS, ...DRAWN_SETS] as const;
type SetName = (typeof SETS)[number];

const { values: flags } = parseArgs({
  options: {
    sets: { type: 'string', default: SETS.join(',') },
    seed: { type: 'string', default: '0' },
    write: { type: 'boolean', default: false },
  },
});

const seed = Number(flags.seed);
/** Pictures of a small set, and the share of their labels that is changed. */
const SMALL = { count: 300, share: 0.08, seed } as const;

/** A data set whose wrong labels are known. */
interface KnownSet {
  readonly labelsFile: string;
  readonly splits?: readonly string[];
  /** Whether the label of a picture is wrong; pictures that nobody judged are absent. */
  readonly isWrong: ReadonlyMap<string, boolean>;
}

const shared = resolve(process.env.LABEL_AUDIT_SHARED ?? '../shared', 'data');
const rowsOf = (file: string): Record<string, string>[] => parse(readFileSync(file), { columns: true });

function against(labelsFile: string, truthFile: string): KnownSet['isWrong'] {
  const truth = new Map(rowsOf(truthFile).map((row) => [row.image, row.true]));
  return new Map(rowsOf(labelsFile).map(({ image, label }) => [image, truth.get(image) !== label]));
}

/** Undefined where its pictures are not there. */
async function prepare(name: SetName, folder: string): Promise<KnownSet | undefined> {
  if (name === 'photos') {
    const labelsFile = join(shared, 'photos', 'labels.csv');
    if (!existsSync(labelsFile)) return undefined;
    return { labelsFile, splits: ['train'], isWrong: against(labelsFile, join(shared, 'photos-truth.csv')) };
  }
  if (name === 'roman-numerals') {
    const labelsFile = join(shared, name, 'labels.csv');
    if (!existsSync(labelsFile)) return undefined;
    const curated = rowsOf(join(shared, name, 'curated_train.csv'));
    return { labelsFile, splits: ['train'], isWrong: new Map(curated.map((row) => [row.image, row.both === '1'])) };
  }
  if (name !== 'digits') {
    const labelsFile = await drawSet(name, folder, SMALL);
    return { labelsFile, isWrong: against(labelsFile, join(folder, 'truth.csv')) };
  }
  const digits = await readDigits(SMALL.count, seed);
  const paths = await writeDigits(digits, folder);
  const next = random(seed + 1);
  const isWrong = new Map<string, boolean>();
  const rows = digits.map(({ label }, i) => {
    const wrong = next() < SMALL.share;
    isWrong.set(paths[i], wrong);
    return `${paths[i]},${wrong ? (label + 1 + Math.floor(next() * 9)) % 10 : label}`;
  });
  const labelsFile = join(folder, 'labels.csv');
  await writeFile(labelsFile, `${['image,label', ...rows].join('\n')}\n`);
  return { labelsFile, isWrong };
}

interface Result {
  readonly ap: number;
  readonly seconds: number;
  /** Of all processes; NaN where the system does not tell. */
  readonly cpuSeconds: number;
  readonly chosen?: {
    readonly model: string;
    readonly logLoss: { readonly features: number; readonly network: number };
    readonly seconds: number;
  };
  readonly pictures: number;
}

async function audit(
  { labelsFile, splits, isWrong }: KnownSet,
  model: AuditOptions['model'],
  cache: string,
): Promise<Result> {
  const begun = performance.now();
  const cpuBefore = cpuSeconds();
  const { report, labelQuality } = await runAudit({
    ...{ ...defaultAuditOptions(labelsFile), splits, model, seed },
    ...{
      backend: 'wasm',
      cacheFolder: await mkdtemp(join(cache, 'cache-')),
      out: null,
      workerFile: resolve('dist/training-worker.mjs'),
    },
  });
  const judged = report.paths.flatMap((path, i) => (isWrong.has(path) ? [i] : []));
  return {
    ap: averagePrecision(
      judged.map((i) => -labelQuality[i]),
      judged.map((i) => isWrong.get(report.paths[i])!),
    ),
    seconds: (performance.now() - begun) / 1000,
    cpuSeconds: cpuSeconds() - cpuBefore,
    chosen: report.chosen,
    pictures: report.paths.length,
  };
}

const COLUMNS = [
  ...['Set', 'Pictures', 'AP, features', 'AP, small-cnn', 'Log-loss of the choice, features', 'small-cnn'],
  ...['auto takes', 'Seconds: small-cnn', 'features', 'auto', 'of that, choosing'],
  ...['features / small-cnn', 'auto / small-cnn', 'CPU seconds: small-cnn', 'features', 'auto'],
];
const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

async function main(): Promise<void> {
  const table = [line(COLUMNS), line(COLUMNS.map((_, i) => (i === 0 ? '---' : '---:')))];
  console.log(table.join('\n'));
  for (const name of flags.sets.split(',') as SetName[]) {
    if (!SETS.includes(name)) throw new Error(`--sets takes ${SETS.join(', ')}, not "${name}".`);
    const folder = await mkdtemp(join(tmpdir(), 'label-audit-auto-'));
    try {
      const set = await prepare(name, folder);
      if (set === undefined) {
        console.log(`Skipped: ${name} is not there.`);
        continue;
      }
      const network = await audit(set, 'small-cnn', folder);
      const features = await audit(set, 'features', folder);
      const auto = await audit(set, 'auto', folder);
      const { model, logLoss, seconds } = auto.chosen!;
      const taken = model === 'features' ? features : network;
      const loss = Math.max(features.ap, network.ap) - taken.ap;
      const whole = (value: number): string => value.toFixed(0);
      const row = line([
        ...[name, features.pictures, features.ap.toFixed(3), network.ap.toFixed(3)],
        ...[logLoss.features.toFixed(3), logLoss.network.toFixed(3)],
        `${model}${loss === 0 ? ', the better one' : `, ${loss.toFixed(3)} below the better one`}`,
        ...[network, features, auto].map((result) => whole(result.seconds)),
        whole(seconds),
        ...[features, auto].map((result) => (result.seconds / network.seconds).toFixed(2)),
        ...[network, features, auto].map((result) => whole(result.cpuSeconds)),
      ]);
      table.push(row);
      console.log(row);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const markdown = [
    measuredOn(`npm run bench:auto -- ${process.argv.slice(2).join(' ')}`),
    '',
    `Preset balanced, WASM, seed ${seed}, an empty cache for each audit. AP: average precision of the ranking by label quality, against the labels that are ` +
      `known to be wrong (of the Roman numerals: those that both curators dropped or moved). Digits, icons, textures and spectrograms: ` +
      `${SMALL.count} pictures, ${100 * SMALL.share}% of the labels changed.`,
    '',
    ...table,
  ].join('\n');
  if (flags.write) writeBenchSection('bench:auto', markdown);
}

await main();
