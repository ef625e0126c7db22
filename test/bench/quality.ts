/**
 * `npm run bench:quality [-- --presets fast,balanced,thorough --seeds 0,1 --trim --all --backends wasm,native --write]`: how well
 * and how fast each preset's audit of the Roman numerals agrees with the two people who cleaned that data set by hand.
 * On WASM, and on native TensorFlow where that is installed, unless `--backends` says otherwise.
 * `--trim` adds each preset with pictures cropped to their content; `--all` adds resnet50-conv2, which takes minutes; `--write` puts the table
 * into test/bench/README.md.
 */
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import tfjs from '@tensorflow/tfjs-core/package.json' with { type: 'json' };
import { averagePrecision } from '../../scripts/average-precision.mjs';
import { defaultAuditOptions, type AuditOptions } from '../../src/audit/options/audit-options.ts';
import { PRESETS, type PresetName } from '../../src/training/types.ts';
import { runAudit } from '../../src/audit/pipeline/run-audit.ts';
import { type Audit } from '../../src/audit/report/types.ts';
import { nativeCandidates } from '../../src/training/backends/native/native-location.ts';
import { cpuSeconds } from './cpu-seconds.ts';
import { measuredOn, writeBenchSection } from './results-file.ts';

interface Curated {
  readonly image: string;
  readonly both: string;
  readonly any: string;
  readonly relabelled_to: string;
}

/** One kind of audit: a line of the table, over all seeds. */
interface Variant {
  readonly name: string;
  readonly options: Partial<AuditOptions>;
}

/** What one audit came to. */
interface Result {
  readonly backend: string;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly accuracy: number;
  readonly both: number;
  readonly any: number;
  readonly suggestion: number;
  /** Curated pictures that were scored. */
  readonly scored: number;
  readonly seconds: number;
  /** Of all processes; NaN where the system does not tell. */
  readonly cpuSeconds: number;
}

/** Whether `npm run setup:native` has been run. */
const hasNative = (): boolean => nativeCandidates().some(({ folder }) => folder !== null);

const { values: flags } = parseArgs({
  options: {
    presets: { type: 'string', default: PRESETS.join(',') },
    seeds: { type: 'string', default: '0' },
    trim: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
    backends: { type: 'string', default: hasNative() ? 'wasm,native' : 'wasm' },
    write: { type: 'boolean', default: false },
  },
});

/** As asked for: `auto` would hide which one was measured. */
const BACKENDS = ['wasm', 'wasm-fma', 'native', 'cpu'] as const;

const RESNET: Partial<AuditOptions> = { model: 'resnet50-conv2' };

function variants(): Variant[] {
  const presets = flags.presets.split(',').map((name) => {
    const preset = PRESETS.find((known) => known === name);
    if (preset === undefined) throw new Error(`--presets takes ${PRESETS.join(', ')}; not "${name}".`);
    return preset;
  });
  const of = (preset: PresetName, name: string, more: Partial<AuditOptions>): Variant => ({
    name,
    options: { preset, ...more },
  });
  const backends = flags.backends.split(',').map((name) => {
    const backend = BACKENDS.find((known) => known === name);
    if (backend === undefined) throw new Error(`--backends takes ${BACKENDS.join(', ')}; not "${name}".`);
    return backend;
  });
  return backends.flatMap((backend) =>
    presets.flatMap((preset) => [
      of(preset, preset, { backend }),
      ...(flags.trim ? [of(preset, `${preset}, --trim`, { backend, trim: true })] : []),
      ...(flags.all && preset === 'balanced'
        ? [of(preset, 'balanced, --model resnet50-conv2', { ...RESNET, backend })]
        : []),
    ]),
  );
}

/** Average precision against the curators, and how often the suggestion is what a curator chose. */
function score(
  { report, labelQuality, suggested }: Audit,
  curated: ReadonlyMap<string, Curated>,
): Pick<Result, 'both' | 'any' | 'suggestion' | 'scored'> {
  const scores: number[] = [];
  const both: boolean[] = [];
  const any: boolean[] = [];
  let relabelled = 0;
  let agreed = 0;
  report.paths.forEach((path, i) => {
    const row = curated.get(path);
    if (!row) return;
    scores.push(-labelQuality[i]);
    both.push(row.both === '1');
    any.push(row.any === '1');
    if (row.relabelled_to === '') return;
    relabelled += 1;
    if (report.dataset.classes[suggested![i]] === row.relabelled_to) agreed += 1;
  });
  return {
    both: averagePrecision(scores, both),
    any: averagePrecision(scores, any),
    suggestion: agreed / relabelled,
    scored: scores.length,
  };
}

async function measure(
  { options }: Variant,
  seed: number,
  labelsFile: string,
  curated: ReadonlyMap<string, Curated>,
): Promise<Result> {
  const started = performance.now();
  const cpuBefore = cpuSeconds();
  const audit = await runAudit({
    ...defaultAuditOptions(labelsFile),
    // What is measured here is the network; `npm run bench:features` measures features.
    model: 'small-cnn',
    ...options,
    seed,
    // The whole audit is timed: nothing decoded or trained earlier is used.
    cacheFolder: null,
    out: null,
    workerFile: resolve('dist/training-worker.mjs'),
  });
  const { settings, accuracy } = audit.report.crossValidation!;
  return {
    ...{ settings, accuracy, backend: audit.report.environment.backend },
    ...score(audit, curated),
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: cpuSeconds() - cpuBefore,
  };
}

/** The mean over the seeds, and where there are several, from which to which. */
function over(results: readonly Result[], read: (result: Result) => number, form: (value: number) => string): string {
  const values = results.map(read);
  const mean = form(values.reduce((sum, value) => sum + value, 0) / values.length);
  if (values.length === 1 || Number.isNaN(values[0])) return Number.isNaN(values[0]) ? '–' : mean;
  return `${mean} (${form(Math.min(...values))}–${form(Math.max(...values))})`;
}

const thousandths = (value: number): string => value.toFixed(3);
const whole = (value: number): string => value.toFixed(0);

const COLUMNS = [
  ...['Preset', 'Backend', 'Pictures', 'Epochs', 'Networks a fold', 'Views'],
  ...['AP, both', 'AP, any', 'CV accuracy', 'Suggestion right', 'Wall s', 'CPU s'],
];

function cells(name: string, results: readonly Result[]): string[] {
  const { imageSize, epochs, members, testTimeViews, rounds } = results[0].settings;
  const networks = `${members}${Number(rounds) > 1 ? `, ${rounds} rounds` : ''}`;
  return [
    ...[name, results[0].backend, `${imageSize}×${imageSize}`, epochs, networks, Number(testTimeViews) + 1].map(String),
    ...[over(results, ({ both }) => both, thousandths), over(results, ({ any }) => any, thousandths)],
    over(results, ({ accuracy }) => accuracy, thousandths),
    over(results, ({ suggestion }) => 100 * suggestion, whole) + '%',
    ...[over(results, ({ seconds }) => seconds, whole), over(results, (result) => result.cpuSeconds, whole)],
  ];
}

const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;

async function bench(source: string, chosen: readonly Variant[], seeds: readonly number[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'label-audit-quality-'));
  try {
    await cp(source, folder, { recursive: true });
    const rows = parse(await readFile(join(folder, 'curated_train.csv'), 'utf8'), { columns: true });
    const curated = new Map((rows as Curated[]).map((row) => [row.image, row]));
    console.log(['Seed', ...COLUMNS].join(' | '));
    const table = [line(COLUMNS), line(COLUMNS.map((_, i) => (i === 0 ? '---' : '---:')))];
    let scored = 0;
    for (const variant of chosen) {
      const results: Result[] = [];
      for (const seed of seeds) {
        const result = await measure(variant, seed, join(folder, 'labels.csv'), curated);
        results.push(result);
        scored = result.scored;
        console.log([seed, ...cells(variant.name, [result])].join(' | '));
      }
      table.push(line(cells(variant.name, results)));
    }
    const positive = (of: 'both' | 'any'): number => [...curated.values()].filter((row) => row[of] === '1').length;
    const markdown = [
      measuredOn(`npm run bench:quality -- ${process.argv.slice(2).join(' ')}`, { 'TensorFlow.js': tfjs.version }),
      '',
      `All 2,880 Roman numerals audited with the given labels, 5 folds, seeds ${seeds.join(', ')}` +
        `${seeds.length > 1 ? ' (mean, and from which to which)' : ''}; pictures decoded anew. AP: average precision of the ranking by label ` +
        `quality over the ${scored} pictures of the train split that two curators went through; relevant are the ` +
        `${positive('both')} that both dropped or moved, or the ${positive('any')} that either did. Suggestion right: share ` +
        'of the moved ones whose suggested label is where a curator moved them. CV accuracy is against the given labels, of the ' +
        'first round. Views: the plain one and augmented ones, averaged. CPU s: of all processes.',
      '',
      ...table,
    ].join('\n');
    if (flags.write) writeBenchSection('bench:quality', markdown);
    else console.log(`\n${markdown}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const shared = resolve(process.env.LABEL_AUDIT_SHARED ?? '../shared');
const source = join(shared, 'data', 'roman-numerals');
if (existsSync(source)) {
  try {
    await bench(source, variants(), flags.seeds.split(',').map(Number));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
} else console.log(`Skipped: ${source} is not there.`);
