import { access, mkdtemp, mkdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { AuditView, IssueRow } from '../../../src/protocol/messages.ts';
import { repositoryRoot, type ImageFolder, type MadeExample } from '../../harness/index.ts';
import { sampleAudit } from './sample-audit.ts';

/** Names of which several begin alike. */
export const PHOTO_CLASSES = [
  'dress',
  'hat',
  'longsleeve',
  'outwear',
  'pants',
  'shirt',
  'shoes',
  'shorts',
  'skirt',
  't-shirt',
] as const;

const SHARED = join(repositoryRoot, '../shared/data/photos');
const COUNT = 60;

/** Photographs to review: those of ../shared where they are, else drawn ones of the same sizes. */
export async function makePhotoFolder(): Promise<ImageFolder> {
  const isShared = await access(SHARED).then(
    () => true,
    () => false,
  );
  if (isShared) {
    const rows = (await readFile(join(SHARED, 'labels.csv'), 'utf8')).split(/\r?\n/).slice(1, COUNT + 1);
    const examples = rows.map((row): MadeExample => {
      const [path, label] = row.split(',');
      return { path, given: label, truth: label };
    });
    return { folder: SHARED, examples, remove: () => Promise.resolve() };
  }
  const folder = await mkdtemp(join(tmpdir(), 'label-audit-photos-'));
  await mkdir(join(folder, 'images'));
  const examples: MadeExample[] = [];
  for (let i = 0; i < COUNT; i++) {
    const [width, height] = i % 3 === 0 ? [533, 400] : [400, 533];
    const hue = (i * 47) % 360;
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="hsl(${hue},30%,80%)"/><ellipse cx="50%" cy="50%" rx="${20 + (i % 7) * 4}%" ry="${18 + (i % 5) * 6}%" fill="hsl(${(hue + 140) % 360},60%,40%)"/></svg>`;
    const path = `images/${String(i).padStart(4, '0')}.jpg`;
    await sharp(Buffer.from(drawing)).jpeg().toFile(join(folder, path));
    const label = PHOTO_CLASSES[i % PHOTO_CLASSES.length];
    examples.push({ path, given: label, truth: label });
  }
  return { folder, examples, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** An audit of photographs with `count` flagged pictures; names of classes that begin alike are suggested for each other. */
export function photoAudit(images: ImageFolder, count: number, change: Partial<AuditView> = {}): AuditView {
  const name = (digit: string): string => PHOTO_CLASSES[Number(digit)];
  const digits: ImageFolder = {
    ...images,
    examples: images.examples.map((example) => ({
      ...example,
      truth: String(PHOTO_CLASSES.indexOf(example.truth as (typeof PHOTO_CLASSES)[number])),
    })),
  };
  const audit = sampleAudit(digits, count);
  const issues = audit.issues.map((issue): IssueRow => ({
    ...issue,
    path: issue.path.replace(/-\d+\.png$/, '.jpg'),
    given: name(issue.given),
    suggested: name(issue.suggested),
    current: name(issue.given),
  }));
  return {
    ...audit,
    name: 'photos',
    model: { name: 'features', folds: 10, backend: 'wasm', seed: 0 },
    classes: [...PHOTO_CLASSES],
    issues,
    classHealth: audit.classHealth.map((row) => ({ ...row, class: name(row.class) })),
    overlaps: audit.overlaps.map((row) => ({ ...row, classA: name(row.classA), classB: name(row.classB) })),
    trust: {
      weak: false,
      health: 0.906,
      facts: {
        ...{ kind: 'trust', audited: 1455, listed: 142, wrong: { estimate: 137, low: 116, high: 189 }, first: 142 },
        ...{ isOfList: true, firstWrong: { estimate: 96, low: 82, high: 110 }, found: 0.7, stop: 33 },
        ...{ planted: 582, isUnlike: false },
      },
      estimate: {
        wrong: 137,
        stopAt: 33,
        curve: [
          [20, 19],
          [50, 44],
          [142, 96],
        ],
      },
    },
    ...change,
  };
}
