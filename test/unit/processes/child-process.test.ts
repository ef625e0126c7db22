import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forkScript, sendOrKill, watchChild, type ChildEnd } from '../../../src/processes/index.ts';

let folder: string;
let scripts = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-child-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function start(code: string, options?: Parameters<typeof forkScript>[1]): Promise<ChildProcess> {
  const script = join(folder, `${(scripts += 1)}.mjs`);
  await writeFile(script, code);
  return forkScript(script, options);
}

const ending = (end: ChildEnd): ChildEnd => end;
const forever = 'setInterval(() => undefined, 1000);';

describe('watchChild', () => {
  it('gives the outcome of the first message that settles it, once the process is gone', async () => {
    const child = await start(
      `process.on('message', ({ numbers }) => {
        process.send({ sum: numbers[0] + numbers[1] });
        process.send({ sum: -1 });
        setTimeout(() => process.exit(3), 200);
      });`,
    );
    const watched = watchChild<number>(child, {
      onMessage: (message, settle) => {
        settle(() => (message as { sum: number }).sum);
      },
      onEnd: () => 0,
    });
    sendOrKill(child, { numbers: Float64Array.of(1, 2) });
    expect(await watched).toBe(3);
    expect(child.exitCode).toBe(3);
  });

  it('throws what a message or the end throws', async () => {
    const failing = await start(`process.send('no'); process.disconnect();`);
    const onMessage = (message: unknown, settle: (outcome: () => never) => void): void => {
      settle(() => {
        throw new Error(String(message));
      });
    };
    await expect(watchChild(failing, { onMessage, onEnd: () => undefined as never })).rejects.toThrow(/^no$/);
    const silent = await start(`process.disconnect();`);
    const onEnd = ({ how }: ChildEnd): never => {
      throw new Error(how);
    };
    await expect(watchChild(silent, { onEnd })).rejects.toThrow(/^ended with code 0$/);
  });

  it('ends a process that hangs at its work, and leaves one that computes, waits for work or tells of it', async () => {
    const silence = { every: 100, idleLooks: 4, looks: 25 };
    const hangs = await start(`Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`);
    const how = await watchChild(hangs, { mustAnswer: () => true, silence, onEnd: ending });
    expect(how.how).toBe(
      process.platform === 'linux'
        ? 'hung: it had work, but used no processor time for 1 min, and was ended'
        : 'hung: it did not answer for 1 min, and was ended',
    );
    const loops = await start(`for (;;);`);
    expect((await watchChild(loops, { mustAnswer: () => true, silence, onEnd: ending })).how).toBe(
      'hung: it did not answer for 1 min, and was ended',
    );
    const code = `setTimeout(() => process.exit(7), 4000);`;
    const waits = watchChild(await start(code), { mustAnswer: () => false, silence, onEnd: ending });
    const tells = watchChild(await start(`setInterval(() => process.send('here'), 50); ${code}`), {
      mustAnswer: () => true,
      silence,
      onEnd: ending,
    });
    expect([(await waits).how, (await tells).how]).toEqual(['ended with code 7', 'ended with code 7']);
  });

  it('says how a process ended that settled nothing', async () => {
    expect(await watchChild(await start(`process.exit(7);`), { onEnd: ending })).toMatchObject({
      ...{ how: 'ended with code 7', code: 7, killedBy: null, startError: undefined },
    });
    const killed = await watchChild(await start(`process.kill(process.pid, 'SIGKILL');`), { onEnd: ending });
    expect(killed).toMatchObject({ how: 'was killed (SIGKILL)', code: null, killedBy: 'SIGKILL' });
    const none = await watchChild(spawn(join(folder, 'none')), { onEnd: ending });
    expect(none.how).toMatch(/^could not be started: .*ENOENT/);
    expect(none.startError?.code).toBe('ENOENT');
  });

  it('gives each line, and the last words whole where a character was cut in two', async () => {
    const child = await start(
      `const bytes = Buffer.from('zwölf Boxkämpfer\\n');
      process.stderr.write(bytes.subarray(0, 3));
      setTimeout(() => {
        process.stderr.write(bytes.subarray(3));
        process.stdout.write('one  \\n\\ntwo');
        process.disconnect();
      }, 100);`,
      { stdout: 'pipe' },
    );
    const lines: string[] = [];
    const { lastWords } = await watchChild(child, {
      onLine: (line, output) => lines.push(`${output}: ${line}`),
      onEnd: ending,
    });
    expect(lines.sort()).toEqual(['stderr: zwölf Boxkämpfer', 'stdout: ', 'stdout: one', 'stdout: two']);
    expect(lastWords).toContain('zwölf Boxkämpfer\n');
  });

  it('keeps the end of what is long', async () => {
    const child = await start(`process.stderr.write('x'.repeat(100_000) + 'last', () => process.disconnect());`);
    const { lastWords } = await watchChild(child, { onEnd: ending });
    expect(lastWords).toHaveLength(20_000);
    expect(lastWords.endsWith('xlast')).toBe(true);
  });

  it('kills at once where it is aborted, and throws the reason', async () => {
    const stop = new AbortController();
    const child = await start(`process.send('ready'); process.on('SIGTERM', () => undefined); ${forever}`);
    const reason = new Error('enough');
    const watched = watchChild(child, {
      signal: stop.signal,
      onMessage: () => {
        stop.abort(reason);
      },
      onEnd: ending,
    });
    await expect(watched).rejects.toBe(reason);
    expect(child.signalCode).toBe('SIGKILL');
  });

  it('lets a process tidy up where that is asked for, and kills it where it takes too long', async () => {
    const tidy = `process.on('message', () => setTimeout(() => process.exit(5), 50)); process.send('ready'); ${forever}`;
    const stubborn = `process.on('message', () => undefined); process.send('ready'); ${forever}`;
    for (const [code, exit, killedBy] of [
      [tidy, 5, null],
      [stubborn, null, 'SIGKILL'],
    ] as const) {
      const stop = new AbortController();
      const child = await start(code);
      const watched = watchChild(child, {
        signal: stop.signal,
        cancel: () => {
          sendOrKill(child, 'cancel');
        },
        grace: 500,
        onMessage: () => {
          stop.abort(new Error('enough'));
        },
        onEnd: ending,
      });
      await expect(watched).rejects.toThrow('enough');
      expect([child.exitCode, child.signalCode]).toEqual([exit, killedBy]);
    }
  });

  it('ends a process that was aborted before it is watched', async () => {
    const child = await start(forever);
    const signal = AbortSignal.abort(new Error('never'));
    await expect(watchChild(child, { signal, onEnd: ending })).rejects.toThrow('never');
    expect(child.signalCode).toBe('SIGKILL');
  });
});

describe('sendOrKill', () => {
  it('ends a process that can no longer be sent anything', async () => {
    const child = await start(`process.disconnect(); ${forever}`);
    const watched = watchChild(child, { onEnd: ending });
    await new Promise((resolve) => child.once('disconnect', resolve));
    sendOrKill(child, 'hello');
    expect((await watched).killedBy).toBe('SIGKILL');
  });
});
