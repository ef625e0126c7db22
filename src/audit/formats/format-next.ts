import { count, finePercent, plural, share } from '../../numbers/index.ts';
import type { NextPictures } from '../report/next-pictures.ts';
import { placedPicture } from '../wording/picture-place.ts';
import { printable } from '../wording/printable.ts';
import { csvCell } from './formula-guard.ts';
import { textTable } from './text-table.ts';

/** Which pictures to label next, for a person at a terminal. Ends with a line break. */
export function formatNext({ pictures, judged, labelled, accuracy, diverseBy }: NextPictures): string {
  const how = diverseBy === undefined ? 'by worth alone' : `worth much, and different by their ${diverseBy}`;
  const columns = [
    { title: '', align: 'right' },
    { title: 'score', align: 'right' },
    { title: 'suggested', align: 'left' },
    { title: 'probability', align: 'right' },
    { title: 'picture', align: 'left' },
  ] as const;
  const rows = pictures.map((picture, i) => [
    String(i + 1),
    share(picture.score),
    printable(picture.suggested),
    share(picture.probability),
    placedPicture(picture),
  ]);
  return `${[
    `${plural(pictures.length, 'picture')} to label next, of ${count(judged)} without a label: ${how}`,
    `Judged by models that learnt from ${plural(labelled, 'labelled picture')} (accuracy ${finePercent(accuracy)} out of fold)`,
    ...textTable(columns, rows),
  ].join('\n')}\n`;
}

/** The same as CSV: `rank,image,score,suggested,probability`. */
export function nextCsv({ pictures }: NextPictures): string {
  const lines = pictures.map(({ path, score, suggested, probability }, i) =>
    [String(i + 1), csvCell(path, false), score.toFixed(6), csvCell(suggested, false), probability.toFixed(6)].join(
      ',',
    ),
  );
  return `${['rank,image,score,suggested,probability', ...lines].join('\n')}\n`;
}
