import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealed } from '../../../src/cluster/plan/plan.ts';
import type { RunStatus } from '../../../src/cluster/light.ts';
import { labelAudit, start } from '../cli/label-audit.ts';
import { digitsFolder, eventsOf, planOf, QUICK, type DigitsFolder } from './run-of-digits.ts';

let folder: string;
let data: DigitsFolder;
let run: string;
/** The run with all of its tasks done. */
let whole: string;
const report = (name: string): string => join(folder, name);
const doneFile = (of: string, task: number): string => join(of, 'results', `${String(task).padStart(6, '0')}.json`);

async function task(of: string, index: number, ...more: string[]): Promise<void> {
  const { code, stderr } = await labelAudit('task', of, String(index), ...more);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
}

async function copyOf(name: string): Promise<string> {
  const copy = join(folder, name);
  await cp(whole, copy, { recursive: true });
  await rm(join(copy, 'merged.json'), { force: true });
  return copy;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-runs-'));
  data = await digitsFolder();
  run = join(folder, 'run');
  const args = ['plan', data.labels, ...QUICK, '--run', run, '--shards', '2', '--out', report('merged')];
  expect(await labelAudit(...args)).toEqual({ code: 0, stdout: '', stderr: '' });
  whole = join(folder, 'whole');
  await cp(run, whole, { recursive: true });
  for (let index = 0; index < 8; index++) await task(whole, index);
}, 120_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(data.folder, { recursive: true, force: true });
});

describe('a run', () => {
  it('has tasks for shards, for dealing folds and for each fold', async () => {
    const { phases, data: planned, shards } = await planOf(run);
    expect(phases).toEqual([
      { name: 'shards', first: 0, count: 2 },
      { name: 'deal', first: 2, count: 1 },
      { name: 'folds', first: 3, count: 5 },
    ]);
    expect(planned.pictures).toBe(90);
    expect(shards).toMatchObject({ size: 45 });
  });

  it('comes to the probabilities of an audit on one machine, byte for byte, and to its report', async () => {
    const local = await labelAudit('audit', data.labels, ...QUICK, '--out', report('local'), '--no-cache');
    const merged = await labelAudit('merge', whole, '--quiet');
    expect(local.code).toBe(0);
    expect(merged).toEqual(local);
    for (const name of ['pred_probs.npy', 'labels.npy', 'paths.csv']) {
      expect(await readFile(join(report('merged'), name))).toEqual(await readFile(join(report('local'), name)));
    }
    const { stdout } = await labelAudit('status', whole, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ state: 'done', out: report('merged'), pictures: 90, tasks: [] });
  }, 120_000);

  it.each([
    ['two rounds of two networks, one of which sees cropped pictures', ['small-cnn', 'thorough'], 13],
    ['heads on features', ['features', 'fast'], 3],
    ['whichever model is better', ['auto', 'fast'], 7],
  ])(
    'does so by %s',
    async (_, [model, preset], count) => {
      const small = await digitsFolder(60);
      const given = ['--model', model, '--preset', preset, '--folds', '2', '--seed', '3', '--quiet'];
      if (model === 'small-cnn') given.push('--epochs', '1');
      const [other, merged, local] = ['run', 'merged', 'local'].map((name) => join(small.folder, `report-${name}`));
      const planned = await labelAudit(
        'plan',
        small.labels,
        ...given,
        '--run',
        other,
        '--shards',
        '3',
        '--out',
        merged,
      );
      expect(planned).toEqual({ code: 0, stdout: '', stderr: '' });
      for (let index = 0; index < count; index++) await task(other, index);
      const one = await labelAudit('audit', small.labels, ...given, '--out', local, '--no-cache');
      expect(await labelAudit('merge', other, '--quiet')).toEqual(one);
      const [made, wanted] = [merged, local].map((of) => readFile(join(of, 'pred_probs.npy')));
      expect(await made).toEqual(await wanted);
      await rm(small.folder, { recursive: true });
    },
    300_000,
  );

  it('is left as it is by a task that it does not have, and no folder is made where there is no run', async () => {
    const untouched = await copyOf('untouched');
    const { code, stderr } = await labelAudit('task', untouched, '99');
    expect(code).toBe(3);
    expect(stderr).toMatch(/There is no task 99: the plan's are 0 to 7/);
    expect(await readdir(join(untouched, 'failed'))).toEqual([]);
    expect(await readdir(join(untouched, 'events'))).not.toContain('000099.jsonl');
    await rm(doneFile(untouched, 1));
    await task(untouched, 1);
    const nowhere = await labelAudit('task', join(folder, 'nowhere'), '0');
    expect(nowhere.code).toBe(3);
    expect(nowhere.stderr).toMatch(/nowhere holds no plan\.json/);
    expect(await readdir(folder)).not.toContain('nowhere');
  });

  it('does not do again what is done', async () => {
    const before = await readFile(doneFile(whole, 3));
    const { code, stderr } = await labelAudit('task', whole, '3');
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'label-audit: task 3 was done before\n' });
    expect(await readFile(doneFile(whole, 3))).toEqual(before);
  });

  it.each([
    ['SLURM_ARRAY_TASK_ID', '1'],
    ['JOB_COMPLETION_INDEX', '1'],
    ['AWS_BATCH_JOB_ARRAY_INDEX', '1'],
  ])('takes its place from %s, and counts it into --of', async (name, place) => {
    const { stderr } = await start(['task', whole, '--of', '1,4-6'], { [name]: place }).done;
    expect(stderr).toBe('label-audit: task 4 was done before\n');
  });

  it('plans the same again without a change, and refuses another audit in its folder', async () => {
    const args = ['plan', data.labels, ...QUICK, '--run', run, '--shards', '2'];
    const before = await readFile(join(run, 'plan.json'));
    expect((await labelAudit(...args, '--out', report('merged'))).code).toBe(0);
    expect(await readFile(join(run, 'plan.json'))).toEqual(before);
    const other = await labelAudit(...args, '--out', report('merged'), '--seed', '8');
    expect(other.code).toBe(2);
    expect(other.stderr).toMatch(/holds the plan of another audit/);
  });

  it.each([
    [['--model', 'small-cnn', '--target-precision', '0.5'], /--target-precision needs an estimate/],
    [['--model', 'small-cnn', '--calibrate'], /--calibrate trains the network several times/],
    [['--backend', 'webgpu'], /--backend webgpu can't be planned for a cluster.*last digits of its own/],
    [['--features', 'f.npy'], /nothing to compute on a cluster/],
  ])('refuses %j with what to do', async (more, message) => {
    const { code, stderr } = await labelAudit('plan', data.labels, '--run', join(folder, 'refused'), ...more);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it.each(['a/run', '.', '.label-audit/run'])('refuses a run in the data set: %s', async (inside) => {
    const place = join(data.root, inside);
    const before = await readdir(data.root, { recursive: true });
    for (const args of [
      ['plan', data.labels],
      ['plan', data.root],
      ['audit', data.labels, '--on', 'slurm', '--print'],
    ]) {
      const { code, stderr } = await labelAudit(...args, ...QUICK, '--run', place);
      expect(code).toBe(2);
      expect(stderr).toMatch(
        / lies in the data set \(.*digits\).* Name a folder outside with --run, such as .*label-audit-runs/,
      );
    }
    expect(await readdir(data.root, { recursive: true })).toEqual(before);
    // A link does not hide it.
    const link = join(folder, `link-${inside.replaceAll('/', '-')}`);
    await symlink(data.root, link);
    const { code } = await labelAudit('plan', data.labels, ...QUICK, '--run', join(link, inside));
    expect(code).toBe(2);
  });

  it.each([
    [
      ['--run', 'x'],
      /--run: only an audit on a cluster takes this\. Name the engine \(--on slurm or --on kubernetes\)/,
    ],
    [['--print', '--wait', '--shards', '2'], /--shards, --print, --wait: only an audit on a cluster/],
  ])('is no audit of this machine: %j without --on is refused', async (more, message) => {
    const { code, stderr } = await labelAudit('audit', data.labels, ...more);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('an incomplete run', () => {
  it('is not merged: the missing tasks are named', async () => {
    const part = await copyOf('part');
    for (const missing of [1, 5, 6]) await rm(doneFile(part, missing));
    const { code, stderr } = await labelAudit('merge', part, '--quiet');
    expect(code).toBe(3);
    expect(stderr).toMatch(/of 8 tasks, tasks 1,5-6 are missing/);
    const { stdout } = await labelAudit('status', part, '--json');
    const { steps } = JSON.parse(stdout) as RunStatus;
    expect(steps.map(({ name, counts }) => [name, counts.done])).toEqual([
      ['shards', 1],
      ['deal', 1],
      ['folds', 3],
      ['merge', 0],
    ]);
  });

  it('has not failed because a merge or a task came too early', async () => {
    const early = join(folder, 'early');
    await cp(run, early, { recursive: true });
    await rm(join(early, 'events'), { recursive: true });
    await task(early, 0);
    expect((await labelAudit('merge', early, '--quiet')).stderr).toMatch(/of 8 tasks, tasks 1-7 are missing/);
    const { code, stderr } = await labelAudit('task', early, '3');
    expect(code).toBe(1);
    expect(stderr).toMatch(/Task 3 needs 2 others first, of which task 1 is not done/);
    const { stdout } = await labelAudit('status', early, '--json');
    const { state, steps, tasks } = JSON.parse(stdout) as RunStatus;
    expect({ state, tasks }).toEqual({ state: 'ready', tasks: [] });
    expect(steps.map(({ name, counts }) => [name, counts.ready, counts.failed])).toEqual([
      ['shards', 1, 0],
      ['deal', 1, 0],
      ['folds', 5, 0],
      ['merge', 1, 0],
    ]);
  });

  it('is followed to its end while others do its tasks', async () => {
    const followed = await copyOf('followed');
    for (const missing of [2, 3]) await rm(doneFile(followed, missing));
    const { child, done } = start(['status', followed, '--wait', '--json']);
    const states: RunStatus[] = [];
    createInterface({ input: child.stdout! }).on('line', (line) => {
      states.push(JSON.parse(line) as RunStatus);
    });
    await expect.poll(() => states.length, { timeout: 20_000 }).toBeGreaterThan(0);
    for (const index of [2, 3]) await task(followed, index);
    expect((await labelAudit('merge', followed, '--quiet')).code).toBe(0);
    expect((await done).code).toBe(0);
    expect(states[0].steps.map(({ counts }) => counts.done)).toEqual([2, 0, 4, 0]);
    expect(states.at(-1)).toMatchObject({ state: 'done', out: report('merged') });
  }, 90_000);

  it('is followed until its failure is certain, which is named', async () => {
    const failing = await copyOf('failing');
    await rm(doneFile(failing, 3));
    const shard = join(failing, 'pictures/shard-000000');
    await writeFile(shard, 'damaged');
    expect((await labelAudit('task', failing, '3')).code).toBe(3);
    const { code, stdout, stderr } = await labelAudit('status', failing, '--wait');
    expect(code).toBe(1);
    expect(stdout).toMatch(/task 3: failed, .*shard-000000 is not what task 0 wrote/);
    expect(stderr).toMatch(/failing has failed \(task 3: failed, .*shard-000000/);
  }, 60_000);

  it('is no longer followed after Ctrl-C, which says that what was handed over goes on', async () => {
    const { child, done } = start(['status', run, '--wait']);
    await new Promise((resolve) => child.stderr!.once('data', resolve));
    child.kill('SIGINT');
    const { code, stderr } = await done;
    expect(code ?? child.signalCode).toBe(code === null ? 'SIGINT' : 130);
    expect(stderr).toMatch(/what was handed over goes on: see "label-audit status .*run"/);
  }, 30_000);

  it('has tasks that wait for others, or may be tried again', async () => {
    const { code, stderr } = await labelAudit('task', run, '3');
    expect(code).toBe(1);
    expect(stderr).toMatch(/Task 3 needs 3 others first, of which task 0 is not done/);
    expect((await eventsOf(run, 3)).at(-1)).toMatchObject({ type: 'early' });
    const waiting = await copyOf('waiting');
    for (const missing of [2, 3]) await rm(doneFile(waiting, missing));
    const { done } = start(['task', waiting, '3', '--wait', '60']);
    const lastOf3 = async (): Promise<object | undefined> => (await eventsOf(waiting, 3)).at(-1);
    await expect.poll(lastOf3, { timeout: 30_000 }).toMatchObject({ type: 'progress', words: 'waits for 1 task' });
    await task(waiting, 2);
    expect((await done).code).toBe(0);
    expect(await readFile(join(waiting, 'results/000003'))).toEqual(await readFile(join(whole, 'results/000003')));
  }, 90_000);

  it('ends within two seconds of SIGTERM with an event, and comes to the same result when it is run again', async () => {
    const ended = await copyOf('ended');
    await rm(doneFile(ended, 4));
    await rm(join(ended, 'results/000004'));
    const { child, done } = start(['task', ended, '4']);
    const file = join(ended, 'events/000004.jsonl');
    const before = (await readFile(file, 'utf8')).length;
    while ((await readFile(file, 'utf8')).length === before) await sleep(20);
    await sleep(300);
    const asked = Date.now();
    child.kill('SIGTERM');
    await done;
    expect(Date.now() - asked).toBeLessThan(2000);
    expect(child.signalCode ?? child.exitCode).toBe(child.signalCode === null ? 143 : 'SIGTERM');
    expect((await eventsOf(ended, 4)).at(-1)).toMatchObject({ type: 'terminated' });
    expect(await readdir(join(ended, 'results'))).not.toContain('000004.json');
    await task(ended, 4);
    expect(await readFile(join(ended, 'results/000004'))).toEqual(await readFile(join(whole, 'results/000004')));
  }, 60_000);
});

describe('a run that is damaged', () => {
  it('refuses results of another plan', async () => {
    const mixed = await copyOf('mixed');
    const done = JSON.parse(await readFile(doneFile(mixed, 5), 'utf8')) as object;
    await writeFile(doneFile(mixed, 5), JSON.stringify({ ...done, plan: 'ab'.repeat(32) }));
    const { code, stderr } = await labelAudit('merge', mixed, '--quiet');
    expect(code).toBe(3);
    expect(stderr).toMatch(/results\/000005\.json belongs to another plan \(abababababab\)/);
  });

  it('finds a damaged shard when it is staged, says so for good, and stops other tasks', async () => {
    const damaged = await copyOf('shard');
    await rm(doneFile(damaged, 3));
    await rm(doneFile(damaged, 4));
    const shard = join(damaged, 'pictures/shard-000001');
    const bytes = await readFile(shard);
    bytes[1000] ^= 1;
    await writeFile(shard, bytes);
    const { code, stderr } = await labelAudit('task', damaged, '3');
    expect(code).toBe(3);
    expect(stderr).toMatch(/shard-000001 is not what task 1 wrote: it is damaged\. Remove results\/000001\.json/);
    expect((await eventsOf(damaged, 3)).at(-1)).toMatchObject({ type: 'failed', final: true });
    const other = await labelAudit('task', damaged, '4');
    expect(other.code).toBe(3);
    expect(other.stderr).toMatch(/Task 3 failed, so that this one is not begun: .*shard-000001/);
    const { stdout } = await labelAudit('status', damaged);
    expect(stdout).toMatch(/task 3: failed, .*shard-000001 is not what task 1 wrote/);
    // As it says: then both are done.
    await rm(doneFile(damaged, 1));
    await rm(join(damaged, 'failed'), { recursive: true });
    await task(damaged, 1);
    await task(damaged, 3);
    expect(await readFile(join(damaged, 'results/000003'))).toEqual(await readFile(join(whole, 'results/000003')));
  }, 60_000);

  it('finds damaged probabilities when it is merged', async () => {
    const damaged = await copyOf('probabilities');
    const bytes = await readFile(join(damaged, 'results/000006'));
    bytes[8] ^= 1;
    await writeFile(join(damaged, 'results/000006'), bytes);
    const { code, stderr } = await labelAudit('merge', damaged, '--quiet');
    expect(code).toBe(3);
    expect(stderr).toMatch(/results\/000006 is not what task 6 wrote/);
  });

  it('refuses a plan that was edited, and one of another version of Node', async () => {
    const edited = await copyOf('edited');
    const file = join(edited, 'plan.json');
    const { id, ...plan } = await planOf(edited);
    await writeFile(file, JSON.stringify({ ...plan, id, folds: 4 }));
    const damaged = await labelAudit('task', edited, '3');
    expect(damaged.code).toBe(3);
    expect(damaged.stderr).toMatch(/plan\.json is damaged/);
    const other = sealed({ ...plan, versions: { ...plan.versions, node: 'v18.0.0' } });
    await writeFile(file, JSON.stringify(other));
    const { code, stderr } = await labelAudit('task', edited, '3');
    expect(code).toBe(3);
    expect(stderr).toMatch(/Node is v\d+\.\d+\.\d+ on this machine, but v18\.0\.0 in the plan/);
  });

  it('refuses pictures that were changed after they were planned', async () => {
    const changed = await digitsFolder(60);
    const other = join(changed.folder, 'run');
    const args = ['plan', changed.labels, ...QUICK, '--run', other, '--shards', '1'];
    expect((await labelAudit(...args)).code).toBe(0);
    const [line] = (await readFile(changed.labels, 'utf8')).split('\n').slice(4);
    await writeFile(join(changed.root, line.split(',')[0]), 'changed');
    const { code, stderr } = await labelAudit('task', other, '0');
    expect(code).toBe(3);
    expect(stderr).toMatch(/was changed after the run was planned/);
    await rm(changed.folder, { recursive: true });
  });
});
