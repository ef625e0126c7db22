import { count, share } from '../../numbers/index.ts';
import type { ConsensusResult } from '../report/consensus.ts';
import { saidWords } from '../report/words/annotator-words.ts';
import { placedPicture } from '../wording/picture-place.ts';
import { printable } from '../wording/printable.ts';
import { annotatorLines } from './annotator-tables.ts';
import { textTable } from './text-table.ts';

export interface ConsensusTextOptions {
  /** How many of the pictures to ask about are listed. */
  readonly top: number;
}

/** A consensus in plain words, for a person at a terminal. Ends with a line break. */
export function formatConsensus(
  { annotators, pictures, warnings }: ConsensusResult,
  { top }: ConsensusTextOptions,
): string {
  const asked = annotators.questions.slice(0, top);
  const saidOf = new Map(pictures.map(({ path, split = '', said }) => [`${path}\0${split}`, said]));
  const columns = [
    { title: 'quality', align: 'right' },
    { title: 'consensus', align: 'left' },
    { title: 'picture', align: 'left' },
    { title: 'said', align: 'left' },
    { title: 'ask', align: 'left' },
  ] as const;
  const rows = asked.map(({ quality, consensus, split = '', ask, ...picture }) => [
    share(quality),
    printable(consensus),
    placedPicture(picture),
    printable(saidWords(saidOf.get(`${picture.path}\0${split}`) ?? [])),
    ask.length === 0 ? 'someone new: all have labelled it' : printable(ask.join(', ')),
  ]);
  const sections = [
    annotatorLines(annotators),
    asked.length === 0
      ? []
      : [
          `Where another label is worth most (${count(asked.length)} of ${count(annotators.pictures)}), and whom to ask`,
          ...textTable(columns, rows),
        ],
    warnings.length === 0 ? [] : ['Warnings', ...warnings.map((warning) => `  ${printable(warning)}`)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** A consensus for programs: every picture with its label, quality and who said what. Ends with a line break. */
export function consensusJson({ dataset, annotators, pictures, warnings }: ConsensusResult): string {
  const { root, classes } = dataset;
  return `${JSON.stringify({ root, classes, annotators, pictures, warnings }, undefined, 1)}\n`;
}
