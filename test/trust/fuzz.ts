import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type fc from 'fast-check';
import { largeSession } from './labels/labels-large.ts';
import { checkFix, fixCase } from './labels/labels-on-disk.ts';
import { labelsSession, playSession } from './labels/labels-session.ts';
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
const state = { seed: first, cases: 0 };

/** Whether all went well. Each batch is small enough to be seen again quickly. */
async function batch<Case>(
  fault: string,
  count: number,
  arbitrary: fc.Arbitrary<Case>,
  check: (one: Case) => void | Promise<void>,
): Promise<boolean> {
  const seconds = (end - Date.now()) / 1000;
  if (seconds <= 0) return true;
  const { tried, survived } = await tryCases(
    { seed: state.seed, signal, log },
    { fault, count, seconds },
    arbitrary,
    check,
  );
  state.cases += tried;
  return survived === tried;
}

async function round(): Promise<boolean> {
  return (
    (await batch('sessions', 2000, labelsSession, playSession)) &&
    (await batch('fixes on disk', 100, fixCase, (one) => checkFix(join(folder, 'fix'), one))) &&
    (await batch('large files', 2, largeSession(1000, 20_000), playSession))
  );
}

let isWell = true;
while (isWell && Date.now() < end) {
  isWell = await round();
  if (!isWell) log(`Again: npm run fuzz -- --seed ${state.seed}`);
  state.seed = (state.seed + 1) % 2 ** 31;
}
await rm(folder, { recursive: true, force: true });
const outcome = isWell ? 'none failed' : 'one failed';
console.log(`From seed ${first} on: ${state.cases.toLocaleString('en-US')} cases, ${outcome}`);
process.exitCode = isWell ? 0 : 1;
