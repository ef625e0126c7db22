import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readClassFolders, type ClassFolderOptions } from '../../../../src/dataset/folders/class-folders.ts';
import { readDataset } from '../../../../src/dataset/read-dataset.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A folder with empty files of these names. */
const folderOf = (names: string): Promise<string> =>
  temporaryFolder(Object.fromEntries(names.split(' ').map((name) => [name, ''])));

/** What is used, as `path class split`; what is not, as `reason paths`; and what was said. */
async function read(root: string, options: ClassFolderOptions = {}) {
  const { folders, passedOver, notes, refusal } = await readClassFolders(root, options);
  return {
    used: folders.flatMap(({ path, class: label, split, pictures }) =>
      pictures.map((name) => [`${path}/${name}`, label, ...(split === undefined ? [] : [split])].join(' ')),
    ),
    passed: passedOver.map(({ reason, format, paths }) => `${format ?? reason}: ${paths.toSorted().join(' ')}`),
    notes: notes.join('\n'),
    refusal,
  };
}

describe('splits by folder name', () => {
  it.each([
    ['train val test', 'train validation test'],
    ['Training Testing', 'Training Testing'],
    ['TRAIN Valid', 'TRAIN Valid'],
    ['train dev', 'train dev'],
    ['train_images val2017', 'train_images val2017'],
    ['trn holdout', 'trn holdout'],
    ['seg_train seg_test', 'seg_train seg_test'],
  ])('%s', async (names) => {
    const splits = names.split(' ');
    const root = await folderOf(splits.flatMap((split) => [`${split}/cat/1.png`, `${split}/dog/1.png`]).join(' '));
    const { used, passed, notes } = await read(root);
    expect(used.toSorted()).toEqual(
      splits.flatMap((split) => [`${split}/cat/1.png cat ${split}`, `${split}/dog/1.png dog ${split}`]).toSorted(),
    );
    expect(passed).toEqual([]);
    expect(notes).toMatch(/^splits by their folders' names: /);
  });

  it('loses no split for a stray file', async () => {
    const { used, passed } = await read(
      await folderOf('train/cat/1.png train/dog/1.png train/sheet.png val/cat/1.png'),
    );
    expect(used).toEqual(['train/cat/1.png cat train', 'train/dog/1.png dog train', 'val/cat/1.png cat val']);
    expect(passed).toEqual(['loose: train/sheet.png']);
  });

  it('reads splits that are put into a folder of their name once more', async () => {
    const { used } = await read(
      await folderOf('seg_train/seg_train/sea/1.jpg seg_train/seg_train/ice/1.jpg seg_test/seg_test/sea/2.jpg'),
    );
    expect(used.map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      'sea seg_test',
      'ice seg_train',
      'sea seg_train',
    ]);
  });

  it('names the pictures of a flat split beside whole ones, and of folders beside the splits', async () => {
    const { used, passed } = await read(
      await folderOf('train/cat/1.png train/dog/1.png test/1.png test/2.png figures/x.png README.md'),
    );
    expect(used.length).toBe(2);
    expect(passed).toEqual(['no-label: test/1.png test/2.png', 'beside-splits: figures/x.png']);
  });

  it('reads class folders beside a split that has the same ones', async () => {
    const { used, passed, notes } = await read(await folderOf('cat/1.png dog/1.png test/cat/2.png test/dog/2.png'));
    expect(used).toEqual(['test/cat/2.png cat test', 'test/dog/2.png dog test', 'cat/1.png cat', 'dog/1.png dog']);
    expect(passed).toEqual([]);
    expect(notes).toContain('cat/, dog/ beside the splits are read as classes, without a split');
  });

  it('reads splits that stand within the class folders', async () => {
    const { used, notes } = await read(await folderOf('cat/train/1.png cat/test/2.png dog/train/3.png'));
    expect(used).toEqual(['cat/test/2.png cat test', 'cat/train/1.png cat train', 'dog/train/3.png dog train']);
    expect(notes).toBe('splits by the folders within the class folders: test, train.');
  });

  it('takes no flat split for a class, and says what to do', async () => {
    const { refusal, used } = await read(await folderOf('train/1.png train/2.png test/3.png train.csv'));
    expect(used).toEqual([]);
    expect(refusal).toMatch(
      /splits by their names, test\/ \(1\), train\/ \(2\).*If train\.csv is the labels file, name it/,
    );
    const beside = await read(await folderOf('cat/1.png dog/1.png test/3.png'));
    expect(beside.used).toEqual(['cat/1.png cat', 'dog/1.png dog']);
    expect(beside.passed).toEqual(['no-label: test/3.png']);
  });

  it('takes a train among other vehicles, and valid beside invalid, for classes', async () => {
    const vehicles = await read(await folderOf('bus/1.png car/1.png train/1.png'));
    expect(vehicles.used).toEqual(['bus/1.png bus', 'car/1.png car', 'train/1.png train']);
    expect(vehicles.notes).toBe('train/ is read as a class, since no other split stands beside it.');
    const valid = await read(await folderOf('valid/1.png invalid/2.png'));
    expect(valid.used).toEqual(['invalid/2.png invalid', 'valid/1.png valid']);
    const inSplits = await read(await folderOf('train/train/1.png train/bus/1.png test/train/2.png test/bus/2.png'));
    expect(inSplits.used).toContain('test/train/2.png train test');
  });
});

describe('folders within class folders', () => {
  const names = 'bird/wild/1.png cat/1.png cat/wild/2.png cat/wild/night/3.png dog/1.png';

  it('are of the class of the first folder, or of the last where the user says so', async () => {
    const root = await folderOf(names);
    const first = await read(root);
    expect(first.used).toEqual([
      ...['bird/wild/1.png bird', 'cat/1.png cat', 'cat/wild/2.png cat', 'cat/wild/night/3.png cat', 'dog/1.png dog'],
    ]);
    expect(first.notes).toBe(
      '3 of 5 pictures lie in folders within class folders, e.g. bird/wild/1.png: their class is the first folder ("bird"); --class-from parent takes the last ("wild").',
    );
    const last = await read(root, { classFrom: 'parent' });
    expect(last.used.map((line) => line.split(' ')[1])).toEqual(['wild', 'cat', 'wild', 'night', 'dog']);
    expect(last.notes).toContain('their class is the last folder ("wild"); --class-from first');
  });

  it('are read below splits too', async () => {
    const { used } = await read(await folderOf('train/cat/wild/1.png train/dog/2.png val/cat/3.png'));
    expect(used).toEqual(['train/cat/wild/1.png cat train', 'train/dog/2.png dog train', 'val/cat/3.png cat val']);
  });

  it('are looked for below a folder that holds all of them', async () => {
    const { used, notes, passed } = await read(
      await folderOf('pets/cat/1.png pets/dog/2.png __MACOSX/pets/cat/._1.png'),
    );
    expect(used).toEqual(['pets/cat/1.png cat', 'pets/dog/2.png dog']);
    expect(notes).toBe('all pictures lie in pets/: the folders in it are read.');
    expect(passed).toEqual(['hidden: __MACOSX/']);
    const splits = await read(await folderOf('pets/train/cat/1.png pets/train/dog/2.png pets/test/cat/1.png'));
    expect(splits.used).toContain('pets/test/cat/1.png cat test');
  });

  it('are not mixed where they are data sets of their own', async () => {
    const { refusal } = await read(await folderOf('one/train/cat/1.png one/val/dog/2.png two/train/cat/1.png'));
    expect(refusal).toBe('it holds several data sets (one/, two/); name the one that is meant');
    const labelled = await read(await folderOf('one/labels.csv one/1.png two/labels.csv two/1.png'));
    expect(labelled.refusal).toBe(refusal);
  });
});

describe('folders that are hardly classes', () => {
  it('are read, but not without a word', async () => {
    const { used, notes } = await read(await folderOf('cat/1.png dog/1.png masks/1.png'));
    expect(used.length).toBe(3);
    expect(notes).toBe('masks/ is read as a class; move it out of the folder if it is none.');
  });
});

describe('what is passed over', () => {
  it('is named by reason: formats, hidden files, other files, empty folders, loose pictures', async () => {
    const { used, passed } = await read(
      await folderOf(
        'cat/1.PNG cat/2.jpeg cat/._1.png cat/Thumbs.db cat/.ipynb_checkpoints/1.png cat/a.HEIC cat/b.heif cat/c.jxl cat/d.jp2 cat/e.svg cat/f cat/g.txt dog/1.JPG fish/notes.md pets.zip sheet.png README.md setup.py',
      ),
    );
    expect(used).toEqual(['cat/1.PNG cat', 'cat/2.jpeg cat', 'dog/1.JPG dog']);
    expect(passed.toSorted()).toEqual([
      'HEIC: cat/a.HEIC cat/b.heif',
      'JPEG 2000: cat/d.jp2',
      'JPEG XL: cat/c.jxl',
      'SVG: cat/e.svg',
      'archive: pets.zip',
      'hidden: cat/._1.png cat/.ipynb_checkpoints/ cat/Thumbs.db',
      'loose: sheet.png',
      'no-extension: cat/f',
      'no-pictures: fish/',
      'not-a-picture: cat/g.txt fish/notes.md',
    ]);
  });

  it('reads linked folders inside, and names the others', async () => {
    const root = await folderOf('cat/1.png .store/dog/2.png dog/0.png');
    const outside = await folderOf('secret/3.png');
    await symlink(join(root, '.store/dog'), join(root, 'wolf'));
    await symlink(join(outside, 'secret'), join(root, 'bird'));
    await symlink('..', join(root, 'cat/again'));
    await symlink('nowhere', join(root, 'cat/gone'));
    const { used, passed } = await read(root);
    expect(used).toEqual(['cat/1.png cat', 'dog/0.png dog', 'wolf/2.png wolf']);
    expect(passed).toEqual(['outside-link: bird', 'broken-link: cat/gone', 'link-loop: cat/again', 'hidden: .store/']);
  });

  it('does not follow links from link to link', async () => {
    const root = await folderOf('a/1.png b/2.png');
    await symlink('../b', join(root, 'a/b'));
    await symlink('../a', join(root, 'b/a'));
    const { used, passed } = await read(root);
    expect(used).toEqual(['a/1.png a', 'a/b/2.png a', 'b/2.png b', 'b/a/1.png b']);
    expect(passed).toEqual(['link-loop: a/b/a b/a/b']);
  });

  it('names what is not UTF-8 by its bytes', async () => {
    const root = await folderOf('cat/1.png dog/1.png');
    await writeFile(Buffer.concat([Buffer.from(`${root}/cat/caf`), Buffer.of(0xe9), Buffer.from('.png')]), '');
    await mkdir(Buffer.concat([Buffer.from(`${root}/m`), Buffer.of(0xf6)]));
    const { used, passed } = await read(root);
    expect(used.length).toBe(2);
    expect(passed).toEqual(['not-utf8: cat/caf\\xe9.png m\\xf6/']);
  });

  it.skipIf(process.getuid?.() === 0)('names a folder that may not be read', async () => {
    const root = await folderOf('cat/1.png dog/1.png bird/1.png');
    await chmod(join(root, 'bird'), 0);
    expect((await read(root)).passed).toEqual(['not-readable: bird/']);
    await chmod(join(root, 'bird'), 0o755);
  });

  it('names pipes, and takes the folder of a picture by its name', async () => {
    const root = await folderOf('cat/1.png dog/x.png/2.png');
    execFileSync('mkfifo', [join(root, 'cat/pipe')]);
    const { used, passed } = await read(root);
    expect(used).toEqual(['cat/1.png cat', 'dog/x.png/2.png dog']);
    expect(passed).toEqual(['special: cat/pipe']);
  });
});

describe('names of classes', () => {
  it('are the same with blanks at their ends, and in either form of an accent', async () => {
    const root = await temporaryFolder({
      'train/caf\u00e9/1.png': '',
      'val/cafe\u0301/2.png': '',
      'train/dog /3.png': '',
      'val/dog/4.png': '',
    });
    const { used, notes } = await read(root);
    expect(used).toEqual([
      'train/caf\u00e9/1.png caf\u00e9 train',
      'train/dog /3.png dog train',
      'val/cafe\u0301/2.png caf\u00e9 val',
      'val/dog/4.png dog val',
    ]);
    expect(notes).toContain('2 spellings of "caf\u00e9"');
    expect(notes).toContain('2 spellings of "dog"');
  });

  it('may be numbers', async () => {
    const names = ['1', '2', '10', '1.0'];
    const { classes } = await readDataset(await folderOf(names.map((name) => `${name}/a.png`).join(' ')));
    expect(classes).toEqual(['1', '1.0', '2', '10']);
  });
});

describe('readDataset of class folders', () => {
  it('says in one note what was passed over, and lists as problems what may be a loss', async () => {
    const root = await folderOf('cat/1.png cat/a.heic cat/b.heic cat/.DS_Store dog/1.png');
    const { notes, problems } = await readDataset(root);
    expect(notes).toEqual([
      'passed over: 2 HEIC files (cat/a.heic, cat/b.heic): convert them to JPEG, e.g. with "magick mogrify -format jpg"; 1 hidden or system file (cat/.DS_Store).',
    ]);
    expect(problems).toEqual([
      {
        kind: 'passed-over',
        path: 'cat/a.heic',
        others: ['cat/b.heic'],
        message:
          'Passed over: 2 HEIC files (cat/a.heic, cat/b.heic); convert them to JPEG, e.g. with "magick mogrify -format jpg".',
      },
    ]);
  });

  it('says so where nothing or one class is left', async () => {
    await expect(readDataset(await folderOf('cat/a.heic dog/b.heic'))).rejects.toThrow(
      /no picture lies in it or below\. Besides, passed over: 2 HEIC files/,
    );
    await expect(readDataset(await folderOf('cat/1.png dog/b.heic'))).rejects.toThrow(
      /at least two classes are needed.*Besides, passed over: 1 HEIC file \(dog\/b\.heic\)/,
    );
  });
});
