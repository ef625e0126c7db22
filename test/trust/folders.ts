import fc from 'fast-check';
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readClassFolders, type ClassFolders } from '../../src/dataset/folders/class-folders.ts';
import { besideLabels, checkBeside } from './beside-labels.ts';
import { tryCases } from './tries.ts';
import type { TrustContext, TrustSuite } from './types.ts';

const NOBODY = 65_534;

/** What may lie in a folder; a folder's content comes with it. */
type Entry =
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'odd-name' }
  | { readonly kind: 'link'; readonly name: string; readonly to: string }
  | { readonly kind: 'folder'; readonly name: string; readonly locked: boolean; readonly entries: readonly Entry[] };

const folderName = fc.constantFrom(
  ...[
    'train',
    'Training',
    'test',
    'val2017',
    'valid',
    'dev',
    'cat',
    'dog',
    'cat ',
    'caf\u00e9',
    'cafe\u0301',
    '1',
    '1.0',
  ],
  ...['wild', 'images', 'x.png', '.hidden', '__MACOSX', 'a\\b', '-', 'invalid', 'empty'],
);
const pictureName = fc.constantFrom('1.png', '2.JPG', '3.jpeg', 'd.dcm', 'e.pgm', ' .png', 'f.tiff', 'new\nline.png');
const otherName = fc.constantFrom(
  'a.heic',
  'b.jxl',
  '._1.png',
  'Thumbs.db',
  'notes.txt',
  'noextension',
  'x.zip',
  'train.csv',
);
const linkTo = fc.constantFrom('.', '..', '../cat', '../../dog', 'nowhere', '/etc', '../1.png', '../../..');

const entriesOf = (depth: number): fc.Arbitrary<Entry[]> =>
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ kind: fc.constant('file' as const), name: pictureName }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('file' as const), name: otherName }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('odd-name' as const) }) },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('link' as const),
          name: fc.constantFrom('link', 'other', 'link.png'),
          to: linkTo,
        }),
      },
      ...(depth === 0
        ? []
        : [
            {
              weight: 8,
              arbitrary: fc.record({
                kind: fc.constant('folder' as const),
                name: folderName,
                locked: fc.integer({ min: 0, max: 15 }).map((one) => one === 0),
                entries: entriesOf(depth - 1),
              }),
            },
          ]),
    ),
    { maxLength: 6 },
  );

/** Puts a tree on the disk; of two entries of one name the first stays. Returns the folders that are locked. */
function put(folder: string, entries: readonly Entry[]): string[] {
  const locked: string[] = [];
  for (const entry of entries) {
    if (entry.kind === 'odd-name') {
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.of(0xe9), Buffer.from('.png')]), 'x');
      continue;
    }
    const file = join(folder, entry.name);
    if (readdirSync(folder).includes(entry.name)) continue;
    if (entry.kind === 'file') writeFileSync(file, 'x');
    else if (entry.kind === 'link') symlinkSync(entry.to, file);
    else {
      mkdirSync(file);
      locked.push(...put(file, entry.entries));
      if (entry.locked) locked.push(file);
    }
  }
  return locked;
}

const PICTURE = /\.(?:png|jpe?g|dcm|pgm|tiff)$/i;

/** Every file and link by the name of a picture below a folder, and every link at all, no link followed. */
function everything(root: string, path = ''): { pictures: string[]; links: string[] } {
  const found = { pictures: [] as string[], links: [] as string[] };
  for (const entry of readdirSync(join(root, path), { withFileTypes: true, encoding: 'buffer' })) {
    const text = entry.name.toString('latin1');
    const name = text.includes('\xe9.png') && text.startsWith('caf') ? 'caf\\xe9.png' : entry.name.toString();
    const at = path === '' ? name : `${path}/${name}`;
    if (entry.isDirectory()) {
      const inner = everything(root, at);
      found.pictures.push(...inner.pictures);
      found.links.push(...inner.links);
    } else if (PICTURE.test(name)) found.pictures.push(at);
    else if (entry.isSymbolicLink()) found.links.push(at);
  }
  return found;
}

/** Reads as somebody whom permissions bind, where this process may be that. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid!(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid!(0);
  }
}

/** Whether a path is named, or a folder that it lies in. */
function namedIn({ passedOver }: ClassFolders): (path: string) => boolean {
  const paths = new Set(passedOver.flatMap(({ paths: some }) => some));
  return (path) => {
    if (paths.has(path)) return true;
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1))
      if (paths.has(path.slice(0, at + 1))) return true;
    return false;
  };
}

/** Returns whether the tree was read as class folders at all. */
async function check(root: string, entries: readonly Entry[]): Promise<boolean> {
  rmSync(root, { recursive: true, force: true });
  await mkdir(root);
  const locked = put(root, entries);
  const { pictures, links } = everything(root);
  for (const folder of locked) chmodSync(folder, 0);
  let found: ClassFolders;
  try {
    found = await asNobody(() => readClassFolders(root));
  } finally {
    for (const folder of locked) chmodSync(folder, 0o755);
  }
  if (found.refusal !== undefined) {
    // Nothing is read, and it says why.
    if (found.folders.length > 0 || found.refusal.length < 10) throw new Error(`refused, but read: ${found.refusal}`);
    return false;
  }
  const used = found.folders.flatMap(({ path, pictures: names }) => names.map((name) => `${path}/${name}`));
  const usedOnce = new Set(used);
  if (usedOnce.size < used.length) throw new Error('a picture is used twice');
  const isNamed = namedIn(found);
  for (const path of pictures) {
    if (usedOnce.has(path) === isNamed(path)) {
      throw new Error(`${JSON.stringify(path)} is ${usedOnce.has(path) ? 'used and named' : 'neither used nor named'}`);
    }
  }
  for (const path of links) {
    const target = statSync(join(root, path), { throwIfNoEntry: false });
    // A link to a folder without pictures is as good as such a folder.
    const isRead = target?.isDirectory() === true && !isNamed(path);
    if (!isRead && !isNamed(path)) throw new Error(`the link ${path} is neither read nor named`);
  }
  for (const path of used)
    if (!statSync(join(root, path), { throwIfNoEntry: false }) && !path.endsWith('link.png'))
      throw new Error(`${path} is not there`);
  return true;
}

export const suite: TrustSuite = {
  name: 'folders',
  async run(context: TrustContext) {
    const root = join(context.folder, 'tree');
    await chmod(context.folder, 0o755);
    let [tried, read] = [0, 0];
    const row = await tryCases(
      context,
      {
        fault: 'class folders: nothing passed over (used + named = found)',
        count: context.long ? 20_000 : 400,
        seconds: context.long ? 600 : 30,
      },
      entriesOf(4),
      async (entries) => {
        tried++;
        if (await check(root, entries)) read++;
      },
    );
    context.log(`${read} of ${tried} trees were read as class folders`);
    const beside = await tryCases(
      context,
      {
        fault: 'beside a labels file: nothing passed over (used + named = found)',
        count: context.long ? 4000 : 300,
        seconds: context.long ? 120 : 20,
      },
      besideLabels,
      (one) => checkBeside(join(context.folder, 'beside'), one),
    );
    return [row, beside];
  },
};
