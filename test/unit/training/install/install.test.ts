import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { elfExports } from '../../../../src/training/install/elf-exports.ts';
import { InstallError } from '../../../../src/training/install/errors.ts';
import { installNative, readReceipt, removeNative } from '../../../../src/training/install/install-native.ts';
import {
  nativeCandidates,
  nativeFolder,
  nativeFolders,
  NATIVE_RECEIPT,
} from '../../../../src/training/backends/native/native-location.ts';
import { reasonIn, runTool } from '../../../../src/training/install/run-tool.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'native-test-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const node = (code: string): [string, string[]] => [process.execPath, ['-e', code]];

describe('running a tool', () => {
  it('gives what it says on both outputs', async () => {
    const words = await runTool(...node('console.log("one"); console.error("two")'), { limit: 60, name: 'It' });
    expect(words.split('\n').sort()).toEqual(['', 'one', 'two']);
  });

  it('tells what is not there, what failed and what takes too long, each in one line', async () => {
    const run = (code: string, limit = 60): Promise<string> => runTool(...node(code), { limit, name: 'It' });
    const none = runTool(join(folder, 'none'), [], { limit: 60, name: 'It' });
    await expect(none).rejects.toThrow(/^It is not installed \(.*none\)\.$/);
    await expect(run('console.error("first\\nError: ENOSPC, write.\\n at x"); process.exit(3)')).rejects.toThrow(
      /^It failed \(code 3\): Error: ENOSPC, write\.$/,
    );
    await expect(run('setTimeout(() => {}, 60_000)', 1)).rejects.toThrow(/^It had not finished after 1 seconds\.$/);
  });

  it('gives up by the reason that it is told', async () => {
    const giveUp = (): string => 'had no answer';
    const waiting = runTool(...node('setTimeout(() => {}, 60_000)'), { limit: 60, name: 'It', giveUp });
    await expect(waiting).rejects.toThrow(new InstallError('It had no answer.'));
  });

  it.skipIf(process.platform === 'win32')('ends what the tool has started, too, when it is cancelled', async () => {
    const stop = new AbortController();
    const code =
      'const c = require("node:child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);' +
      `require("node:fs").writeFileSync(${JSON.stringify(join(folder, 'pid'))}, String(c.pid)); setTimeout(() => {}, 60000)`;
    const running = runTool(...node(code), { limit: 60, name: 'It', signal: stop.signal });
    running.catch(() => undefined);
    await expect.poll(async () => await readdir(folder), { timeout: 20_000 }).toEqual(['pid']);
    const pid = Number(await import('node:fs').then((fs) => fs.readFileSync(join(folder, 'pid'), 'utf8')));
    stop.abort(new Error('cancelled'));
    await expect(running).rejects.toThrow('cancelled');
    await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
  });

  it('finds the line that says most', () => {
    expect(reasonIn('npm error code 1\nnpm error Error: getaddrinfo ENOTFOUND example.org\n at y')).toBe(
      'Error: getaddrinfo ENOTFOUND example.org',
    );
    expect(reasonIn('ERROR: No matching distribution found for x==1')).toBe(
      'ERROR: No matching distribution found for x==1',
    );
    expect(reasonIn('')).toBe('it said nothing');
  });
});

/** Whether a process is there and no zombie that nobody has waited for. */
async function isAlive(pid: number): Promise<boolean> {
  try {
    const { readFile } = await import('node:fs/promises');
    const status = await readFile(`/proc/${pid}/stat`, 'utf8');
    return !/\) Z /.test(status);
  } catch {
    return false;
  }
}

describe('exports of a library', () => {
  it.runIf(process.platform === 'linux')('are read from what Node.js runs as', async () => {
    const names = await elfExports(process.execPath);
    expect(names.has('napi_create_function')).toBe(true);
    expect(names.has('TF_NewGraph')).toBe(false);
    // What it wants from the C library is no export of its own.
    expect(names.has('getaddrinfo')).toBe(false);
  });

  it('are not looked for in what is no library', async () => {
    const file = join(folder, 'text.so');
    await writeFile(file, 'no library at all, though long enough for a header of sixty-four bytes');
    await expect(elfExports(file)).rejects.toThrow(/is no 64-bit ELF library/);
    await writeFile(file, 'short');
    await expect(elfExports(file)).rejects.toThrow(/ends too early/);
  });
});

describe('where native TensorFlow is', () => {
  it('is the named folder, else the cache folder; only what was verified is used', async () => {
    const environment = { LABEL_AUDIT_NATIVE: folder, XDG_CACHE_HOME: join(folder, 'cache') };
    expect(nativeFolder(environment)).toBe(folder);
    expect(nativeFolders(environment)).toHaveLength(2);
    const own = (): (string | null)[] => nativeCandidates(environment).map((candidate) => candidate.folder);
    expect(own()).not.toContain(folder);
    await writeFile(join(folder, NATIVE_RECEIPT), '{}');
    expect(own()[0]).toBe(folder);
    expect(own().at(-1)).toBeNull();
  });
});

describe('an installation', () => {
  const say = (): void => undefined;

  it('is not made anew where one is, and is removed only where it is one', async () => {
    const there = join(folder, 'native');
    expect(await removeNative(there)).toBe(false);
    await mkdir(there);
    await expect(removeNative(there)).rejects.toThrow(/holds no TensorFlow of ours/);
    const receipt = { tensorflow: '2.0.0', source: 'installer' };
    await writeFile(join(there, NATIVE_RECEIPT), JSON.stringify(receipt));
    const lines: string[] = [];
    const found = await installNative({
      ...{ folder: join(folder, 'other'), others: [there], verifier: 'none' },
      say: (line) => lines.push(line),
    });
    expect(found).toEqual(receipt);
    expect(lines).toEqual([`TensorFlow 2.0.0 is installed in ${there} already, from the installer`]);
    expect(await removeNative(there)).toBe(true);
    expect(await readReceipt(there)).toBeUndefined();
  });

  it('leaves nothing where it is cancelled or cannot be written', async () => {
    const options = { verifier: 'none', say };
    const cancelled = installNative({
      ...options,
      folder: join(folder, 'native'),
      signal: AbortSignal.abort(new Error('no')),
    });
    await expect(cancelled).rejects.toThrow('no');
    expect(await readdir(folder)).toEqual([]);
    await writeFile(join(folder, 'file'), '');
    await expect(installNative({ ...options, folder: join(folder, 'file', 'native') })).rejects.toThrow(InstallError);
  });
});
