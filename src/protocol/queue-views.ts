// The queue of pictures to label next: plain data, each described once, by a schema.
import {
  flag,
  list,
  object,
  optional,
  orNull,
  real,
  refined,
  text,
  tuple,
  unit,
  variants,
  wholeNumber,
  type Infer,
} from '../schema/index.ts';
import { classKeys, ids, progressView } from './audit-view.ts';

const standing = {
  /** The label that it was given here; absent while it waits for one. */
  current: optional(text),
  /** Its row or file is gone. */
  isGone: flag,
};

const queuedPicture = object({
  /** Its place in the queue. */
  id: wholeNumber,
  path: text,
  split: optional(text),
  /** The most probable classes, most probable first. */
  classes: refined(list(object({ class: text, probability: real })), ({ length }) => length > 0, 'one class or more'),
  ...standing,
});

/** A picture that waits for a label, or was given one. */
export type QueuedPictureView = Infer<typeof queuedPicture>;

export const queueView = object({
  /** Another number for each choice of pictures. */
  batch: wholeNumber,
  /** Name of the data set. */
  name: text,
  /** The file that labels are written into, where there is but one. */
  labelsFile: optional(text),
  /** A label is the folder that a picture is in. */
  movesFiles: flag,
  classes: list(text),
  classKeys: optional(classKeys),
  pictures: refined(
    list(queuedPicture),
    (pictures) => pictures.length > 0 && pictures.every(({ id }, place) => id === place),
    'pictures in the order of their ids',
  ),
  /** How many pictures without a label were judged, by how many with one, and for which share of those the models are right. */
  judged: wholeNumber,
  labelled: wholeNumber,
  accuracy: unit,
});
export type QueueView = Infer<typeof queueView>;

/** What the page is told of the queue that it shows. */
export const queueNews = variants('kind', {
  /** What became of pictures. */
  changes: { batch: wholeNumber, changes: list(object({ id: wholeNumber, ...standing })) },
  /** Small pictures as webview URIs; null where one is gone or unreadable. */
  small: { batch: wholeNumber, uris: list(tuple(wholeNumber, orNull(text))) },
  /** `uri` is absent where it is gone or unreadable. */
  large: { batch: wholeNumber, id: wholeNumber, uri: optional(text) },
  /** The next pictures are being chosen, and no longer. */
  ranking: { progress: progressView },
  ranked: {},
});
export type QueueNews = Infer<typeof queueNews>;

/** What the page asks for while it shows a queue. */
export const queueAsk = variants('kind', {
  small: { ids },
  large: { id: wholeNumber },
  label: { id: wholeNumber, label: refined(text, (value) => value !== '', 'a label') },
  /** Takes back the last label that was given here. */
  undo: {},
  redo: {},
  keys: { keys: classKeys },
  /** Choose anew: with the labels that were given since. */
  rank: {},
  cancel: {},
  /** Show the audit again. */
  close: {},
});
export type QueueAsk = Infer<typeof queueAsk>;
