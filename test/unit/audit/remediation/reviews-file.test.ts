import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeReviews, readReviews, writeReviews } from '../../../../src/audit/remediation/reviews-file.ts';
import { sha256 } from '../../../../src/files/sha256.ts';
import { thisMachine } from '../../../../src/files/this-machine.ts';
import { NO_REVIEWS, type Review } from '../../../../src/audit/remediation/reviews.ts';

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'label-audit-reviews-'));
  folder = join(root, '.label-audit');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const review = (path: string): Review => ({ path, label: 'vii', decision: 'kept', date: '2026-01-02T03:04:05.000Z' });

/** A program that writes decisions, bundled so that another process can run it. */
async function writerProgram(): Promise<string> {
  const outfile = join(root, 'writer.mjs');
  const source = join(import.meta.dirname, '../../../../src/audit/remediation/reviews-file.ts');
  await build({
    stdin: {
      contents: `
        import { writeReviews } from ${JSON.stringify(source)};
        const [, , root, name, count] = process.argv;
        for (let i = 0; i < Number(count); i++) {
          const path = name + '-' + i + '.png';
          await writeReviews(root, [{ path, label: 'vii', decision: 'kept', date: '2026-01-02T03:04:05.000Z' }]);
          console.log(path);
        }`,
      resolveDir: import.meta.dirname,
    },
    ...{ bundle: true, platform: 'node', format: 'esm', outfile, external: ['sharp'], logLevel: 'error' },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return outfile;
}

describe('reviews on disk', () => {
  it('are none where there is no file', async () => {
    expect(await readReviews(root)).toEqual(NO_REVIEWS);
    expect(await readdir(root)).toEqual([]);
  });

  it('are written, found again, added to and taken back, and are not ignored by git', async () => {
    await writeReviews(root, [review('a.png'), review('b.png')]);
    await writeReviews(root, [review('c.png')]);
    await changeReviews(root, { remove: ['a.png'] });
    expect([...(await readReviews(root)).byRow.values()]).toEqual([review('b.png'), review('c.png')]);
    expect((await readdir(folder)).sort()).toEqual(['.gitignore', 'reviews.csv']);
    spawnSync('git', ['init', '-q'], { cwd: root });
    await Promise.all(['report.json', 'reviews.lock.tmp'].map((name) => writeFile(join(folder, name), '')));
    const ignored = spawnSync('git', ['status', '--porcelain', '-uall'], { cwd: root, encoding: 'utf8' }).stdout;
    expect(ignored.trim().split('\n').sort()).toEqual(['?? .label-audit/.gitignore', '?? .label-audit/reviews.csv']);
  });

  it('keep all decisions of processes that write at once', async () => {
    const program = await writerProgram();
    const names = ['p', 'q', 'r'];
    await Promise.all(
      names.map(async (name) => {
        const child = spawn(process.execPath, [program, root, name, '15'], { stdio: ['ignore', 'ignore', 'inherit'] });
        expect((await once(child, 'exit'))[0]).toBe(0);
      }),
    );
    const expected = names.flatMap((name) => Array.from({ length: 15 }, (_, i) => `${name}-${i}.png`));
    expect([...(await readReviews(root)).byRow.keys()].sort()).toEqual(expected.sort());
    expect((await readdir(folder)).sort()).toEqual(['.gitignore', 'reviews.csv']);
  }, 60_000);

  it('are whole after a writer was killed, and the next one need not wait for it', async () => {
    const program = await writerProgram();
    for (const wait of [3, 10, 17]) {
      const child = spawn(process.execPath, [program, root, `k${wait}`, '100000'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const told: string[] = [];
      child.stdout.on('data', (chunk: Buffer) => told.push(chunk.toString()));
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, wait * 7));
      child.kill('SIGKILL');
      await once(child, 'close');
      await writeReviews(root, [review(`after-${wait}.png`)]);
      const { byRow, warnings } = await readReviews(root);
      expect(warnings).toEqual([]);
      for (const path of told.join('').split('\n').slice(0, -1)) expect(byRow.has(path)).toBe(true);
      expect(byRow.has(`after-${wait}.png`)).toBe(true);
    }
  }, 60_000);

  it('wait for a lock that is held, and break one that was left behind', async () => {
    await writeReviews(root, [review('a.png')]);
    const lock = join(folder, 'reviews.lock.tmp');
    const holder = { pid: process.pid, host: thisMachine(), token: 'somebody' };
    await writeFile(lock, JSON.stringify(holder));
    const waiting = writeReviews(root, [review('b.png')]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await readReviews(root)).byRow.has('b.png')).toBe(false);
    await rm(lock);
    await waiting;
    // Its process has ended.
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await writeFile(lock, JSON.stringify({ ...holder, pid }));
    const began = Date.now();
    await writeReviews(root, [review('b.png')]);
    expect(Date.now() - began).toBeLessThan(5000);
    // Another machine's, but old.
    await writeFile(lock, JSON.stringify({ ...holder, host: 'elsewhere' }));
    await utimes(lock, 1, 1);
    await writeReviews(root, [review('c.png')]);
    expect((await readReviews(root)).byRow.size).toBe(3);
  });

  it('are not lost to a writer that was stopped until its lock was broken', async () => {
    const program = await writerProgram();
    for (let round = 0; round < 4; round++) {
      const child = spawn(process.execPath, [program, root, `s${round}`, '40'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const closed = once(child, 'close');
      await once(child.stdout, 'data');
      // Stopped while it holds the lock; then the lock is taken for one that was left behind.
      const lock = join(folder, 'reviews.lock.tmp');
      for (let held = false; !held;) {
        child.kill('SIGSTOP');
        held = (await readdir(folder)).includes('reviews.lock.tmp');
        if (held) await utimes(lock, 1, 1);
        else {
          child.kill('SIGCONT');
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
        }
      }
      await writeReviews(root, [review(`mine-${round}.png`)]);
      child.kill('SIGCONT');
      expect((await closed)[0]).toBe(0);
      const { byRow } = await readReviews(root);
      expect(byRow.has(`mine-${round}.png`)).toBe(true);
      for (let i = 0; i < 40; i++) expect(byRow.has(`s${round}-${i}.png`)).toBe(true);
    }
  }, 60_000);

  it('are refused where bytes of other people would be lost', async () => {
    await mkdir(folder);
    const latin1 = Buffer.from('path,label,decision,who\na.png,vii,kept,Andr\xe9\n', 'latin1');
    await writeFile(join(folder, 'reviews.csv'), latin1);
    await expect(writeReviews(root, [review('b.png')])).rejects.toThrow(/reviews\.csv is not UTF-8/);
    expect(await readFile(join(folder, 'reviews.csv'))).toEqual(latin1);
    expect((await readdir(folder)).sort()).toEqual(['.gitignore', 'reviews.csv']);
  });

  it('and another file are written both or not at all', async () => {
    const labels = join(root, 'labels.csv');
    await writeFile(labels, 'old');
    const along = { file: labels, bytes: 'new', replaces: sha256('not old') };
    await expect(changeReviews(root, { set: [review('a.png')] }, [along])).rejects.toThrow(/labels\.csv/);
    expect((await readReviews(root)).byRow.size).toBe(0);
    await changeReviews(root, { set: [review('a.png')] }, [{ ...along, replaces: sha256('old') }]);
    expect(await readFile(labels, 'utf8')).toBe('new');
    expect((await readReviews(root)).byRow.size).toBe(1);
    await rm(join(folder, 'reviews.csv'));
    await mkdir(join(folder, 'reviews.csv'));
    await expect(changeReviews(root, {}, [{ file: labels, bytes: 'newer' }])).rejects.toThrow(/no regular file/);
    expect(await readFile(labels, 'utf8')).toBe('new');
  });

  it('never follow a link that a data set brought along', async () => {
    const elsewhere = join(root, 'elsewhere');
    await mkdir(elsewhere);
    await symlink(elsewhere, folder);
    await expect(writeReviews(root, [review('a.png')])).rejects.toThrow(/is in the way/);
    await rm(folder);
    await mkdir(folder);
    await writeFile(join(elsewhere, 'secret'), 'secret');
    await symlink(join(elsewhere, 'secret'), join(folder, 'reviews.csv'));
    await expect(readReviews(root)).rejects.toThrow(/is no regular file/);
    expect(await readFile(join(elsewhere, 'secret'), 'utf8')).toBe('secret');
  });
});
