import { describe, expect, it } from 'vitest';
import { nodeOptionsFor } from '../../../src/cluster/plan/node-options.ts';
import { shellWords } from '../../../src/cluster/shell-words.ts';
import { batchScript, quoted } from '../../../src/cluster/slurm/batch-script.ts';
import { slurm } from '../../../src/cluster/slurm/slurm.ts';
import { readTaskList, taskList } from '../../../src/cluster/task-contract.ts';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('a list of tasks', () => {
  it.each([
    [[0, 1, 2, 3, 4], '0-4'],
    [[0, 1, 5, 7, 8], '0-1,5,7-8'],
    [[999_999], '999999'],
  ])('%j is %s, and back', (tasks, text) => {
    expect(taskList(tasks)).toBe(text);
    expect(readTaskList(text)).toEqual(tasks);
  });

  it.each(['', '1-', '3-1', 'a', '1,,2', '1234567'])('"%s" is none', (text) => {
    expect(readTaskList(text)).toBeUndefined();
  });
});

describe('engine arguments', () => {
  it.each([
    ['', []],
    ['--mem=8G  -p gpu', ['--mem=8G', '-p', 'gpu']],
    [`--comment='two words' "--qos=a \\"b\\""`, ['--comment=two words', '--qos=a "b"']],
    [`a\\ b ''`, ['a b', '']],
  ])('%s is %j', (text, words) => {
    expect(shellWords(text)).toEqual(words);
  });

  it('names a quote that is not closed', () => {
    expect(() => shellWords(`--comment='two`)).toThrow(/not closed/);
  });
});

describe('the script of a Slurm job', () => {
  /** Runs the script with a task that ends with these exit codes, one an attempt. */
  function attempts(codes: readonly number[]): { readonly code: number | null; readonly count: number } {
    const folder = mkdtempSync(join(tmpdir(), 'label-audit-script-'));
    const counter = join(folder, 'count');
    writeFileSync(counter, '0');
    const task = join(folder, "ta'sk.sh");
    writeFileSync(
      task,
      `n=$(cat ${counter}); echo $((n + 1)) > ${counter}; codes=(${codes.join(' ')}); exit \${codes[$n]}\n`,
    );
    const script = batchScript({ launch: ['bash', task] }, { step: 'merge', tasks: [], args: [] });
    const { status } = spawnSync('bash', ['-s'], { input: script.replace('sleep $((attempt + 1))', ':') });
    const count = Number(readFileSync(counter, 'utf8'));
    rmSync(folder, { recursive: true });
    return { code: status, count };
  }

  it.each([
    ['a task that is well', [0], 0, 1],
    ['a crash, twice', [1, 137, 0], 0, 3],
    ['an error of ours: never again', [3, 0], 3, 1],
    ['a crash, thrice', [1, 1, 9, 0], 9, 3],
  ])('tries again after %s', (_, codes, code, count) => {
    expect(attempts(codes)).toEqual({ code, count });
  });

  it('gives the tasks of a large run the heap that they need, and lets the user have the last word', () => {
    const step = { step: 'merge', tasks: [], args: [] };
    const heapOf = (pictures: number, own?: string): string => {
      const nodeOptions = nodeOptionsFor(pictures);
      const launch = [process.execPath, '-p', '"heap " + require("v8").getHeapStatistics().heap_size_limit / 2 ** 20'];
      const script = batchScript({ launch, ...(nodeOptions === undefined ? {} : { nodeOptions }) }, step);
      const { stdout } = spawnSync('bash', ['-s'], {
        ...{ input: script, encoding: 'utf8' },
        env: { ...process.env, NODE_OPTIONS: own ?? '' },
      });
      return stdout.trim();
    };
    const heap = (megabytes: number): string => heapOf(0, `--max-old-space-size=${megabytes}`);
    expect(heapOf(10_000_000)).toBe(heap(11_000));
    expect(heapOf(1_000_000)).toBe(heap(2000));
    expect(heapOf(10_000_000, '--max-old-space-size=700')).toBe(heap(700));
    expect(heapOf(999_999)).toBe(heapOf(0));
  });

  it('is printed with the ids of earlier jobs as variables, and with no other', async () => {
    const steps = [
      { name: 'shards', tasks: [0, 1], args: ['task', '/run', '--of', '0-1'] },
      { name: 'merge', tasks: [], args: ['merge', '/run', '--quiet'] },
    ];
    const engineArgs = ['--comment=$job0 "$(id)"'];
    const text = await slurm.print({ run: '/run', plan: 'a'.repeat(64), steps, launch: ['label-audit'], engineArgs });
    expect(text).toContain(` '--comment=$job0 "$(id)"' <<'LABEL_AUDIT'`);
    expect(text).toContain(' "--dependency=afterok:$job0" --kill-on-invalid-dep=yes ');
  });

  it('quotes what a shell would read otherwise', () => {
    expect(quoted('/a/b-c_1.mjs')).toBe('/a/b-c_1.mjs');
    expect(quoted("it's $HOME")).toBe(`'it'\\''s $HOME'`);
  });
});
