import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../../../../src/arrays/write-npy.ts';
import { defaultAuditOptions, type AuditOptions } from '../../../../src/audit/options/audit-options.ts';
import { layOutMap } from '../../../../src/audit/pipeline/lay-out-map.ts';
import { runAudit } from '../../../../src/audit/pipeline/run-audit.ts';
import { openReportFolder } from '../../../../src/audit/report/open-report.ts';
import { updatedGitignore } from '../../../../src/audit/report/report-files.ts';

const N = 60;
let folder: string;
let options: AuditOptions;

const reportFolder = (): string => join(folder, '.label-audit');

async function probabilities(shift: number): Promise<string> {
  const data = new Float32Array(N * 3);
  for (let i = 0; i < N; i++) {
    const sure = 0.5 + ((i * 7 + shift) % 40) / 100;
    for (let c = 0; c < 3; c++) data[i * 3 + c] = c === i % 3 ? sure : (1 - sure) / 2;
  }
  const file = join(folder, `probabilities-${shift}.npy`);
  await writeNpy(file, { dtype: 'float32', shape: [N, 3], fortranOrder: false, data });
  return file;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-map-'));
  const lines = ['image,label'];
  for (let i = 0; i < N; i++) {
    await sharp({ create: { width: 4, height: 4, channels: 3, background: { r: i, g: 0, b: 9 } } })
      .png()
      .toFile(join(folder, `${i}.png`));
    lines.push(`${i}.png,${'abc'[i % 3]}`);
  }
  await writeFile(join(folder, 'labels.csv'), `${lines.join('\n')}\n`);
  options = {
    ...defaultAuditOptions(join(folder, 'labels.csv')),
    predProbsFile: await probabilities(0),
    cacheFolder: null,
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the map of an audit', () => {
  it('is made from its probabilities, written beside the report, and laid out by neighbours on request', async () => {
    const { report, map } = await runAudit(options);
    expect(report.map).toEqual({ of: 'probabilities' });
    const opened = await openReportFolder(reportFolder());
    const read = await opened.map();
    expect(read).toEqual({ data: map!.data, n: N, k: map!.k });
    expect(await opened.mapLayout()).toBeUndefined();

    const shares: number[] = [];
    const file = await layOutMap(folder, { onProgress: ({ share }) => shares.push(share) });
    expect(file).toMatch(/map_layout-[0-9a-f]{12}\.npy$/);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    const layout = await opened.mapLayout();
    expect(layout).toHaveLength(2 * N);
    // Pictures of a class stand together: each one's nearest is of its own class.
    for (let i = 0; i < N; i++) expect(nearest(layout!, i) % 3).toBe(i % 3);
    expect(await readFile(join(reportFolder(), '.gitignore'), 'utf8')).toContain('map_layout-*.npy');
  });

  it('is not taken for that of another audit, whose layout goes', async () => {
    await runAudit(options);
    await layOutMap(folder);
    await runAudit({ ...options, predProbsFile: await probabilities(13) });
    expect((await readdir(reportFolder())).filter((name) => name.startsWith('map_layout'))).toEqual([]);
    expect(await (await openReportFolder(reportFolder())).mapLayout()).toBeUndefined();
  });

  it('of another audit is refused', async () => {
    await runAudit(options);
    await writeNpy(join(reportFolder(), 'map.npy'), {
      dtype: 'float32',
      shape: [N, 2],
      fortranOrder: false,
      data: new Float32Array(2 * N),
    });
    const opened = await openReportFolder(reportFolder());
    await expect(opened.map()).rejects.toThrow('map.npy was not written with the report beside it');
    await expect(layOutMap(folder)).rejects.toThrow('map.npy was not written with the report beside it');
  });

  it('stops where it is cancelled, and leaves nothing', async () => {
    await runAudit(options);
    const stop = new AbortController();
    const work = layOutMap(folder, {
      signal: stop.signal,
      onProgress: () => {
        stop.abort(new Error('enough'));
      },
    });
    await expect(work).rejects.toThrow('enough');
    expect((await readdir(reportFolder())).filter((name) => name.startsWith('map_layout'))).toEqual([]);
  });

  it('is told to be missing by an audit of before', async () => {
    await runAudit(options);
    const file = join(reportFolder(), 'report.json');
    const stored = JSON.parse(await readFile(file, 'utf8')) as { map?: unknown; files: Record<string, string> };
    delete stored.map;
    delete stored.files['map.npy'];
    await writeFile(file, JSON.stringify(stored));
    await expect(layOutMap(folder)).rejects.toThrow('this audit has no map. Audit the labels again to make one.');
    await expect(access(file)).resolves.toBeUndefined();
  });
});

it('the .gitignore of an earlier version learns all files that have come since', () => {
  const first = '# Written by Label Audit. reviews.csv is not listed: commit it.\nreport.json\n*.tmp\n';
  const now = updatedGitignore(first)!;
  for (const name of ['paths.csv', 'issues.jsonl', 'picture_scores.npy', 'map.npy', 'map_layout-*.npy'])
    expect(now).toContain(name);
  expect(updatedGitignore(now)).toBeUndefined();
  const second = now.replace('map.npy\nmap_layout-*.npy\n', '');
  expect(updatedGitignore(second)).toBe(`${second}map.npy\nmap_layout-*.npy\n`);
  expect(updatedGitignore('mine\n')).toBeUndefined();
});

function nearest(layout: Float32Array, of: number): number {
  let best = -1;
  let least = Infinity;
  for (let i = 0; i < N; i++) {
    if (i === of) continue;
    const distance = Math.hypot(layout[2 * i] - layout[2 * of], layout[2 * i + 1] - layout[2 * of + 1]);
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}
