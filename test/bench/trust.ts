/**
 * `npm run bench:trust [-- --sets photos,roman-numerals,icons --models features,small-cnn --seeds 0,1 --write]`: how far off the estimate from
 * planted errors is: the share of wrong labels among the first 50, 100, 200 and 400 of the ranking, as estimated and in
 * truth. By `small-cnn` with `--calibrate`. Each audit computes everything anew.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultAuditOptions } from '../../src/audit/options/audit-options.ts';
import { runAudit } from '../../src/audit/pipeline/run-audit.ts';
import { wrongAmongFirst } from '../../src/audit/report/words/trust-words.ts';
import { KNOWN_SETS, knownSetNames, prepareKnownSet, SMALL } from './known-sets.ts';
import { measuredOn, writeBenchSection } from './results-file.ts';

const RANKS = [50, 100, 200, 400];
const MODELS = ['features', 'small-cnn'] as const;

const { values: flags } = parseArgs({
  options: {
    sets: { type: 'string', default: KNOWN_SETS.join(',') },
    models: { type: 'string', default: MODELS.join(',') },
    seeds: { type: 'string', default: '0,1' },
    write: { type: 'boolean', default: false },
  },
});

const COLUMNS = [
  ...['Set', 'Model', 'Seed', 'Labels', 'CV accuracy', 'Judged', 'Unlike', 'Wrong, estimated', 'in truth'],
  ...['Precision of the first 50, 100, 200, 400, estimated', 'in truth', 'mean error', 'in the interval'],
];
const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const shares = (values: readonly number[]): string => values.map((value) => value.toFixed(2)).join(', ');

async function row(name: (typeof KNOWN_SETS)[number], model: (typeof MODELS)[number], seed: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'label-audit-trust-'));
  try {
    const set = await prepareKnownSet(name, folder, seed);
    if (set === undefined) return `Skipped: ${name} is not there.`;
    const { labelsFile, splits, isWrong } = set;
    const { report, labelQuality } = await runAudit({
      ...{ ...defaultAuditOptions(labelsFile), splits, model, seed, calibrate: true },
      ...{ backend: 'wasm', cacheFolder: null, out: null, workerFile: resolve('dist/training-worker.mjs') },
    });
    const { paths, trust, crossValidation } = report;
    if (trust === undefined) throw new Error(`${name}: nothing was planted.`);
    const order = Array.from(paths.keys()).sort((a, b) => labelQuality[a] - labelQuality[b]);
    const wrongIn = (rows: readonly number[]): number => rows.filter((i) => isWrong.get(paths[i]) === true).length;
    const ranks = RANKS.filter((rank) => rank <= paths.length / 2);
    const truth = ranks.map((rank) => wrongIn(order.slice(0, rank)) / rank);
    const estimates = ranks.map((rank) => wrongAmongFirst(trust, rank));
    const told = estimates.map(({ estimate }, i) => estimate / ranks[i]);
    const inside = estimates.filter(({ low, high }, i) => low <= truth[i] * ranks[i] && truth[i] * ranks[i] <= high);
    const error = told.reduce((sum, value, i) => sum + Math.abs(value - truth[i]), 0) / ranks.length;
    const { estimate, low, high } = trust.noise;
    const of = (share: number): string => (share * paths.length).toFixed(0);
    return line([
      ...[name, model, seed, paths.length, crossValidation!.accuracy.toFixed(3), trust.weak ?? 'yes'],
      ...[trust.unlike ?? 'no', `${of(estimate)} (${of(low)}–${of(high)})`, wrongIn(order)],
      ...[shares(told), shares(truth), error.toFixed(3), `${inside.length} of ${ranks.length}`],
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const table = [line(COLUMNS), line(COLUMNS.map((_, i) => (i < 2 ? '---' : '---:')))];
console.log(table.join('\n'));
for (const name of knownSetNames(flags.sets)) {
  for (const model of MODELS.filter((one) => flags.models.split(',').includes(one))) {
    for (const seed of flags.seeds.split(',').map(Number)) {
      const told = await row(name, model, seed);
      console.log(told);
      if (told.startsWith('|')) table.push(told);
    }
  }
}
if (flags.write) {
  const about =
    `Preset balanced, WASM; by small-cnn with --calibrate. Digits, icons, textures and spectrograms: ${SMALL.count} pictures, ${100 * SMALL.share}% of ` +
    'the labels changed. In truth: what is known to be wrong; of the Roman numerals, what two people both dropped or moved.';
  const command = measuredOn(`npm run bench:trust -- ${process.argv.slice(2).join(' ')}`);
  writeBenchSection('bench:trust', [command, '', about, '', ...table].join('\n'));
}
