import { expect, it } from 'vitest';
import type { NextQueue } from '../../../../../src/audit/report/next-pictures.ts';
import { locatePictures } from '../../../../../src/editor/session/folder-places.ts';
import { queueReport } from '../../../../../src/editor/session/queue/queue-report.ts';
import { exampleAudit } from '../../../audit/example-audit.ts';

const { dataset, options } = exampleAudit().report;
const picture = (path: string): NextQueue['pictures'][number] => ({
  ...{ path, written: 'unlabelled', suggested: 'dog', probability: 0.8, score: 0.1 },
  classes: [{ class: 'dog', probability: 0.8 }],
});
const queue: NextQueue = {
  ...{
    root: '/pets',
    classes: ['cat', 'dog', 'fox'],
    dataset,
    options,
    judged: 3,
    labelled: 4,
    accuracy: 1,
    seconds: 1,
  },
  pictures: ['unlabelled/1.png', 'unlabelled/2.png'].map(picture),
  namesakes: ['cat/1.png', 'fox/1.png', 'fox/2.png'],
};
const folder = (path: string, ...pictures: string[]) => ({ path, class: path, named: path, pictures });

it('finds a picture that was labelled where it was moved, and takes no other of its name for it', () => {
  const report = queueReport(queue);
  expect(report.issues.map(({ index, path }) => report.paths[index] === path)).toEqual([true, true]);
  const places = locatePictures(report, [
    ...[folder('cat', '1.png'), folder('dog', '1.png')],
    ...[folder('fox', '1.png', '2.png'), folder('unlabelled', '3.png')],
  ]);
  expect([places.pathOf('unlabelled/1.png'), places.labelOf('unlabelled/1.png')]).toEqual(['dog/1.png', 'dog']);
  // Its file is gone, and fox/2.png is another's.
  expect([places.pathOf('unlabelled/2.png'), places.labelOf('unlabelled/2.png')]).toEqual([undefined, undefined]);
});
