// The tables of the benches live in test/bench/README.md, each between its own pair of markers.
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** The benches whose tables the README keeps. */
export const BENCH_SECTIONS = [
  ...([
    'bench:core',
    'bench:train',
    'bench:quality',
    'bench:auto',
    'bench:audit',
    'bench:trust',
    'bench:loop:photos',
    'bench:pictures',
    'bench:cluster',
    'bench:tasks:annotators',
    'bench:tasks:next',
    'bench:tasks:multi-label',
    'bench:tasks:large',
  ] as const),
] as const;
export type BenchSection = (typeof BENCH_SECTIONS)[number];

/** Whether the README keeps a bench's tables under this name. */
export function isBenchSection(name: string): name is BenchSection {
  return (BENCH_SECTIONS as readonly string[]).includes(name);
}

/** Benches run bundled, from the repository's root. */
const README = join(process.cwd(), 'test', 'bench', 'README.md');

/** `text` with what stands between the markers of `section` replaced by `markdown`. */
export function replaceSection(text: string, section: BenchSection, markdown: string): string {
  const open = `<!-- ${section} -->`;
  const close = `<!-- /${section} -->`;
  const begin = text.indexOf(open);
  const end = text.indexOf(close, begin);
  if (begin < 0 || end < 0) throw new Error(`test/bench/README.md has no ${open} … ${close}: put both lines back.`);
  return `${text.slice(0, begin)}${open}\n\n${markdown.trim()}\n\n${text.slice(end)}`;
}

/** Puts a bench's Markdown (a line of `measuredOn`, then its tables) between its markers in test/bench/README.md. */
export function writeBenchSection(section: BenchSection, markdown: string): void {
  const written = replaceSection(readFileSync(README, 'utf8'), section, markdown);
  const temporary = `${README}.${process.pid}.tmp`;
  writeFileSync(temporary, written);
  renameSync(temporary, README);
  // The format check reads this file too: it wants the columns of tables aligned.
  execFileSync(process.execPath, [join('node_modules', 'prettier', 'bin', 'prettier.cjs'), '--write', README], {
    stdio: 'ignore',
  });
}

/**
 * One line of Markdown that says on what, with what and when a table was measured.
 *
 * @param command as typed, e.g. `npm run bench:core -- --write`
 * @param versions of what took part, e.g. `{ cleanlab: '2.9.0' }`; Node's own is added
 */
export function measuredOn(command: string, versions: Readonly<Record<string, string>> = {}): string {
  const [{ model }] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const all = Object.entries({ Node: process.version.slice(1), ...versions });
  const parts = [
    `${cpus().length} × ${model.trim().replaceAll(/\s+/g, ' ')}, ${memory}`,
    all.map(([name, version]) => `${name} ${version}`).join(', '),
    `commit ${commit()}`,
    new Date().toISOString().slice(0, 10),
  ];
  return `\`${command}\` — ${parts.join('; ')}.`;
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
