import { CONSENSUS_BY } from '../../options/consensus-options.ts';
import {
  list,
  object,
  oneOf,
  optional,
  orNull,
  probability,
  text,
  wholeNumber,
  type Infer,
} from '../../../schema/index.ts';

const annotator = object({
  name: text,
  /** How many of the pictures it labelled. */
  labelled: wholeNumber,
  /** In [0, 1]: low errs much; null where no other annotator labelled its pictures. */
  quality: orNull(probability),
  /** Share of its labels that are the consensus. */
  agreement: probability,
  /** The class of which its labels are the consensus most rarely. */
  worstClass: text,
});
export type AnnotatorRow = Infer<typeof annotator>;

const question = object({
  path: text,
  row: optional(wholeNumber),
  /** Name of that labels file, where there are several. */
  file: optional(text),
  split: optional(text),
  consensus: text,
  /** In [0, 1]: how probably it is right. */
  quality: probability,
  /** The lower, the more another label is worth. */
  score: probability,
  /** Annotators who have not labelled it, the best first; empty where all have. */
  ask: list(text),
});
export type Question = Infer<typeof question>;

/** What several annotators make of the pictures, and how far each is to be trusted. */
export const annotatorsSchema = object({
  /** One column an annotator, or one row a label. */
  from: oneOf('columns', 'rows'),
  /** What was audited: the majority of their labels, or a column of its own. */
  audited: oneOf('majority', 'column'),
  method: oneOf(...CONSENSUS_BY),
  /** Pictures that some annotator labelled, and those that several did. */
  pictures: wholeNumber,
  several: wholeNumber,
  /** Of several labels, pictures whose annotators do not all agree. */
  disputed: wholeNumber,
  /** Pictures whose consensus is another class than the label that was audited. */
  other: wholeNumber,
  /** Mean quality of the consensus. */
  consensusQuality: probability,
  /** Worst first. */
  table: list(annotator),
  /** Pictures for which another label is worth most, the first of them. */
  questions: list(question),
});
export type AnnotatorsReport = Infer<typeof annotatorsSchema>;
