/**
 * `npm run bench:auto [-- --sets photos,roman-numerals,digits,icons,textures,spectrograms --seed 0 --write]`: whether `--model auto`
 * takes the model that finds more wrong labels, and what the choice costs. Photographs and Roman numerals are those of
 * ../shared; the digits are MNIST's; the others are drawn (drawn-sets.ts). Each audit has an empty cache of its own.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { averagePrecision } from '../../scripts/average-precision.mjs';
import { defaultAuditOptions, type AuditOptions } from '../../src/audit/options/audit-options.ts';
import { runAudit } from '../../src/audit/pipeline/run-audit.ts';
import { cpuSeconds } from './cpu-seconds.ts';
import { knownSetNames, KNOWN_SETS, prepareKnownSet, SMALL, type KnownSet } from './known-sets.ts';
import { measuredOn, writeBenchSection } from './results-file.ts';

const { values: flags } = parseArgs({
  options: {
    sets: { type: 'string', default: KNOWN_SETS.join(',') },
    seed: { type: 'string', default: '0' },
    write: { type: 'boolean', default: false },
  },
});

const seed = Number(flags.seed);

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
  for (const name of knownSetNames(flags.sets)) {
    const folder = await mkdtemp(join(tmpdir(), 'label-audit-auto-'));
    try {
      const set = await prepareKnownSet(name, folder, seed);
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
