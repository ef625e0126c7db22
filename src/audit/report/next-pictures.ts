import type { AuditReport } from './types.ts';

/** A picture whose label is worth having. */
export interface NextPicture {
  /** POSIX path relative to the root. */
  readonly path: string;
  /** 1-based row of the labels file, where it has one. */
  readonly row?: number;
  /** Name of that labels file, where there are several. */
  readonly file?: string;
  readonly split?: string;
  /** ActiveLab's: in [0, 1], the lower, the more a label is worth. */
  readonly score: number;
  /** The class that the models find most probable, and how probable. */
  readonly suggested: string;
  readonly probability: number;
}

/** Which pictures to label next. */
export interface NextPictures {
  readonly root: string;
  readonly classes: readonly string[];
  /** In the order in which to label them. */
  readonly pictures: readonly NextPicture[];
  /** How many without a label were judged, and by how many with one. */
  readonly judged: number;
  readonly labelled: number;
  /** Share of those whose label the models predict out of sample. */
  readonly accuracy: number;
  /** What tells that pictures are alike; absent where they were ranked by worth alone. */
  readonly diverseBy?: 'features' | 'probabilities';
  readonly seconds: number;
}

/** A picture of a queue: chosen, and to be labelled where its label will stand. */
export interface QueuedPicture extends NextPicture {
  /** What stands there now: nothing, a label that says that there is none, or the name of its folder. */
  readonly written: string;
  /** Its most probable classes, first the one that is suggested. */
  readonly classes: readonly { readonly class: string; readonly probability: number }[];
}

/** Pictures to label next, with all that an editor needs to write their labels down. */
export interface NextQueue extends Omit<NextPictures, 'pictures'>, Pick<AuditReport, 'dataset' | 'options'> {
  readonly pictures: readonly QueuedPicture[];
  /**
   * Paths of other pictures whose file is called as one of these. A picture that has moved is looked for by its name, and so is
   * the one of a row that writes an absolute path: these are not to be taken for it.
   */
  readonly namesakes: readonly string[];
}
