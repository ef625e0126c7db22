import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyseArrays } from '../../../src/arrays/analyse-arrays.ts';
import { openArrays, type ArrayInputs } from '../../../src/arrays/array-source.ts';
import { onThreads } from '../../../src/arrays/array-threads.ts';
import { analyse, inMemory } from '../../../src/core/passes/analysis.ts';
import { bestOfAll } from '../../../src/core/passes/rows.ts';
import { FILTER_BY, RANK_BY } from '../../../src/core/types.ts';
import { healthOf } from '../../../src/core/health/health.ts';
import { issuesOf } from '../../../src/core/confident/find-label-issues.ts';
import { mergeOutcomes, startPass } from '../../../src/core/passes/passes.ts';
import { scoresOf } from '../../../src/core/quality/label-quality.ts';
import type { Analysis, AnalysisMemory } from '../../../src/core/passes/analysis.ts';
import type { FindLabelIssuesOptions } from '../../../src/core/confident/find-label-issues.ts';
import type { Outcome, Steps } from '../../../src/core/passes/passes.ts';
import type { PredProbs } from '../../../src/core/types.ts';
import { readNpy } from '../../../src/arrays/read-npy.ts';
import { encodeNpy } from '../../../src/arrays/write-npy.ts';

const ROOT = join(import.meta.dirname, '../../..');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'label-audit-analyse-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Data {
  readonly labels: Int32Array;
  readonly predProbs: PredProbs;
}

/** Few different weights make many ties; rows that are off a little are normalised; classes may be missing. */
const anyData: fc.Arbitrary<Data> = fc
  .record({
    k: fc.integer({ min: 2, max: 6 }),
    n: fc.integer({ min: 2, max: 60 }),
    levels: fc.integer({ min: 2, max: 40 }),
    given: fc.integer({ min: 2, max: 6 }),
    isFloat32: fc.boolean(),
    offEvery: fc.integer({ min: 1, max: 8 }),
    numbers: fc.infiniteStream(fc.integer({ min: 0, max: 1_000_000 })),
  })
  .map(({ k, n, levels, given, isFloat32, offEvery, numbers }) => {
    const next = (limit: number): number => (numbers.next().value as number) % limit;
    const data = isFloat32 ? new Float32Array(n * k) : new Float64Array(n * k);
    const labels = new Int32Array(n);
    for (let i = 0; i < n; i++) {
      const weights = Array.from({ length: k }, () => 1 + next(levels));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      const factor = offEvery < 5 && next(offEvery) === 0 ? 1.004 : 1;
      weights.forEach((weight, j) => {
        data[i * k + j] = (factor * weight) / sum;
      });
      const best = weights.indexOf(Math.max(...weights));
      labels[i] = next(3) > 0 ? best : next(Math.min(k, given));
    }
    // `both` and the like need two classes.
    labels[0] = 0;
    labels[1] = 1;
    return { labels, predProbs: { data, n, k } };
  });

/** Everything that an analysis gives. */
function* all(analysis: Analysis, options: FindLabelIssuesOptions): Steps<unknown> {
  const issues = yield* issuesOf(analysis, options);
  const { rankBy: method, adjustPredProbs } = options;
  const scores = yield* scoresOf(analysis, { method, adjustPredProbs });
  const health = yield* healthOf(analysis);
  return {
    issues: { ...issues, labelQuality: Array.from(issues.labelQuality) },
    scores: Array.from(scores),
    health: { ...health, overlappingClasses: [...health.overlappingClasses] },
    best: Array.from(bestOfAll(analysis.facts)),
  };
}

/** Drives the steps over shares of the rows, each in blocks, as threads and files do. */
function inPieces<Result>(
  { labels, predProbs: { data, n, k } }: Data,
  use: (analysis: Analysis) => Steps<Result>,
  shares: number,
  rowsAtOnce: number,
  memory: AnalysisMemory = {},
): Result {
  function* steps(): Steps<Result> {
    return yield* use(yield* analyse(labels, n, k, memory));
  }
  const running = steps();
  let step = running.next();
  while (step.done !== true) {
    const pass = step.value;
    const outcomes: Outcome[] = [];
    for (let share = 0; share < shares; share++) {
      const run = startPass(pass, k);
      const end = Math.floor((n * (share + 1)) / shares);
      for (let start = Math.floor((n * share) / shares); start < end; start += rowsAtOnce) {
        const rows = Math.min(rowsAtOnce, end - start);
        run.consume({ data: data.slice(start * k, (start + rows) * k), start, n: rows, k });
      }
      outcomes.push(run.finish());
    }
    step = running.next(mergeOutcomes(pass, outcomes));
  }
  return step.value;
}

const outcomeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

const anyOptions: fc.Arbitrary<FindLabelIssuesOptions> = fc.record({
  filterBy: fc.constantFrom(...FILTER_BY),
  rankBy: fc.constantFrom('self_confidence', 'normalized_margin'),
  adjustPredProbs: fc.boolean(),
  minExamplesPerClass: fc.integer({ min: 0, max: 4 }),
});

describe('an analysis in pieces', () => {
  it('is the one in memory, bit for bit, whatever the shares and blocks', () => {
    fc.assert(
      fc.property(
        anyData,
        anyOptions,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 17 }),
        (data, options, shares, rowsAtOnce) => {
          const whole = inMemory(data.labels, data.predProbs, (analysis) => all(analysis, options));
          const pieces = inPieces(data, (analysis) => all(analysis, options), shares, rowsAtOnce);
          expect(pieces).toEqual(whole);
          // The candidates of one label after the other.
          const byLabel = inPieces(data, (analysis) => all(analysis, options), shares, rowsAtOnce, { atOnce: 1 });
          expect(byLabel).toEqual(whole);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('leaves the probabilities as they are', () => {
    fc.assert(
      fc.property(anyData, ({ labels, predProbs }) => {
        const before = predProbs.data.slice();
        inMemory(labels, predProbs, (analysis) => all(analysis, {}));
        expect(predProbs.data).toEqual(before);
      }),
      { numRuns: 50 },
    );
  });
});

/** Writes both files; the probabilities in parts of memory that threads share once they are opened. */
function writeFiles({ labels, predProbs: { data, n, k } }: Data): { labels: string; predProbs: string } {
  const files = { labels: join(folder, 'labels.npy'), predProbs: join(folder, 'pred_probs.npy') };
  const dtype = data instanceof Float32Array ? 'float32' : 'float64';
  const int64 = BigInt64Array.from(labels, BigInt);
  writeFileSync(files.labels, encodeNpy({ dtype: 'int64', shape: [n], fortranOrder: false, data: int64 }));
  writeFileSync(files.predProbs, encodeNpy({ dtype, shape: [n, k], fortranOrder: false, data }));
  return files;
}

/** 3,000×7: enough for several blocks of each thread's share. */
function someData(change: (data: Float32Array) => void = () => undefined): Data {
  const [n, k] = [3000, 7];
  const data = new Float32Array(n * k);
  const labels = new Int32Array(n);
  let seed = 12345;
  const next = (limit: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % limit;
  };
  for (let i = 0; i < n; i++) {
    const weights = Array.from({ length: k }, () => 1 + next(9) ** 2);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    weights.forEach((weight, j) => {
      data[i * k + j] = weight / sum;
    });
    labels[i] = next(4) > 0 ? weights.indexOf(Math.max(...weights)) : next(k);
  }
  for (let row = 100; row < n; row += 700) for (let j = 0; j < k; j++) data[row * k + j] *= 0.995;
  change(data);
  return { labels, predProbs: { data, n, k } };
}

/** What threads make of inputs. */
function threaded<Result>(
  { labels, source }: ArrayInputs,
  use: (analysis: Analysis) => Steps<Result>,
  options: { threads: number; signal?: AbortSignal; workerFile?: string },
): Promise<Result> {
  const [n, k] = source.kind === 'memory' ? [source.predProbs.n, source.predProbs.k] : source.info.shape;
  function* steps(): Steps<Result> {
    return yield* use(yield* analyse(labels, n, k, { allocate: (bytes) => new SharedArrayBuffer(bytes) }));
  }
  return onThreads(source, steps(), options);
}

describe('an analysis in memory', () => {
  /** More than is worked on at once. */
  const large = (): ArrayInputs => {
    const [n, k] = [100_000, 50];
    const labels = Uint8Array.from({ length: n }, (_, i) => i % k);
    return { labels, source: { kind: 'memory', predProbs: { data: new Float32Array(n * k).fill(1 / k), n, k } } };
  };

  it('lets others have their turn, and ends soon after it is aborted', async () => {
    const abort = new AbortController();
    let passes = 0;
    const running = analyseArrays(
      large(),
      function* (analysis): Steps<void> {
        for (; passes < 1000; passes++) yield* scoresOf(analysis, { method: 'normalized_margin' });
      },
      { signal: abort.signal, threads: 1 },
    );
    setTimeout(() => {
      abort.abort(new Error('enough'));
    }, 1);
    await expect(running).rejects.toThrow('enough');
    expect(passes).toBeLessThan(100);
  });

  it('gives what it gives at once', async () => {
    const { labels, source } = large();
    if (source.kind !== 'memory') throw new Error('They are in memory.');
    const { data, k } = source.predProbs;
    for (let i = 0; i < data.length; i += k) {
      data[i + ((i / k) % 7)] += 0.1;
      data[i + 9] -= 0.02;
      for (let j = 0; j < 4; j++) data[i + 10 + j] -= 0.02;
    }
    const use = (analysis: Analysis): Steps<unknown> => all(analysis, {});
    expect(await analyseArrays({ labels, source }, use)).toEqual(
      inMemory(Int32Array.from(labels), source.predProbs, use),
    );
  });
});

describe('threads and files', () => {
  it.each(FILTER_BY)('give what memory gives: %s', async (filterBy) => {
    const data = someData();
    const files = writeFiles(data);
    for (const rankBy of RANK_BY) {
      const use = (analysis: Analysis): Steps<unknown> => all(analysis, { filterBy, rankBy });
      const whole = inMemory(data.labels, data.predProbs, use);
      for (const memory of [0, Infinity]) {
        const inputs = await openArrays(files, memory);
        expect(inputs.source.kind).toBe(memory === 0 ? 'file' : 'memory');
        expect(await threaded(inputs, use, { threads: 3 })).toEqual(whole);
        expect(await analyseArrays(inputs, use, { threads: 1 })).toEqual(whole);
      }
    }
  });

  it('give for 16-bit floats what their values give, in memory and in pieces', async () => {
    const data = someData();
    const { n, k } = data.predProbs;
    const files = writeFiles(data);
    const array = { dtype: 'float16', shape: [n, k], fortranOrder: false, data: data.predProbs.data } as const;
    writeFileSync(files.predProbs, encodeNpy(array));
    const halves = Float32Array.from((await readNpy(files.predProbs)).data as Float32Array);
    expect(halves).not.toEqual(data.predProbs.data);
    const use = (analysis: Analysis): Steps<unknown> => all(analysis, {});
    const whole = inMemory(data.labels, { data: halves, n, k }, use);
    // In memory they take twice as much as in the file.
    for (const memory of [4 * n * k - 1, 4 * n * k]) {
      const inputs = await openArrays(files, memory);
      expect(inputs.source.kind).toBe(memory < 4 * n * k ? 'file' : 'memory');
      expect(await threaded(inputs, use, { threads: 3 })).toEqual(whole);
    }
  });

  it('name the first bad row, though a later thread comes upon its own first', async () => {
    const data = someData((values) => {
      values[2990 * 7 + 1] = NaN;
      values[990 * 7 + 3] = 2;
      values[980 * 7 + 2] = Infinity;
    });
    const use = (analysis: Analysis): Steps<unknown> => all(analysis, {});
    const expected = outcomeOf(() => inMemory(data.labels, data.predProbs, use));
    expect(expected).toMatchObject({ name: 'CoreInputError', row: 980, column: 2 });
    const files = writeFiles(data);
    for (const memory of [0, Infinity]) {
      const inputs = await openArrays(files, memory);
      const error: unknown = await threaded(inputs, use, { threads: 3 }).catch((reason: unknown) => reason);
      expect(error).toEqual(expected);
    }
  });

  it('are refused where columns come first, or values are no floating-point numbers', async () => {
    const data = someData();
    const files = writeFiles(data);
    const { n, k } = data.predProbs;
    const array = { dtype: 'float32', shape: [n, k], fortranOrder: true, data: data.predProbs.data } as const;
    writeFileSync(files.predProbs, encodeNpy(array));
    await expect(openArrays(files, 0)).rejects.toThrow(/Fortran order.*--memory.*ascontiguousarray/);
    expect((await openArrays(files, Infinity)).source).toMatchObject({ kind: 'memory', predProbs: { n, k } });
    writeFileSync(
      files.predProbs,
      encodeNpy({ ...array, fortranOrder: false, dtype: 'int8', data: new Int8Array(n * k) }),
    );
    await expect(openArrays(files, 0)).rejects.toThrow(/of type int8.*too large/);
  });

  it('notice a file that is changed between two passes', async () => {
    const files = writeFiles(someData());
    const inputs = await openArrays(files, 0);
    const use = function* (analysis: Analysis): Steps<unknown> {
      writeFiles(someData((values) => values.fill(1 / 7)));
      return yield* issuesOf(analysis);
    };
    await expect(threaded(inputs, use, { threads: 2 })).rejects.toThrow(/pred_probs\.npy: the file was changed/);
  });

  it('end at once when they are aborted', async () => {
    const inputs = await openArrays(writeFiles(someData()), 0);
    const abort = new AbortController();
    const workerFile = join(folder, 'endless.mjs');
    writeFileSync(
      workerFile,
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { for (;;); });",
    );
    const running = threaded(inputs, (analysis) => issuesOf(analysis), {
      threads: 2,
      signal: abort.signal,
      workerFile,
    });
    setTimeout(() => {
      abort.abort(new Error('enough'));
    }, 200);
    await expect(running).rejects.toThrow('enough');
  });

  it.each([
    ['throws', "throw new Error('no such luck')", /broke down: no such luck\. Run it again/],
    ['exits', 'process.exit(3)', /broke down: it ended with code 3/],
  ])('tell in one line that a thread %s', async (_, statement, message) => {
    const inputs = await openArrays(writeFiles(someData()), 0);
    const workerFile = join(folder, 'broken.mjs');
    writeFileSync(
      workerFile,
      `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { ${statement}; });`,
    );
    const running = threaded(inputs, (analysis) => issuesOf(analysis), { threads: 2, workerFile });
    await expect(running).rejects.toThrow(message);
    await expect(running).rejects.toMatchObject({ name: 'ArrayThreadError' });
  });
});

describe('the command line', () => {
  const run = (command: string, ...args: string[]) => {
    const { labels, predProbs } = writeFiles(someData());
    // Neither TensorFlow.js nor sharp may be wanted: here they are not to be had.
    const poison = join(folder, 'poison.mjs');
    const refuse = `throw new Error('a core command asked for ' + name)`;
    writeFileSync(
      poison,
      `
       const test = /tensorflow|tfjs|sharp/;
       export const resolve = (name, context, next) => { if (test.test(name)) ${refuse}; return next(name, context); };`,
    );
    const loader = `data:text/javascript,import{register}from'node:module';register(${JSON.stringify(`file://${poison}`)})`;
    const all = ['dist/cli.mjs', command, '--labels', labels, '--pred-probs', predProbs, ...args];
    return spawnSync(process.execPath, ['--import', loader, ...all], { cwd: ROOT, encoding: 'utf8' });
  };

  it.each(['issues', 'scores', 'health'])('%s loads neither TensorFlow.js nor sharp, and streams', (command) => {
    const whole = run(command, '--json');
    expect({ status: whole.status, stderr: whole.stderr.replace(/^label-audit: .*\n/gm, '') }).toEqual({
      status: 0,
      stderr: '',
    });
    expect(run(command, '--json', '--memory', '0').stdout).toBe(whole.stdout);
    expect(run(command, '--memory', '0').stdout).toBe(run(command).stdout);
  });
});
