import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { npyPieces } from '../../../../src/arrays/index.ts';
import { EngineError, startNext } from '../../../../src/audit/engine/engine-client.ts';
import { defaultAuditOptions, type AuditOptions } from '../../../../src/audit/options/audit-options.ts';
import type { NextQueue } from '../../../../src/audit/report/next-pictures.ts';
import { temporaryFolder } from '../../dataset/temporary-folder.ts';
import { seededRandom } from '../../seeded-random.ts';

const engineFile = join(import.meta.dirname, '../../../../dist/engine.mjs');
const CLASSES = ['cat', 'dog', 'fox'];
const K = 8;

/** 60 pictures of three clusters, the first half with a label; those from 50 on are of the test split. */
async function pool(table?: (rows: readonly (readonly [path: string, label: string, split: string])[]) => string) {
  const root = await temporaryFolder();
  const random = seededRandom(5);
  const data = new Float32Array(60 * K);
  const rows = Array.from({ length: 60 }, (_, i) => {
    for (let j = 0; j < K; j++) data[i * K + j] = (j === i % 3 ? 4 : 0) + random() - 0.5;
    return [`${i}.png`, i < 30 ? CLASSES[i % 3] : i < 32 ? '?' : '', i < 50 ? 'train' : 'test'] as const;
  });
  const csv = `image,label,split\n${rows.map((row) => `${row.join(',')}\n`).join('')}`;
  await writeFile(join(root, table ? 'labels.json' : 'labels.csv'), table?.(rows) ?? csv);
  for (const [path] of rows) await writeFile(join(root, path), `picture ${path}`);
  const bytes = npyPieces({ dtype: 'float32', shape: [60, K], fortranOrder: false, data }, 'x');
  await writeFile(join(root, 'f.npy'), Buffer.concat(bytes));
  await writeFile(join(root, 'f.paths.txt'), rows.map(([path]) => `${path}\n`).join(''));
  return root;
}

const options = (root: string, more: Partial<AuditOptions> = {}): AuditOptions => ({
  ...defaultAuditOptions(root),
  ...{ featuresFile: join(root, 'f.npy'), jobs: 1, cacheFolder: null, out: null },
  ...more,
});
const failure = (started: Promise<NextQueue>): Promise<unknown> => started.catch((error: unknown) => error);

it('chooses in a process of its own, and tells what an editor needs to write labels down', async () => {
  const root = await pool();
  const logged: string[] = [];
  const queue = await startNext(options(root, { ignoreLabels: ['?'] }), 8, {
    engineFile,
    onLog: (line) => logged.push(line),
  });
  expect(queue.pictures).toHaveLength(8);
  expect([queue.judged, queue.labelled, queue.accuracy]).toEqual([20, 30, 1]);
  expect(queue.dataset).toMatchObject({ kind: 'csv', labelsFile: 'labels.csv', classes: CLASSES });
  expect(queue.dataset.splits).toEqual({ train: 50, test: 10 });
  expect(queue.namesakes).toEqual([]);
  expect((queue.options as Partial<AuditOptions>).cacheFolder).toBeUndefined();
  for (const { path, row, split, written, classes, suggested, probability } of queue.pictures) {
    expect([path, split, written]).toEqual([`${row! - 1}.png`, 'train', row! <= 32 ? '?' : '']);
    expect(classes.map((one) => one.class).toSorted()).toEqual(CLASSES);
    expect(classes[0]).toEqual({ class: suggested, probability });
    expect(classes[0].probability).toBeGreaterThanOrEqual(classes[1].probability);
    expect(suggested).toBe(CLASSES[(row! - 1) % 3]);
  }
  expect(logged.join('\n')).toContain('10 pictures without a label are of a test split, and not chosen');
});

it('takes those in a folder of class folders by what it is called, and refuses where no label has a place', async () => {
  const folders = await pool();
  const rows = (await readFile(join(folders, 'labels.csv'), 'utf8')).trimEnd().split('\n').slice(1, 51);
  const names: string[] = [];
  for (const [i, row] of rows.entries()) {
    const [path, label] = row.split(',');
    // The first 20 are called as those without a label.
    const name = i < 20 ? `${i + 30}.png` : path;
    const folder = CLASSES.includes(label) ? label : path === '49.png' ? 'unlabelled/deep' : 'unlabelled';
    await mkdir(join(folders, folder), { recursive: true });
    await rename(join(folders, path), join(folders, folder, name));
    names.push(`${folder}/${name}\n`);
  }
  for (const name of ['labels.csv', ...Array.from({ length: 10 }, (_, i) => `${50 + i}.png`)])
    await rename(join(folders, name), join(await temporaryFolder(), name));
  await writeFile(join(folders, 'f.paths.txt'), [...names, ...Array<string>(10).fill('gone.png\n')].join(''));
  const logged: string[] = [];
  const onLog = (line: string) => logged.push(line);
  const queue = await startNext(options(folders, { force: true }), 5, { engineFile, onLog });
  expect(queue.judged).toBe(19);
  expect(logged.join('\n')).toContain('1 picture without a label lies in a folder within another, and is not offered');
  expect(queue.dataset).toMatchObject({ kind: 'folders', classes: CLASSES });
  expect(queue.pictures.map(({ path, written }) => [path.split('/')[0], written])).toEqual(
    Array.from({ length: 5 }, () => ['unlabelled', 'unlabelled']),
  );
  const chosen = queue.pictures.map(({ path }) => basename(path, '.png'));
  const namesakes = chosen.map((name) => `${CLASSES[(Number(name) - 30) % 3]}/${name}.png`);
  expect(queue.namesakes.toSorted()).toEqual(namesakes.toSorted());

  const json = await pool((all) => JSON.stringify(all.map(([image, label, split]) => ({ image, label, split }))));
  const refused = await failure(startNext(options(json), 5, { engineFile }));
  expect(refused).toBeInstanceOf(EngineError);
  expect((refused as Error).message).toMatch(
    /^labels\.json is read as json, in which an entry without a label has no place/,
  );
});

it('is given up within a second, and says plainly that its process is gone', async () => {
  const root = await pool();
  const stop = new AbortController();
  const begun = Date.now();
  const given = failure(startNext(options(root), 5, { engineFile, signal: stop.signal }));
  setTimeout(() => {
    stop.abort(new Error('enough'));
  }, 100);
  expect(await given).toEqual(new Error('enough'));
  expect(Date.now() - begun).toBeLessThan(2500);
  const crashed = join(root, 'engine.mjs');
  await writeFile(crashed, 'process.kill(process.pid, "SIGKILL");\n');
  const gone = await failure(startNext(options(root), 5, { engineFile: crashed }));
  expect((gone as Error).message).toMatch(
    /^The choice of pictures stopped unexpectedly: .* Ask for it again; no label was changed\.$/,
  );
});
