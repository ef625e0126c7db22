// `npm run bench:audit`: whole audits from a cold start, stage by stage, beside the same recipe in PyTorch and cleanlab in the same run:
// Roman numerals (small-cnn), photographs (features), and many small pictures. Then each again after 20 labels were changed.
//   -- --only numerals,photographs,many   --rounds 3   --pictures 2000,20000,100000   --write
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { averagePrecision } from '../../scripts/average-precision.mjs';
import { readNpy } from '../../src/arrays/index.ts';
import type { AuditReport } from '../../src/audit/report/types.ts';
import { drawMany } from './checks/many-pictures.ts';
import { installTorch, measureTorchAudit, type TorchAudit } from './peers/torch.ts';
import { measuredOn, writeBenchSection } from './results-file.ts';
import { runMeasured, type Measured } from './run-measured.ts';
import { memoryOfTree } from './tree-memory.ts';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', default: 'numerals,photographs,many' },
    rounds: { type: 'string', default: '3' },
    pictures: { type: 'string', default: '2000,20000,100000' },
    write: { type: 'boolean', default: false },
  },
});
const SHARED = resolve('../shared/data');
const CLI = resolve('dist/cli.mjs');
const scratch = mkdtempSync(join(tmpdir(), 'label-audit-bench-audit-'));
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

interface Ran extends Omit<Measured, 'stdout'> {
  readonly report: AuditReport;
}

/** One audit by the shipped command line, with caches in `cache`. */
async function audit(labels: string, cache: string, ...options: string[]): Promise<Ran> {
  const out = join(scratch, 'out');
  rmSync(out, { recursive: true, force: true });
  const args = [CLI, 'audit', labels, ...options, '--out', out, '--quiet', '--checks', 'none'];
  const { seconds, cpu, memory } = await runMeasured(process.execPath, args, {
    ...{ env: { ...process.env, XDG_CACHE_HOME: cache }, memoryOf: memoryOfTree, every: 200 },
  });
  return {
    ...{ seconds, cpu, memory },
    report: JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as AuditReport,
  };
}

/** Average precision of a ranking by the probability of the given label, lowest first, of the wrong labels among `paths`. */
function precisionOf(paths: readonly string[], quality: ArrayLike<number>, wrong: ReadonlySet<string>): number {
  return averagePrecision(
    paths.map((_, i) => -quality[i]),
    paths.map((path) => wrong.has(path)),
  );
}

/** The paths that the audit wrote beside its probabilities, one for each row. */
const auditedPaths = (): string[] => rowsOf(join(scratch, 'out', 'paths.csv')).map(({ path }) => path);

async function ownConfidence(
  { dataset }: AuditReport,
  paths: readonly string[],
  given: ReadonlyMap<string, string>,
): Promise<number[]> {
  const { data, shape } = await readNpy(join(scratch, 'out', 'pred_probs.npy'));
  return paths.map((path, i) => Number(data[i * shape[1] + dataset.classes.indexOf(given.get(path) ?? '')]));
}

interface Set {
  readonly name: string;
  readonly folder: string;
  readonly model: 'small-cnn' | 'features';
  readonly wrong: ReadonlySet<string>;
}

const rowsOf = (file: string): Record<string, string>[] => parse(readFileSync(file), { columns: true });

function sets(): Set[] {
  const all: Set[] = [];
  const wanted = flags.only.split(',');
  const numerals = join(SHARED, 'roman-numerals');
  if (wanted.includes('numerals') && existsSync(numerals)) {
    const wrong = rowsOf(join(numerals, 'curated_train.csv')).filter(({ both }) => both === '1');
    all.push({
      name: 'Roman numerals',
      folder: numerals,
      model: 'small-cnn',
      wrong: new Set(wrong.map(({ image }) => image)),
    });
  }
  const photographs = join(SHARED, 'photos');
  if (wanted.includes('photographs') && existsSync(photographs)) {
    const wrong = rowsOf(join(SHARED, 'photos-truth.csv')).filter((row) => row.given !== row.true);
    all.push({
      name: 'photographs',
      folder: photographs,
      model: 'features',
      wrong: new Set(wrong.map(({ image }) => image)),
    });
  }
  return all;
}

/** The labels file with `count` rows of the train split given another class. */
function changed(text: string, count: number): string {
  const [header, ...rows] = text.trimEnd().split('\n');
  const cells = rows.map((row) => row.split(','));
  const train = Array.from(cells.keys()).filter((i) => i > 0 && cells[i][2] === 'train');
  const step = Math.floor(train.length / count);
  for (let c = 0; c < count; c++) {
    const i = train[c * step];
    const other = train.find((j) => cells[j][1] !== cells[i][1]) ?? i;
    cells[i][1] = cells[other][1];
  }
  return `${[header, ...cells.map((row) => row.join(','))].join('\n')}\n`;
}

const stagesOf = (stages: Readonly<Record<string, number>>): string =>
  Object.entries(stages)
    .filter(([, seconds]) => seconds >= 0.05)
    .map(([stage, seconds]) => `${stage} ${seconds.toFixed(1)}`)
    .join(', ');
const mb = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en-US')} MB`;

async function beside({ name, folder, model, wrong }: Set, peer: boolean): Promise<string[]> {
  const copy = join(scratch, 'set');
  rmSync(copy, { recursive: true, force: true });
  await cp(folder, copy, { recursive: true });
  const labels = join(copy, 'labels.csv');
  const original = readFileSync(labels, 'utf8');
  const given = new Map(rowsOf(labels).map((row) => [row.image, row.label]));
  const options = ['--model', model, '--split', 'train'];
  const ours: Ran[] = [];
  const again: Ran[] = [];
  const theirs: TorchAudit[] = [];
  let ap = 0;
  let pictures = 0;
  for (let round = 0; round < Number(flags.rounds); round++) {
    const cache = join(scratch, 'cache');
    rmSync(cache, { recursive: true, force: true });
    const ran = await audit(labels, cache, ...options);
    ours.push(ran);
    const paths = auditedPaths();
    ap = precisionOf(paths, await ownConfidence(ran.report, paths, given), wrong);
    pictures = paths.length;
    writeFileSync(labels, changed(original, 20));
    again.push(await audit(labels, cache, ...options));
    writeFileSync(labels, original);
    if (peer) theirs.push(await measureTorchAudit(model, labels, 'train', availableParallelism()));
  }
  const rowOf = (
    how: string,
    all: readonly (Omit<Ran, 'report'> & { readonly stages: string; readonly ap: string })[],
    base?: number,
  ): string => {
    const seconds = median(all.map((ran) => ran.seconds));
    const middle = all.find((ran) => ran.seconds === seconds)!;
    const ratio = base === undefined ? '–' : (seconds / base).toFixed(2);
    return `| ${[name, how, `${seconds.toFixed(1)} s`, ratio, `${median(all.map(({ cpu }) => cpu)).toFixed(1)} s`, mb(Math.max(...all.map(({ memory }) => memory))), middle.stages, middle.ap].join(' | ')} |`;
  };
  const own = (all: readonly Ran[], precision: string) =>
    all.map((ran) => ({ ...ran, stages: stagesOf(ran.report.timings), ap: precision }));
  const peerSeconds = theirs.length > 0 ? median(theirs.map(({ seconds }) => seconds)) : undefined;
  const first = median(ours.map(({ seconds }) => seconds));
  console.log(`${name}: backend ${ours[0].report.environment.backend}, ${pictures} pictures`);
  return [
    rowOf(`ours, ${model}`, own(ours, ap.toFixed(3)), peerSeconds),
    ...(theirs.length > 0
      ? [
          rowOf(
            `PyTorch ${theirs[0].version} and cleanlab`,
            theirs.map((ran) => ({
              ...ran,
              stages: stagesOf(ran.stages),
              ap: precisionOf(ran.paths, ran.quality, wrong).toFixed(3),
            })),
            peerSeconds,
          ),
        ]
      : []),
    rowOf('ours again, 20 labels changed; to the first', own(again, '–'), first),
  ];
}

async function many(): Promise<string[]> {
  const lines: string[] = [];
  for (const count of flags.pictures.split(',').map(Number)) {
    const folder = join(scratch, 'many');
    mkdirSync(folder, { recursive: true });
    await drawMany(folder, count, 18);
    const ran = await audit(
      join(folder, 'labels.csv'),
      join(scratch, 'cache'),
      '--model',
      'small-cnn',
      '--preset',
      'fast',
      '--epochs',
      '1',
    );
    const each = (1000 * ran.cpu) / count;
    lines.push(
      `| ${[count.toLocaleString('en-US'), `${ran.seconds.toFixed(1)} s`, `${ran.cpu.toFixed(1)} s`, `${each.toFixed(2)} ms`, mb(ran.memory), stagesOf(ran.report.timings)].join(' | ')} |`,
    );
    console.log(lines.at(-1));
    rmSync(folder, { recursive: true, force: true });
    rmSync(join(scratch, 'cache'), { recursive: true, force: true });
  }
  return lines;
}

try {
  const why = await installTorch();
  if (why !== null) console.log(`PyTorch can't be installed (${why}): these are our figures alone.\n`);
  const rows: string[] = [];
  for (const set of sets()) rows.push(...(await beside(set, why === null)));
  const large = flags.only.split(',').includes('many') ? await many() : [];
  const markdown = [
    measuredOn('npm run bench:audit -- --write'),
    '',
    `Each audit in a new process, nothing cached; medians of ${flags.rounds} rounds in turns; memory of all processes at its most (shared pages counted once); AP by the probability of the given label.`,
    ...(rows.length > 0
      ? [
          '',
          '| Set | How | Wall | Ratio | CPU | Memory | Stages, seconds | AP |',
          '| --- | --- | ---: | ---: | ---: | ---: | --- | ---: |',
          ...rows,
        ]
      : []),
    ...(large.length > 0
      ? [
          '',
          'Small pictures (64×64) by small-cnn, `--preset fast --epochs 1`:',
          '',
          '| Pictures | Wall | CPU | CPU a picture | Memory | Stages, seconds |',
          '| ---: | ---: | ---: | ---: | ---: | --- |',
          ...large,
        ]
      : []),
  ].join('\n');
  console.log(markdown);
  if (flags.write) writeBenchSection('bench:audit', markdown);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
