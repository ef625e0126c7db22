import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { encodeNpy } from '../../../src/arrays/write-npy.ts';
import { LOOK_CHECKS } from '../../../src/audit/options/picture-checks.ts';
import type { AuditReport } from '../../../src/audit/report/types.ts';
import { BENCH_CACHE } from '../core/core-sets.ts';
import { cpuSeconds } from '../cpu-seconds.ts';
import { measuredOn } from '../results-file.ts';
import type { Measured } from '../run-measured.ts';
import { decodeMany, measureMany, openMany } from './many-pictures.ts';
import { plantPhotos, type PlantedPhotos } from './planted-photos.ts';

// `npm run bench:checks:pictures`: the checks of pictures, by the shipped command line, end to end, and CleanVision's, on the
// same files in one run: what they find of planted faults, and what both cost. Options: --seed, --photos; --many measures time
// and memory of decoding and of ours alone on 10,000 and 100,000 small pictures, or on so many as --pictures says, in place of all that.

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '16' },
    photos: { type: 'string', default: '../shared/data/photos' },
    many: { type: 'boolean', default: false },
    pictures: { type: 'string', default: '10000,100000' },
    decode: { type: 'string' },
    open: { type: 'string' },
  },
});

const CLEANVISION = '0.3.7';

interface Found {
  readonly seconds: number;
  readonly cpu: number;
  /** Flagged files, by check. */
  readonly flagged: Readonly<Partial<Record<string, readonly string[]>>>;
  /** What is said to show the same, by check. */
  readonly sets: Readonly<Partial<Record<string, readonly (readonly string[])[]>>>;
}

/** Runs a program, and gives what it printed and what it took, with all processes that it started. */
function run(command: string, args: readonly string[]): { stdout: string; seconds: number; cpu: number } {
  const begun = { at: performance.now(), cpu: cpuSeconds() };
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0 && status !== 1) throw new Error(stderr.trim().split('\n').slice(-3).join('\n'));
  return { stdout, seconds: (performance.now() - begun.at) / 1000, cpu: cpuSeconds() - begun.cpu };
}

/** An audit with the probabilities of somebody who takes every label for right, so that nothing is trained; no cache. */
function runOurs(folder: string, temporary: string): Found {
  const [, ...lines] = readFileSync(join(folder, 'labels.csv'), 'utf8').trim().split('\n');
  const labels = lines.map((line) => line.split(',')[1]);
  const classes = [...new Set(labels)].sort();
  const data = Float64Array.from({ length: lines.length * classes.length }, (_, i) =>
    classes[i % classes.length] === labels[Math.floor(i / classes.length)] ? 0.9 : 0.1 / (classes.length - 1),
  );
  const probabilities = join(temporary, 'pred_probs.npy');
  const shape = [lines.length, classes.length];
  writeFileSync(probabilities, encodeNpy({ dtype: 'float64', shape, fortranOrder: false, data }));
  const out = mkdtempSync(join(temporary, 'report-'));
  const { seconds, cpu } = run(process.execPath, [
    ...['dist/cli.mjs', 'audit', join(folder, 'labels.csv'), '--pred-probs', probabilities, '--force'],
    ...['--classes', classes.join(','), '--checks', LOOK_CHECKS.join(','), '--no-cache', '--out', out],
  ]);
  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as AuditReport;
  const rows = lines.map((line) => basename(line.split(',')[0]));
  const types = report.checks?.types ?? [];
  return {
    ...{ seconds, cpu },
    flagged: Object.fromEntries(types.map(({ name, pictures }) => [name, pictures.map(({ index }) => rows[index])])),
    sets: Object.fromEntries(
      types.map(({ name, sets = [] }) => [name, sets.map(({ members }) => members.map(({ path }) => basename(path)))]),
    ),
  };
}

/** The Python that has CleanVision, or in one line why there is none. */
function installCleanVision(): { readonly python: string } | { readonly why: string } {
  const folder = join(BENCH_CACHE, `cleanvision-${CLEANVISION}`);
  const python = join(folder, 'bin', 'python');
  if (existsSync(join(folder, 'ready'))) return { python };
  rmSync(folder, { recursive: true, force: true });
  const steps: [string, string[]][] = [
    ['python3', ['-m', 'venv', folder]],
    [python, ['-m', 'pip', 'install', '--quiet', `cleanvision==${CLEANVISION}`]],
  ];
  for (const [command, args] of steps) {
    const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
    if (status !== 0) return { why: (error?.message ?? stderr).trim().split('\n').at(-1) ?? '' };
  }
  writeFileSync(join(folder, 'ready'), '');
  return { python };
}

function runTheirs(python: string, folder: string): Found {
  const script = join(process.cwd(), 'test', 'bench', 'checks', 'cleanvision-peer.py');
  const { stdout, seconds, cpu } = run(python, [script, join(folder, 'images')]);
  const found = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Pick<Found, 'flagged' | 'sets'>;
  return { ...found, seconds, cpu };
}

/** How many of the planted were found, and what share of all that was found was planted. */
interface Score {
  readonly found: number;
  readonly planted: number;
  /** Undefined where nothing was found. */
  readonly precision?: number;
  /** What was found and not planted. */
  readonly others: readonly string[];
}

function ofFlags(flagged: readonly string[], planted: readonly string[]): Score {
  const found = planted.filter((name) => flagged.includes(name)).length;
  const others = flagged.filter((name) => !planted.includes(name));
  return { found, planted: planted.length, others, ...(flagged.length > 0 && { precision: found / flagged.length }) };
}

/** A set is right where all its pictures show one photograph, by what was planted. */
function ofSets(
  sets: readonly (readonly string[])[],
  planted: ReadonlyMap<string, string>,
  originOf: (name: string) => string,
): Score {
  const found = [...planted].filter(([copy, origin]) =>
    sets.some((set) => set.includes(copy) && set.includes(origin)),
  ).length;
  const wrong = sets.filter((set) => new Set(set.map(originOf)).size > 1);
  const precision = sets.length > 0 ? { precision: (sets.length - wrong.length) / sets.length } : {};
  return { found, planted: planted.size, others: wrong.map((set) => set.join(' + ')), ...precision };
}

const cell = (score: Score | undefined): string => {
  if (score === undefined) return '–';
  const { found, planted, precision } = score;
  return `${found} of ${planted}${precision === undefined ? '' : `, ${Math.round(100 * precision)}%`}`;
};

function compare(planted: PlantedPhotos, ours: Found, theirs: Found | undefined): string[] {
  const all = new Map([...planted.leaks, ...Object.values(planted.twins).flatMap((twins) => [...twins])]);
  const originOf = (name: string): string => all.get(name) ?? name;
  const twinSets = ({ sets }: Found): (readonly string[])[] => [
    ...(sets.near_duplicates ?? []),
    ...(sets.exact_duplicates ?? []),
  ];
  const lines: string[] = [];
  const notes: string[] = [];
  const add = (name: string, score: (found: Found) => Score | undefined): void => {
    lines.push(`| ${name} | ${cell(score(ours))} | ${theirs === undefined ? '' : cell(score(theirs))} |`);
    for (const [who, found] of [['We', ours] as const, ...(theirs ? [['CleanVision', theirs] as const] : [])]) {
      const others = score(found)?.others ?? [];
      if (others.length === 0) continue;
      const named = others.slice(0, 8).join(', ');
      notes.push(`${who} also found as ${name}: ${named}${others.length > 8 ? ` and ${others.length - 8} more` : ''}`);
    }
  };
  for (const [kind, twins] of Object.entries(planted.twins)) {
    // What else is in the sets is told once, for all kinds.
    add(`near duplicates: ${kind}`, (found) => {
      const { found: hits, planted: of } = ofSets(twinSets(found), twins, originOf);
      return { found: hits, planted: of, others: [] };
    });
  }
  const twins = new Map(Object.values(planted.twins).flatMap((some) => [...some]));
  add('near duplicates', (found) => ofSets(twinSets(found), twins, originOf));
  add('blurry', ({ flagged }) => ofFlags(flagged.blurry ?? [], planted.blurry));
  add('dark', ({ flagged }) => ofFlags(flagged.dark ?? [], planted.dark));
  // CleanVision knows of no splits.
  add('leaks', (found) => found.sets.leaks && ofSets(found.sets.leaks, planted.leaks, originOf));
  return [...lines, '', ...notes];
}

if (values.decode !== undefined) {
  await decodeMany(values.decode);
  process.exit();
}
if (values.open !== undefined) {
  await openMany(values.open);
  process.exit();
}
const temporary = mkdtempSync(join(tmpdir(), 'label-audit-bench-pictures-'));
process.on('exit', () => {
  rmSync(temporary, { recursive: true, force: true });
});
const seed = Number(values.seed);
if (values.many) {
  console.log(measuredOn('npm run bench:checks:pictures -- --many'));
  console.log('\n| pictures | | seconds | CPU seconds | peak | copies found |\n| --: | --- | --: | --: | --: | --: |');
  for (const pictures of values.pictures.split(',').map(Number)) {
    const { copies, found, ...took } = await measureMany(join(temporary, 'many'), pictures, seed);
    const add = (name: string, { seconds, cpu, memory }: Measured, last = ''): void => {
      const cells = [pictures, name, seconds.toFixed(1), cpu.toFixed(1), `${Math.round(memory / 1e6)} MB`, last];
      console.log(`| ${cells.join(' | ')} |`);
    };
    add('decoding for training, no checks', took.decoding);
    add('decoding for checks alone', took.opening);
    add('`check`, none of pictures', took.without);
    add('`check`, all ten of pictures', took.first, `${found} of ${copies}`);
    add('again, measured before', took.again);
  }
  process.exit();
}
const peer = installCleanVision();
if ('why' in peer) console.log(`CleanVision is not measured: ${peer.why}`);
const planted = await plantPhotos(values.photos, join(temporary, 'planted'), seed);
console.log(measuredOn('npm run bench:checks:pictures', { cleanvision: CLEANVISION }));
console.log(
  `\nPlanted, seed ${seed}, in ${planted.pictures} pictures: found, and how much of all that was found is right`,
);
console.log('\n| Planted | ours | CleanVision |\n| --- | --: | --: |');
const theirsPlanted = 'python' in peer ? runTheirs(peer.python, planted.folder) : undefined;
console.log(compare(planted, runOurs(planted.folder, temporary), theirsPlanted).join('\n'));

const ours = runOurs(values.photos, temporary);
const theirs = 'python' in peer ? runTheirs(peer.python, values.photos) : undefined;
console.log('\nAll photographs, process start to end\n\n| | seconds | CPU seconds |\n| --- | --: | --: |');
for (const [name, found] of [['ours', ours] as const, ...(theirs ? [['CleanVision', theirs] as const] : [])]) {
  console.log(`| ${name} | ${found.seconds.toFixed(1)} | ${found.cpu.toFixed(1)} |`);
}
if (theirs !== undefined) {
  console.log(`\nCPU ${(theirs.cpu / ours.cpu).toFixed(1)}×, wall ${(theirs.seconds / ours.seconds).toFixed(1)}×`);
}
