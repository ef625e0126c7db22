import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunStatus } from '../../../src/cluster/light.ts';
import { repositoryRoot } from '../../harness/install.mjs';
import { start } from '../../unit/cli/label-audit.ts';
import { digitsFolder, eventsOf, QUICK, type DigitsFolder } from '../../unit/cluster/run-of-digits.ts';
import { kubernetesIsMissing } from './build-kubernetes.ts';
import { startKubernetes, type StartedKubernetes } from './start-kubernetes.ts';

const missing = await kubernetesIsMissing();
if (missing !== undefined) console.log(`Kubernetes is skipped: ${missing}.`);

describe.skipIf(missing !== undefined)('on Kubernetes', () => {
  let cluster: StartedKubernetes;
  let folder: string;
  let data: DigitsFolder;
  const at = (name: string): string => join(folder, name);

  beforeAll(async () => {
    // A name that a shell and Kubernetes would both read something into.
    folder = await mkdtemp(join(tmpdir(), "la $(HOME) '$$ -"));
    data = await digitsFolder();
    cluster = await startKubernetes();
  });
  afterAll(async () => {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
    await rm(data.folder, { recursive: true, force: true });
  });

  const labelAudit = async (...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> =>
    start(args, cluster.env).done;
  const status = async (run: string): Promise<RunStatus> => {
    const { stdout } = await labelAudit('status', run, '--json');
    return JSON.parse(stdout) as RunStatus;
  };
  /** Looks until the run stands as wanted: each look lets the next job begin. */
  const until = async (run: string, isSo: (now: RunStatus) => boolean): Promise<RunStatus> => {
    for (;;) {
      const now = await status(run);
      if (isSo(now)) return now;
      if (now.unreachable !== undefined) throw new Error(now.unreachable);
      await sleep(300);
    }
  };
  const isOver = ({ state }: RunStatus): boolean => state === 'done' || state === 'failed' || state === 'cancelled';
  const engineArgs = (): string => {
    const words = ['--image', 'none', '--claim', `data:${tmpdir()}`];
    const command = [process.execPath, join(repositoryRoot, 'dist/cli.mjs')].flatMap((word) => [
      '--command',
      `"${word}"`,
    ]);
    return [...words, ...command].join(' ');
  };
  const audit = async (name: string, ...more: string[]): ReturnType<typeof labelAudit> =>
    labelAudit(
      ...['audit', data.labels, ...QUICK, '--shards', '2', '--run', at(name), '--out', at(`${name}-out`)],
      ...['--on', 'kubernetes', '--engine-args', engineArgs(), ...more],
    );

  it('takes the manifests that --print shows', async () => {
    const { code, stdout, stderr } = await audit('printed', '--print');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await writeFile(at('jobs.yaml'), stdout);
    const said = await cluster.kubectl(
      'create',
      '--dry-run=server',
      '--validate=strict',
      '-o',
      'name',
      '-f',
      at('jobs.yaml'),
    );
    expect(said.trim().split('\n')).toEqual([
      expect.stringMatching(/^job\.batch\/label-audit-[0-9a-f]{12}-[0-9a-f]{8}-shards$/),
      expect.stringMatching(/-deal$/),
      expect.stringMatching(/-folds$/),
      expect.stringMatching(/-merge$/),
    ]);
  });

  it('comes to the bits of one machine, though a task is killed while it trains', async () => {
    const local = await labelAudit('audit', data.labels, ...QUICK, '--out', at('local'), '--no-cache');
    expect(local.code).toBe(0);
    const handed = await audit('run');
    expect({ code: handed.code, stderr: handed.stderr }).toEqual({ code: 0, stderr: '' });
    // Shards, deal, and five folds: task 4 is the second of these.
    const started = async (): Promise<number> => {
      await status(at('run'));
      const events = await eventsOf(at('run'), 4).catch(() => []);
      return events.filter(({ type }) => type === 'started').length;
    };
    await expect.poll(started, { timeout: 120_000, interval: 50 }).toBe(1);
    [...cluster.kubelet.running].find(([name]) => name.includes('-folds-1-'))?.[1].kill('SIGKILL');
    expect(await until(at('run'), isOver)).toMatchObject({ state: 'done', out: at('run-out') });
    for (const name of ['pred_probs.npy', 'labels.npy', 'paths.csv']) {
      expect(await readFile(join(at('run-out'), name))).toEqual(await readFile(join(at('local'), name)));
    }
    expect(await started()).toBe(2);
    const again = await audit('run');
    expect(again.stdout).toMatch(/ is done: its tasks and its merge/);
  });

  it('stops all where a task fails for good, names it, and takes the run up again when that is mended', async () => {
    expect((await audit('bad')).code).toBe(0);
    await until(at('bad'), ({ steps }) => steps[1].counts.done === 1);
    const deal = join(at('bad'), 'folds');
    const good = await readFile(deal);
    await writeFile(deal, good.subarray(4));
    const failed = await until(at('bad'), isOver);
    expect(failed.state).toBe('failed');
    const why = failed.tasks.find(({ state }) => state === 'failed');
    expect(why?.task).toBeGreaterThanOrEqual(3);
    expect(why?.words).toMatch(/folds/);
    expect(failed.steps.at(-1)?.counts.cancelled).toBe(1);
    await expect.poll(() => cluster.kubelet.running.size, { timeout: 30_000 }).toBe(0);

    await writeFile(deal, good);
    const before = await readdir(join(at('bad'), 'results'));
    expect(before).toContain('000002.json');
    const handed = await audit('bad');
    expect(handed.stdout).toMatch(/^Handed to kubernetes: folds [^,]*, merge /);
    expect(await until(at('bad'), isOver)).toMatchObject({ state: 'done' });
    expect(await readFile(join(at('bad-out'), 'pred_probs.npy'))).toEqual(
      await readFile(join(at('local'), 'pred_probs.npy')),
    );
  });

  it('is cancelled without a process or a job left, and can be taken up again', async () => {
    expect((await audit('cancelled')).code).toBe(0);
    await until(at('cancelled'), ({ steps }) => steps[2].counts.running > 0);
    const { code, stdout } = await labelAudit('cancel', at('cancelled'));
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Cancelled /) as string });
    expect(cluster.kubelet.running.size).toBe(0);
    expect(await cluster.kubectl('get', 'jobs,pods', '-o', 'name', '-l', 'label-audit/step=folds')).not.toMatch(
      /cancelled/,
    );
    expect(await status(at('cancelled'))).toMatchObject({ state: 'cancelled' });
    const again = await audit('cancelled', '--wait');
    expect({ code: again.code, stdout: again.stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/: done\nshards {3}2\/2 done\n[^]*merge {4}1\/1 done\nReport: /) as string,
    });
    expect(await status(at('cancelled'))).toMatchObject({ state: 'done' });
  });
});
