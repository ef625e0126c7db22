import { describe, expect, it } from 'vitest';
import { normaliseDatasetPath } from '../../../../src/files/inner-path.ts';
import { type AuditReport } from '../../../../src/audit/report/types.ts';
import { locatePictures } from '../../../../src/editor/session/folder-places.ts';
import type { ScannedRow } from '../../../../src/editor/labels/scan-row.ts';
import { trackPictures } from '../../../../src/editor/labels/tracked-pictures.ts';

const issue = (index: number, path: string) => ({
  ...{ index, path, givenLabel: 'i', suggestedLabel: 'v' },
  ...{ labelQuality: 0.1, givenProbability: 0.1, suggestedProbability: 0.9 },
});

/** Only what the functions under test look at. */
function report(paths: string[], flagged: string[], faulty: string[] = []): AuditReport {
  return {
    paths,
    issues: flagged.map((path) => issue(paths.indexOf(path), path)),
    problems: faulty.map((path) => ({ kind: 'missing-image', path, message: `${path} is gone` })),
    dataset: { classes: ['i', 'v'] },
  } as unknown as AuditReport;
}

const row = (line: number, image: string, label: string, split = ''): ScannedRow => ({
  ...{ file: 0, line, lines: 1, reach: 1, isRagged: false, image, label, split },
  labelSpan: undefined,
});
const pathsOf = () => (one: ScannedRow) => normaliseDatasetPath(one.image);
const track = (of: AuditReport, labels?: number[]) =>
  trackPictures({ report: of, labels, pathsOf, pause: () => Promise.resolve() });

describe('trackPictures', () => {
  it('knows a picture by its path, however that is written', async () => {
    const pictures = await track(report(['x/a.png', 'b.png'], ['x/a.png']));
    const first = row(3, String.raw`.\x\a.png`, 'i');
    pictures.appeared(first);
    expect(pictures.flagged[0].rows).toEqual([first]);
    expect(pictures.of(first)?.path).toBe('x/a.png');
    expect(pictures.takeChanged()).toEqual([0]);
    expect(pictures.takeChanged()).toEqual([]);
  });

  it('counts the topmost of several rows first', async () => {
    const pictures = await track(report(['a.png'], ['a.png']));
    const [low, high] = [row(9, 'a.png', 'i'), row(2, 'a.png', 'v')];
    pictures.appeared(low);
    pictures.appeared(high);
    expect(pictures.flagged[0].rows[0]).toBe(high);
    pictures.disappeared(high);
    expect(pictures.flagged[0].rows).toEqual([low]);
  });

  it('tells changes by other hands from decisions on flagged rows', async () => {
    const pictures = await track(report(['a.png', 'b.png', 'c.png'], ['a.png'], ['c.png']), [0, 1, 0]);
    const [a, b] = [row(1, 'a.png', 'i'), row(2, 'b.png', 'v')];
    expect(pictures.foreignChanges).toBe(true);
    pictures.appeared(a);
    pictures.appeared(b);
    expect(pictures.foreignChanges).toBe(false);
    // The flagged row is relabelled and taken out: decisions.
    pictures.disappeared(a);
    pictures.appeared(row(1, 'a.png', 'v'));
    expect(pictures.foreignChanges).toBe(false);
    // Another row is relabelled.
    pictures.disappeared(b);
    const relabelled = row(2, 'b.png', 'i');
    pictures.appeared(relabelled);
    expect(pictures.foreignChanges).toBe(true);
    pictures.disappeared(relabelled);
    pictures.appeared(b);
    expect(pictures.foreignChanges).toBe(false);
    // A new picture.
    pictures.appeared(row(3, 'new.png', 'i'));
    expect(pictures.foreignChanges).toBe(true);
  });
});

describe('pictures in several splits', () => {
  const ofTraining = {
    ...report(['a.png', 'b.png'], []),
    repeated: [{ index: 0, row: 2, split: 'train' }],
    issues: [{ ...issue(0, 'a.png'), row: 2, split: 'train' }],
  } as unknown as AuditReport;

  it('are flagged in the rows of their own split', async () => {
    const pictures = await track(ofTraining);
    const [test, train] = [row(1, 'a.png', 'i', 'test'), row(2, 'a.png', 'i', 'train')];
    pictures.appeared(test);
    expect(pictures.flagged[0].rows).toEqual([]);
    pictures.appeared(train);
    expect(pictures.flagged[0].rows).toEqual([train]);
    expect(pictures.find('a.png')?.allRows).toEqual([test, train]);
    expect([pictures.auditedOf(test), pictures.auditedOf(train)]).toEqual([undefined, pictures.flagged[0]]);
    pictures.disappeared(train);
    expect(pictures.flagged[0].rows).toEqual([]);
  });

  it('do not count as changed where the other split was not audited', async () => {
    const pause = (): Promise<void> => Promise.resolve();
    const options = { report: ofTraining, labels: [0, 1], splits: ['train'], pathsOf, pause };
    const pictures = await trackPictures(options);
    for (const one of [row(1, 'a.png', 'v', 'test'), row(2, 'a.png', 'i', 'train'), row(3, 'b.png', 'v', 'train')]) {
      pictures.appeared(one);
    }
    pictures.appeared(row(4, 'c.png', 'v', 'test'));
    expect(pictures.foreignChanges).toBe(false);
    pictures.appeared(row(5, 'd.png', 'v', 'train'));
    expect(pictures.foreignChanges).toBe(true);
  });
});

describe('labels that are left out', () => {
  it('are no change of other hands, whatever pictures bear them', async () => {
    const pause = (): Promise<void> => Promise.resolve();
    const of = report(['a.png', 'b.png'], []);
    const pictures = await trackPictures({ report: of, labels: [0, 1], ignoreLabels: ['nan'], pathsOf, pause });
    for (const one of [row(1, 'a.png', 'i'), row(2, 'b.png', 'v'), row(3, 'c.png', 'nan')]) pictures.appeared(one);
    expect(pictures.foreignChanges).toBe(false);
    pictures.appeared(row(4, 'd.png', 'i'));
    expect(pictures.foreignChanges).toBe(true);
  });
});

describe('rows of several labels files', () => {
  it('are in the order of the files', async () => {
    const pictures = await track(report(['a.png'], ['a.png']));
    const [first, second] = [row(9, 'a.png', 'i'), { ...row(2, 'a.png', 'v'), file: 1 }];
    pictures.appeared(second);
    pictures.appeared(first);
    expect(pictures.find('a.png')?.allRows).toEqual([first, second]);
  });
});

describe('trackPictures of pictures that are not flagged', () => {
  const of = report(['a.png', 'b.png'], ['a.png']);
  const decided = new Set<string>();
  const isDecided = ({ path }: { path: string }) => decided.has(path);
  const open = () => trackPictures({ report: of, labels: [0, 1], isDecided, pathsOf, pause: () => Promise.resolve() });

  it('does not take what a review changed for a change of other hands', async () => {
    const pictures = await open();
    pictures.appeared(row(1, 'a.png', 'i'));
    const b = row(2, 'b.png', 'v');
    pictures.appeared(b);
    decided.add('b.png');
    const relabelled = row(2, 'b.png', 'i');
    pictures.disappeared(b);
    pictures.appeared(relabelled);
    expect(pictures.foreignChanges).toBe(false);
    pictures.disappeared(relabelled);
    expect(pictures.foreignChanges).toBe(false);
    decided.clear();
    // The same change, made by hand.
    pictures.appeared(relabelled);
    expect(pictures.foreignChanges).toBe(true);
    // Decided at last: nothing is left that was counted before.
    decided.add('b.png');
    pictures.disappeared(relabelled);
    pictures.appeared(b);
    expect(pictures.foreignChanges).toBe(false);
  });

  it('knows each by its place', async () => {
    const pictures = await open();
    const b = row(2, 'b.png', 'v');
    pictures.appeared(b);
    expect(pictures.example(1)?.rows).toEqual([b]);
    expect(pictures.example(2)).toBeUndefined();
  });
});

describe('locatePictures', () => {
  const folder = (path: string, ...pictures: string[]) => ({
    ...{ path, named: path, class: path.split('/').at(-1)! },
    pictures,
  });
  const audited = report(['train/i/1.png', 'train/v/1.png', 'val/i/1.png', 'train/v/2.png'], ['train/i/1.png']);
  const untouched = [folder('train/i', '1.png'), folder('train/v', '1.png', '2.png'), folder('val/i', '1.png')];

  it('finds everything where it was', () => {
    const places = locatePictures(audited, untouched);
    expect(places.labelOf('train/i/1.png')).toBe('i');
    expect(places.pathOf('train/v/2.png')).toBe('train/v/2.png');
    expect(places.foreignChanges).toBe(false);
  });

  it('does not take the picture of the same name in another class for the one that is gone', () => {
    const places = locatePictures(audited, [untouched[1], untouched[2]]);
    expect(places.labelOf('train/i/1.png')).toBeUndefined();
    expect(places.foreignChanges).toBe(false);
  });

  it('finds a picture that was moved to another class of its split', () => {
    const of = report(['train/i/7.png', 'train/v/2.png', 'val/v/3.png'], ['train/i/7.png']);
    const rest = [folder('train/v', '2.png', '7.png'), folder('val/v', '3.png')];
    const places = locatePictures(of, rest);
    expect(places.labelOf('train/i/7.png')).toBe('v');
    expect(places.pathOf('train/i/7.png')).toBe('train/v/7.png');
    expect(places.foreignChanges).toBe(false);
    const elsewhere = locatePictures(of, [folder('train/v', '2.png'), folder('val/v', '3.png', '7.png')]);
    expect(elsewhere.labelOf('train/i/7.png')).toBeUndefined();
    expect(elsewhere.foreignChanges).toBe(true);
  });

  it('finds a picture of a folder within a class that was moved to another class, and where its class is named', () => {
    const within = (path: string, named: string, ...pictures: string[]) => ({
      ...folder(path, ...pictures),
      named,
      class: named,
    });
    const of = report(['cat/home/1.png', 'cat/wild/1.png', 'dog/2.png'], ['cat/home/1.png', 'cat/wild/1.png']);
    const now = [within('cat/wild', 'cat', '1.png'), within('dog', 'dog', '2.png'), within('dog/home', 'dog', '1.png')];
    const places = locatePictures(of, now);
    expect(places.pathOf('cat/home/1.png')).toBe('dog/home/1.png');
    expect(places.labelOf('cat/home/1.png')).toBe('dog');
    expect(places.labelOf('cat/wild/1.png')).toBe('cat');
    expect(places.foreignChanges).toBe(false);
    expect(
      ['cat/home/1.png', 'cat/wild/1.png', 'dog/2.png', 'dog/home/1.png'].map((path) => places.namedBy(path)),
    ).toEqual(['cat', 'cat', 'dog', 'dog']);
    const byLast = locatePictures(of, [
      folder('cat/wild', '1.png'),
      folder('dog', '2.png'),
      folder('cat/home', '1.png'),
    ]);
    expect(byLast.namedBy('cat/home/1.png')).toBe('cat/home');
    expect(byLast.namedBy('dog/2.png')).toBe('dog');
  });

  it('does not take what a review moved for a change of other hands', () => {
    const moved = [folder('train/i', '1.png', '2.png'), folder('train/v', '1.png'), folder('val/i', '1.png')];
    expect(locatePictures(audited, moved).foreignChanges).toBe(true);
    const places = locatePictures(audited, moved, (path) => path === 'train/v/2.png');
    expect(places.foreignChanges).toBe(false);
    expect(places.labelOf('train/v/2.png')).toBe('i');
  });

  it('notices pictures that came and went', () => {
    expect(locatePictures(audited, [...untouched, folder('val/v', '9.png')]).foreignChanges).toBe(true);
    expect(locatePictures(audited, untouched.slice(0, 2)).foreignChanges).toBe(true);
  });
});
