import { count, plural, share } from '../../../numbers/index.ts';
import type { AnnotatorsReport } from '../schema/annotators-schema.ts';

/** Columns of the table of annotators. */
export const ANNOTATOR_TITLES = ['annotator', 'labels', 'quality', 'agreement', 'weakest class'] as const;

const METHODS = {
  crowdlab: 'annotators and model together (CROWDLAB)',
  majority: 'majority vote',
  'dawid-skene': "the annotators' estimated confusions (Dawid and Skene)",
} as const;

/** What annotators make of a data set, in sentences. */
export function annotatorSentences(report: AnnotatorsReport): string[] {
  const { table, pictures, several, disputed, other, consensusQuality, method, audited } = report;
  const differs =
    audited === 'majority'
      ? `For ${plural(other, 'picture')} it is another class than the majority.`
      : `For ${plural(other, 'picture')} it is another class than the label that was audited.`;
  return [
    `${plural(table.length, 'annotator')} labelled ${plural(pictures, 'picture')}, ${count(several)} of them several times; on ${count(disputed)} they do not all agree.`,
    `The consensus is made by ${METHODS[method]}; its mean quality is ${share(consensusQuality)}.`,
    ...(method === 'majority' && audited === 'majority' ? [] : [differs]),
  ];
}

/** Who said what, in a few words. */
export function saidWords(said: readonly (readonly [annotator: string, label: string])[]): string {
  return said.map(([annotator, label]) => `${annotator}: ${label}`).join(', ');
}
