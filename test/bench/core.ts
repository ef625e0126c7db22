// `npm run bench:core`: the core on large arrays, beside cleanlab's default calls on the same files in the same run.
//   -- --write   also puts the table into test/bench/README.md
//   -- --large   also 10,000,000×100 float32, 4 GB, from the file with 512 MB of heap (made once: takes minutes)
//   -- --runs 5  so many runs of each, of which the median counts
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import {
  childWork,
  measureCommand,
  measureMemory,
  measureOurs,
  type OurFigures,
  type OurMemory,
} from './core/core-ours.ts';
import { CLEANLAB, installPeer, measurePeer, type Found, type PeerFigures } from './core/core-peer.ts';
import { BENCH_SETS, bytesOf, filesOf, LARGE_SET, type BenchSet } from './core/core-sets.ts';
import { measuredOn, writeBenchSection } from './results-file.ts';

interface Row {
  readonly set: BenchSet;
  readonly ours: OurFigures;
  readonly memory: OurMemory;
  readonly peer?: PeerFigures;
}

/** Throws where we found something else than the golden results say, or than cleanlab just said (its count: 0.5%). */
function checkFound(set: BenchSet, found: Found, peer?: Found): void {
  const golden = JSON.parse(readFileSync('test/fixtures/golden/scale-expected.json', 'utf8')) as Record<
    string,
    Readonly<Record<string, unknown>> | undefined
  >;
  const expected = golden[set.name];
  const pairs: [string, unknown, unknown][] = [];
  if (expected) {
    pairs.push(
      ['count', found.count, expected.prune_by_noise_rate_count],
      ['first', found.first, expected.first_by_self_confidence],
      ['numIssues', found.numIssues, expected.num_label_issues],
    );
  }
  if (peer) {
    // Calibrated counts are whole numbers: how exact halves round depends on numpy's version. Ours round as the golden's.
    pairs.push(['count', Math.abs(found.count - peer.count) <= 0.005 * peer.count, true]);
    pairs.push(['first', found.first, peer.first]);
    pairs.push(['numIssues', found.numIssues, peer.numIssues]);
    pairs.push(['meanQuality', Math.abs(found.meanQuality - peer.meanQuality) < 1e-9, true]);
  }
  for (const [name, actual, wanted] of pairs) {
    if (JSON.stringify(actual) === JSON.stringify(wanted)) continue;
    throw new Error(`${set.name}: ${name} is ${JSON.stringify(actual)}, but should be ${JSON.stringify(wanted)}.`);
  }
}

const ms = (seconds: number): string => `${Math.round(1000 * seconds)} ms`;
const mb = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;
const shapeOf = ({ n, k, type }: BenchSet): string => `${n.toLocaleString('en-US')}×${k} ${type}`;

/** Both sides' times; "together" is issues ranked, scores and health. */
function timesTable(rows: readonly Row[]): string[] {
  const lines = rows.map(({ set, ours, peer }) => {
    const theirs = peer ? peer.issues + peer.scores + peer.health : undefined;
    const parts = `${ms(ours.issues)} / ${ms(ours.scores)} / ${ms(ours.health)}`;
    const theirParts = peer ? `${ms(peer.issues)} / ${ms(peer.scores)} / ${ms(peer.health)}` : '—';
    const ratio = theirs === undefined ? '—' : `${(theirs / ours.together).toFixed(1)}×`;
    const cells = [
      shapeOf(set),
      `**${ms(ours.together)}**`,
      ms(ours.first),
      parts,
      theirs === undefined ? '—' : ms(theirs),
    ];
    return `| ${[...cells, theirParts, `**${ratio}**`, ms(ours.floor)].join(' | ')} |`;
  });
  return [
    '| Array | Together | First time | Issues / scores / health, each alone | cleanlab, sum | its parts | Ratio | One summing pass |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
  ];
}

function memoryTable(rows: readonly Row[]): string[] {
  const lines = rows.map(({ set, memory: { bare, peak, code }, peer }) => {
    const beyond = peak - bare - bytesOf(set);
    const shareOf = (bytes: number): string => `${mb(bytes)} (${((100 * bytes) / bytesOf(set)).toFixed(0)}%)`;
    const cells = [mb(bytesOf(set)), mb(bare), mb(peak), shareOf(beyond), mb(code), `**${shareOf(beyond - code)}**`];
    return `| ${[shapeOf(set), ...cells, peer ? mb(peer.peak) : '—'].join(' | ')} |`;
  });
  return [
    "| Array | its size | Node at its start | Peak of the process | beyond array and Node | of that, Node's executable | memory of ours | cleanlab, peak |",
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
    '',
    "Node's executable is read into memory as it is used, and its compilers are used by whatever runs for a while: that part is not ours, and no process's own. The labels, the scores and the issues, which are in the memory of ours, take 13% of the first array's size by themselves.",
  ];
}

async function largeTable(): Promise<string[]> {
  const files = await filesOf(LARGE_SET);
  const lines: string[] = [];
  for (const command of ['issues', 'scores', 'health']) {
    const { seconds, peak, bytes } = await measureCommand(command, files);
    lines.push(`| \`${command} --json\` | ${seconds.toFixed(1)} s | ${mb(peak)} | ${mb(bytes)} |`);
  }
  return [
    `${shapeOf(LARGE_SET)} (${mb(bytesOf(LARGE_SET))}) from its file, \`node --max-old-space-size=512\`:`,
    '',
    '| Command | Time | Peak of the process | Output |',
    '| --- | ---: | ---: | ---: |',
    ...lines,
  ];
}

async function main(): Promise<void> {
  const options = {
    write: { type: 'boolean', default: false },
    large: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
  } as const;
  const { write, large, runs } = parseArgs({ args: process.argv.slice(2), options }).values;
  const installed = installPeer();
  if ('why' in installed) console.log(`cleanlab can't be installed (${installed.why}): these are our figures alone.\n`);
  const rows: Row[] = [];
  for (const set of BENCH_SETS) {
    const files = await filesOf(set);
    const ours = measureOurs(files, Number(runs));
    const peer = 'python' in installed ? measurePeer(installed.python, files, 3) : undefined;
    checkFound(set, ours.found, peer?.found);
    rows.push({ set, ours, memory: measureMemory(files, Number(runs)), ...(peer ? { peer } : {}) });
  }
  const command = `npm run bench:core -- --write${large ? ' --large' : ''}`;
  const peer = rows[0].peer;
  const versions: Record<string, string> = peer ? { cleanlab: CLEANLAB, numpy: peer.numpy } : {};
  const markdown = [
    `${measuredOn(command, versions)} Up to ${availableParallelism()} threads; medians of ${runs} runs (cleanlab: 3), all checked against the golden results and each other.`,
    '',
    ...timesTable(rows),
    '',
    '"Together" is one analysis that gives ranked issues, scores and health, as an audit wants them; the ratio is to cleanlab\'s three default calls. "First time" is a new process, in which nothing is compiled yet.',
    '',
    ...memoryTable(rows),
    ...(large ? ['', ...(await largeTable())] : []),
  ].join('\n');
  console.log(markdown);
  if (write) writeBenchSection('bench:core', markdown);
}

if (process.argv[2] === '--child') await childWork(process.argv.slice(3));
else await main();
