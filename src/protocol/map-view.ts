// The map of the audited pictures: plain data, described once, by a schema.
import { list, object, oneOf, optional, refined, text, wholeNumber, type Infer } from '../schema/index.ts';

/** More points are not drawn: of more pictures, so many that are spread over the data set. */
export const MOST_POINTS = 150_000;

/** Numbers as bytes, little-endian, in base64: a list of a hundred thousand would take the page a second to read. */
const packed = refined(text, (value) => /^[A-Za-z0-9+/]*={0,2}$/.test(value), 'base64');

/** By the two largest principal components, which are there at once, or laid out by neighbours, which takes a while. */
export const mapLayout = oneOf('components', 'neighbours');
export type MapLayout = Infer<typeof mapLayout>;

export const mapView = object({
  /** `createdAt` of the audit that it is of. */
  createdAt: text,
  layout: mapLayout,
  /** What stands near each other is alike by features, or by what the model takes it for. */
  of: oneOf('features', 'probabilities'),
  /** Pictures that were audited; more than there are points where they are too many. */
  audited: wholeNumber,
  /** Of each point x and y, uint16. */
  points: packed,
  /** Of each point the picture's id, uint32. */
  ids: packed,
  /** Of each point the given label when it was audited, as a place in the audit's classes, uint16. */
  classes: packed,
  /** Of each point the label's quality, from 0 to 255, uint8. */
  qualities: packed,
  /** The checks that flag pictures, and of each point whether it is one of them: a bit, the first in the lowest. */
  checks: optional(list(object({ name: text, flagged: packed }), 100)),
  /** Why there is none, in plain words. */
  problem: optional(text),
});

/** All audited pictures as points in two dimensions. */
export type MapView = Infer<typeof mapView>;
