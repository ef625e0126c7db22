import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type fc from 'fast-check';
import { largeSession } from './labels-large.ts';
import { checkFix, fixCase } from './labels-on-disk.ts';
import { labelsSession, playSession } from './labels-session.ts';
import { tryCases } from './tries.ts';

// `npm run fuzz -- [--minutes N] [--seed S]`: labels files until the time is up, or one is not treated as it should be.
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes);
const first = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
if (!(minutes > 0) || !Number.isInteger(first) || first < 0) throw new Error('Say --minutes and --seed as numbers.');

const folder = await mkdtemp(join(tmpdir(), 'label-audit-fuzz-'));
const end = Date.now() + minutes * 60_000;
const { signal } = new AbortController();
const log = (line: string): void => {
  console.log(line);
};
let seed = first;
let cases = 0;
let failed = false;

/** Whether all went well; each batch is small enough to be seen again quickly. */
async function batch<Case>(
  fault: string,
  count: number,
  arbitrary: fc.Arbitrary<Case>,
  check: (one: Case) => void | Promise<void>,
): Promise<void> {
  const seconds = (end - Date.now()) / 1000;
  if (failed || seconds <= 0) return;
  const { tried, survived } = await tryCases({ seed, signal, log }, { fault, count, seconds }, arbitrary, check);
  cases += tried;
  failed = survived < tried;
}

while (!failed && Date.now() < end) {
  await batch('sessions', 2000, labelsSession, playSession);
  await batch('fixes on disk', 100, fixCase, (one) => checkFix(join(folder, 'fix'), one));
  await batch('large files', 2, largeSession(1000, 20_000), playSession);
  if (failed) log(`Again: npm run fuzz -- --seed ${seed}`);
  seed = (seed + 1) % 2 ** 31;
}
await rm(folder, { recursive: true, force: true });
console.log(
  `Seeds ${first} to ${seed - 1}: ${cases.toLocaleString('en-US')} cases, ${failed ? 'one failed' : 'none failed'}`,
);
process.exitCode = failed ? 1 : 0;
