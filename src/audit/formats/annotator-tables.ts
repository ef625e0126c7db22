import { count, share } from '../../numbers/index.ts';
import { ANNOTATOR_TITLES, annotatorSentences } from '../report/words/annotator-words.ts';
import type { AnnotatorsReport } from '../report/schema/annotators-schema.ts';
import { printable } from '../wording/printable.ts';
import { textTable } from './text-table.ts';

/** What annotators make of a data set, and the table of them, under a heading. */
export function annotatorLines(annotators: AnnotatorsReport | undefined): string[] {
  if (annotators === undefined) return [];
  return [
    'Annotators, worst first',
    ...annotatorSentences(annotators).map((sentence) => `  ${sentence}`),
    ...annotatorTable(annotators),
  ];
}

function annotatorTable({ table }: AnnotatorsReport): string[] {
  const numbers = new Set(['labels', 'quality', 'agreement']);
  const columns = ANNOTATOR_TITLES.map((title) => ({
    title,
    align: numbers.has(title) ? ('right' as const) : ('left' as const),
  }));
  const rows = table.map(({ name, labelled, quality, agreement, worstClass }) => [
    printable(name),
    count(labelled),
    quality === null ? 'not known' : share(quality),
    share(agreement),
    printable(worstClass),
  ]);
  return textTable(columns, rows);
}
