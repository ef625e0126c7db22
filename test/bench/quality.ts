/**
 * `npm run bench:quality [-- --models small-cnn,small-cnn+trim,resnet50-conv2 --seed 0 --epochs N]`: how well an audit of the
 * Roman numerals agrees with the two people who cleaned that data set by hand.
 */
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { averagePrecision } from '../../scripts/average-precision.mjs';
import { defaultAuditOptions, MODELS, runAudit, type Audit, type AuditOptions } from '../../src/audit/index.ts';
import { suggestLabels } from '../../src/core/index.ts';

interface Curated {
  readonly image: string;
  readonly both: string;
  readonly any: string;
  readonly relabelled_to: string;
}

const { values: flags } = parseArgs({
  options: {
    models: { type: 'string', default: 'small-cnn,small-cnn+trim,resnet50-conv2' },
    seed: { type: 'string', default: '0' },
    epochs: { type: 'string' },
    backend: { type: 'string', default: 'wasm' },
  },
});

/** `small-cnn+trim` is the model small-cnn with --trim. */
function variant(name: string, folder: string): AuditOptions {
  const [modelName, extra] = name.split('+') as [string, string?];
  const model = MODELS.find((known) => known === modelName);
  if (!model || (extra !== undefined && extra !== 'trim')) {
    throw new Error(`--models takes ${MODELS.join(', ')}, each also with +trim; not "${name}".`);
  }
  return {
    ...defaultAuditOptions(folder),
    model,
    trim: extra === 'trim',
    seed: Number(flags.seed),
    epochs: flags.epochs === undefined ? undefined : Number(flags.epochs),
    backend: flags.backend as AuditOptions['backend'],
    out: null,
    workerFile: resolve('dist/training-worker.mjs'),
  };
}

/** Average precision against the curators, and how often the suggestion is what a curator chose. */
function score({ report, labelQuality, predProbs }: Audit, curated: ReadonlyMap<string, Curated>): string[] {
  const scores: number[] = [];
  const both: boolean[] = [];
  const any: boolean[] = [];
  const suggested = suggestLabels(predProbs).labels;
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
    if (report.dataset.classes[suggested[i]] === row.relabelled_to) agreed += 1;
  });
  return [
    String(scores.length),
    averagePrecision(scores, both).toFixed(3),
    averagePrecision(scores, any).toFixed(3),
    `${agreed}/${relabelled} (${((100 * agreed) / relabelled).toFixed(0)}%)`,
  ];
}

async function bench(source: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'label-audit-quality-'));
  try {
    await cp(source, folder, { recursive: true });
    const rows = parse(await readFile(join(folder, 'curated_train.csv'), 'utf8'), { columns: true });
    const curated = new Map((rows as Curated[]).map((row) => [row.image, row]));
    console.log(
      'model | seed | epochs | backend | pictures | CV accuracy | train n | AP both | AP any | suggestion | seconds',
    );
    for (const name of flags.models.split(',')) {
      const started = performance.now();
      const audit = await runAudit(variant(name, join(folder, 'labels.csv')), {});
      const seconds = ((performance.now() - started) / 1000).toFixed(0);
      const { crossValidation, environment, dataset } = audit.report;
      const epochs = crossValidation?.settings.epochs ?? '';
      const accuracy = crossValidation?.accuracy.toFixed(3) ?? '';
      const row = [name, environment.seed, epochs, environment.backend, dataset.audited, accuracy];
      console.log([...row, ...score(audit, curated), seconds].join(' | '));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const shared = resolve(process.env.LABEL_AUDIT_SHARED ?? '../shared');
const source = join(shared, 'data', 'roman-numerals');
if (existsSync(source)) {
  await bench(source).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
} else console.log(`Skipped: ${source} is not there.`);
