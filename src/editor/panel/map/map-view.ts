import type { AuditReport, CheckType } from '../../../audit/light.ts';
import { MOST_POINTS, type MapLayout, type MapView } from '../../../protocol/index.ts';
import type { LiveSession } from '../../session/live-session.ts';
import { idOfPicture } from '../../session/unflagged-pictures.ts';

/** Largest coordinate of a point. */
const WIDTH = 65_535;

const NO_POINTS = { points: '', ids: '', classes: '', qualities: '' } as const;

/** A map without points, and why. */
export function emptyMap({ createdAt, map }: AuditReport, layout: MapLayout, problem: string): MapView {
  return { ...NO_POINTS, createdAt, layout, of: map?.of ?? 'features', audited: 0, problem };
}

export interface MapSource {
  /** One row for each audited picture, of which the first two columns are the point. */
  readonly data: Float32Array;
  readonly columns: number;
  /** Given label of each audited picture. */
  readonly labels: ArrayLike<number>;
  /** Label quality of each, in [0, 1]. */
  readonly qualities: ArrayLike<number>;
  /** Of each a score of each check of the report; absent where they are gone. */
  readonly scores?: Float32Array;
}

/** The points of an audit's pictures as the panel draws them: both axes by one scale, the largest number is 65,535. */
export function mapView(
  session: Pick<LiveSession, 'report'>,
  layout: MapLayout,
  { data, columns, labels, qualities, scores }: MapSource,
): MapView {
  const { report } = session;
  const audited = report.paths.length;
  const count = Math.min(audited, MOST_POINTS);
  const [left, top, right, bottom] = boundsOf(data, columns, audited);
  const width = Math.max(right - left, bottom - top);
  const scale = width > 0 ? WIDTH / width : 0;
  /** Which of all pictures a point is. */
  const placeOf = (point: number): number => Math.floor((point * audited) / count);
  const points = new DataView(new ArrayBuffer(4 * count));
  const ids = new DataView(new ArrayBuffer(4 * count));
  const classes = new DataView(new ArrayBuffer(2 * count));
  const shades = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const place = placeOf(i);
    points.setUint16(4 * i, Math.round((data[place * columns] - left) * scale), true);
    points.setUint16(4 * i + 2, Math.round((data[place * columns + 1] - top) * scale), true);
    ids.setUint32(4 * i, idOfPicture(session, place), true);
    classes.setUint16(2 * i, labels[place], true);
    shades[i] = Math.round(255 * Math.max(0, Math.min(1, qualities[place])));
  }
  return {
    ...{ createdAt: report.createdAt, layout, of: report.map?.of ?? 'features', audited },
    ...{ points: packed(points), ids: packed(ids), classes: packed(classes), qualities: packed(shades) },
    ...(report.checks === undefined ? {} : { checks: checksView(report.checks.types, scores, count, placeOf) }),
  };
}

/** Which points each check flags, by the audit's thresholds; those that flag none are left out. */
function checksView(
  types: readonly CheckType[],
  scores: Float32Array | undefined,
  count: number,
  placeOf: (point: number) => number,
): NonNullable<MapView['checks']> {
  return types.flatMap((type, column) => {
    const isFlagged = flaggedBy(type, column, types.length, scores);
    const bits = new Uint8Array(Math.ceil(count / 8));
    for (let i = 0; i < count; i++) if (isFlagged(placeOf(i))) bits[i >> 3] |= 1 << (i & 7);
    return bits.some((byte) => byte !== 0) ? [{ name: type.name, flagged: packed(bits) }] : [];
  });
}

function flaggedBy(
  { flagged, threshold, pictures, sets = [] }: CheckType,
  column: number,
  columns: number,
  scores: Float32Array | undefined,
): (place: number) => boolean {
  if (flagged === 0) return () => false;
  // In the scores' own precision: what is equal to a threshold is not below it.
  const limit = Math.fround(threshold);
  if (scores !== undefined) return (place) => scores[place * columns + column] < limit;
  // Those that the report lists.
  const listed = new Set(pictures.map(({ index }) => index));
  for (const { members } of sets) for (const { index } of members) if (index !== undefined) listed.add(index);
  return (place) => listed.has(place);
}

function boundsOf(data: Float32Array, columns: number, n: number): [number, number, number, number] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let row = 0; row < n; row++) {
    const [x, y] = [data[row * columns], data[row * columns + 1]];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return [left, top, right, bottom];
}

const packed = ({ buffer }: DataView | Uint8Array): string => Buffer.from(buffer).toString('base64');
