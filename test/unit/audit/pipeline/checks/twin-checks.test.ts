import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../../../../../src/arrays/write-npy.ts';
import { exportReport } from '../../../../../src/audit/formats/export-report.ts';
import { formatText } from '../../../../../src/audit/formats/format-text.ts';
import { defaultAuditOptions, type AuditOptions } from '../../../../../src/audit/options/audit-options.ts';
import { formatCheck, runCheck } from '../../../../../src/audit/pipeline/run-check.ts';
import { runAudit } from '../../../../../src/audit/pipeline/run-audit.ts';
import type { CheckType } from '../../../../../src/audit/report/schema/checks-schema.ts';
import type { Audit } from '../../../../../src/audit/report/types.ts';
import { drawScene, TWIN_KINDS } from './drawn-pictures.ts';
import { readFile } from 'node:fs/promises';

const SCENES = 120;
const SIZE = { width: 240, height: 180 };
const KINDS = Object.keys(TWIN_KINDS);
/** Of each kind. */
const TWINS = 3;
const LEAKS = 5;

let folder: string;
let options: AuditOptions;
let audit: Audit;

interface Row {
  readonly path: string;
  readonly label: string;
  readonly split: string;
}
const rows: Row[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-twins-'));
  await mkdir(join(folder, 'images'));
  const add = async (name: string, bytes: Buffer, split: string): Promise<void> => {
    await writeFile(join(folder, 'images', name), bytes);
    rows.push({ path: `images/${name}`, label: rows.length % 2 === 0 ? 'a' : 'b', split });
  };
  const scenes: Buffer[] = [];
  for (let i = 0; i < SCENES; i++) {
    scenes.push(await drawScene(i));
    await add(`scene-${i}.png`, scenes[i], i < 100 ? 'train' : 'test');
  }
  // Twins of the first pictures, in the same split.
  for (const [k, kind] of KINDS.entries()) {
    for (let i = 0; i < TWINS; i++) {
      const scene = k * TWINS + i;
      await add(`${kind}-${scene}.png`, await TWIN_KINDS[kind](sharp(scenes[scene]), SIZE).toBuffer(), 'train');
    }
  }
  // The same bytes; the same pixels in another file; the same pixels as grey and as RGB.
  await add('bytes-20.png', scenes[20], 'train');
  await add('pixels-21.webp', await sharp(scenes[21]).webp({ lossless: true }).toBuffer(), 'train');
  const grey = await sharp(scenes[22]).greyscale().toColourspace('b-w').raw().toBuffer();
  const raw = { raw: { ...SIZE, channels: 1 as const } };
  await add('grey-one.png', await sharp(grey, raw).toColourspace('b-w').png().toBuffer(), 'train');
  const tripled = Buffer.from(Uint8Array.from({ length: 3 * grey.length }, (_, i) => grey[Math.floor(i / 3)]));
  await add(
    'grey-three.png',
    await sharp(tripled, { raw: { ...SIZE, channels: 3 } })
      .png()
      .toBuffer(),
    'train',
  );
  // Pictures of the test set in the training set.
  for (let i = 0; i < LEAKS; i++) {
    const test = 100 + i;
    await add(`leak-${test}.jpg`, await sharp(scenes[test]).jpeg({ quality: 60 }).toBuffer(), 'train');
  }
  // One colour, in two shapes.
  const plain = (width: number, height: number): Promise<Buffer> =>
    sharp({ create: { width, height, channels: 3, background: '#777' } })
      .png()
      .toBuffer();
  await add('plain-wide.png', await plain(96, 64), 'train');
  await add('plain-tall.png', await plain(64, 96), 'train');
  await writeFile(
    join(folder, 'labels.csv'),
    ['image,label,split', ...rows.map(({ path, label, split }) => `${path},${label},${split}`), ''].join('\n'),
  );
  const predProbsFile = join(folder, 'p.npy');
  const write = (chosen: readonly Row[]): Promise<void> => {
    const data = Float64Array.from({ length: 2 * chosen.length }, (_, i) =>
      (chosen[i >> 1].label === 'a') === (i % 2 === 0) ? 0.9 : 0.1,
    );
    return writeNpy(predProbsFile, { dtype: 'float64', shape: [chosen.length, 2], fortranOrder: false, data });
  };
  await write(rows.filter(({ split }) => split === 'train'));
  options = { ...defaultAuditOptions(folder), predProbsFile, force: true, checks: ['all'], splits: ['train'] };
  audit = await runAudit(options);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const typeOf = (name: CheckType['name'], { report }: Audit = audit): CheckType => {
  const type = report.checks!.types.find((one) => one.name === name);
  if (type === undefined) throw new Error(`${name} was not checked`);
  return type;
};
const setsOf = (name: CheckType['name'], of?: Audit): string[][] =>
  typeOf(name, of).sets!.map(({ members }) => members.map(({ path }) => path.replace('images/', '')));

describe('pictures that show the same', () => {
  it('are found whatever file holds the pixels, where the shape is the same', () => {
    expect(setsOf('exact_duplicates').map((set) => set.sort())).toEqual(
      expect.arrayContaining([
        ['bytes-20.png', 'scene-20.png'],
        ['pixels-21.webp', 'scene-21.png'],
        ['grey-one.png', 'grey-three.png'],
      ]),
    );
    // A picture of 16 bits holds the very pixels of that of 8 bits, or nearly.
    const others = setsOf('exact_duplicates').filter(
      (set) => !set.some((name) => /^(?:bytes|pixels|grey)-/.test(name)),
    );
    for (const set of others) expect(set.some((name) => name.startsWith('deep-'))).toBe(true);
    expect(typeOf('exact_duplicates').flagged).toBe(2 * typeOf('exact_duplicates').setCount!);
  });

  it('are found resized, recompressed, cropped, brighter, mirrored and in 16 bits, and few others are', () => {
    const sets = [...setsOf('near_duplicates'), ...setsOf('exact_duplicates')];
    for (const kind of KINDS) {
      let found = 0;
      for (let i = 0; i < TWINS; i++) {
        const scene = KINDS.indexOf(kind) * TWINS + i;
        if (sets.some((set) => set.includes(`scene-${scene}.png`) && set.includes(`${kind}-${scene}.png`))) found++;
      }
      console.log(`${kind}: ${found} of ${TWINS} planted found`);
      expect(found, kind).toBe(TWINS);
    }
    // What else is in a set: the grey picture is its coloured one's twin.
    const known = /^(?:scene-(?:[0-9]|1[0-7]|22)\.png|grey-|(?:resized|recompressed|cropped|brighter|mirrored|deep)-)/;
    expect(
      setsOf('near_duplicates')
        .flat()
        .filter((name) => !known.test(name)),
    ).toEqual([]);
  });

  it('stand with the best first: the larger, then the sharper one', () => {
    for (const set of setsOf('near_duplicates')) {
      if (set.some((name) => /^(?:resized|cropped)-/.test(name))) expect(set[0]).toMatch(/^scene-/);
    }
  });

  it('leak where they stand in two splits, though one split alone was audited; the test set keeps its own', () => {
    const leaks = typeOf('leaks');
    expect(leaks.leaks).toEqual([{ split: 'test', other: 'train', pictures: LEAKS }]);
    expect(leaks.setCount).toBe(LEAKS);
    expect(leaks.flagged).toBe(LEAKS);
    for (const { members } of leaks.sets!) {
      expect(members.map(({ split }) => split)).toEqual(['test', 'train']);
      expect(members[0].index).toBeUndefined();
      expect(audit.report.paths[members[1].index!]).toBe(members[1].path);
      expect(members.every(({ row }) => row !== undefined)).toBe(true);
    }
    expect(
      setsOf('leaks')
        .map(([, train]) => train)
        .sort(),
    ).toEqual(Array.from({ length: LEAKS }, (_, i) => `leak-${100 + i}.jpg`).sort());
  });

  it('are told in every format, a leak as an error', async () => {
    const text = formatText(audit.report);
    expect(text).toContain('Error: Leaks: 5 test pictures also stand in train');
    expect(text).toMatch(/images\/scene-100\.png \(test, row \d+, "a"\) = images\/leak-100\.jpg \(train, row \d+, /);
    for (const format of ['markdown', 'html', 'sarif'] as const) {
      const file = join(folder, `out.${format}`);
      await exportReport({ root: folder, format, file });
      const written = await readFile(file, 'utf8');
      expect(written, format).toContain('5 test pictures also stand in train');
      expect(written, format).toMatch(/images\/scene-(10\d)\.png[^]*images\/leak-\1\.jpg/);
      if (format === 'sarif') {
        const { runs } = JSON.parse(written) as {
          runs: { invocations: { toolExecutionNotifications: { descriptor: { id: string }; level: string }[] }[] }[];
        };
        const told = runs[0].invocations[0].toolExecutionNotifications;
        expect(told.find(({ descriptor }) => descriptor.id === 'leaks')!.level).toBe('error');
      }
    }
  });

  it('fail a check that allows none, and one that allows fewer than there are', async () => {
    const target = { ...options, out: null, checks: undefined };
    const { failures, report } = await runCheck({
      audit: target,
      limits: { maxLeaks: 0, maxDark: 0, maxExactDuplicates: 1 },
    });
    expect(failures).toEqual([
      `exact duplicates: ${typeOf('exact_duplicates').flagged}, of 1 allowed`,
      'leaks: 5, of 0 allowed',
    ]);
    expect(report.checks!.types.map(({ name }) => name)).toEqual(['dark', 'exact_duplicates', 'leaks']);
    const enough = await runCheck({ audit: target, limits: { maxLeaks: LEAKS } });
    expect(enough.failures).toEqual([]);
    expect(formatCheck(enough)).toContain('Leaks: 5 test pictures also stand in train');
  });

  it('are found by the distance that is asked for', async () => {
    const none = await runAudit({
      ...options,
      out: null,
      checks: ['near_duplicates', 'leaks'],
      nearDuplicatesBelow: 0,
    });
    expect(typeOf('near_duplicates', none).flagged).toBe(0);
    expect(typeOf('leaks', none).flagged).toBe(0);
    expect(none.report.checks!.types).toHaveLength(2);
  });
});
