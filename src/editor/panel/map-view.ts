import type { AuditReport } from '../../audit/light.ts';
import { MOST_POINTS, type MapLayout, type MapView } from '../../protocol/index.ts';
import type { LiveSession } from '../session/live-session.ts';
import { idOfPicture } from '../session/unflagged-pictures.ts';

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
}

/** The points of an audit's pictures as the panel draws them: both axes by one scale, the largest number is 65,535. */
export function mapView(
  session: Pick<LiveSession, 'report'>,
  layout: MapLayout,
  { data, columns, labels, qualities }: MapSource,
): MapView {
  const { report } = session;
  const audited = report.paths.length;
  const count = Math.min(audited, MOST_POINTS);
  const [left, top, right, bottom] = boundsOf(data, columns, audited);
  const width = Math.max(right - left, bottom - top);
  const scale = width > 0 ? WIDTH / width : 0;
  const points = new DataView(new ArrayBuffer(4 * count));
  const ids = new DataView(new ArrayBuffer(4 * count));
  const classes = new DataView(new ArrayBuffer(2 * count));
  const shades = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const place = Math.floor((i * audited) / count);
    points.setUint16(4 * i, Math.round((data[place * columns] - left) * scale), true);
    points.setUint16(4 * i + 2, Math.round((data[place * columns + 1] - top) * scale), true);
    ids.setUint32(4 * i, idOfPicture(session, place), true);
    classes.setUint16(2 * i, labels[place], true);
    shades[i] = Math.round(255 * Math.max(0, Math.min(1, qualities[place])));
  }
  return {
    ...{ createdAt: report.createdAt, layout, of: report.map?.of ?? 'features', audited },
    ...{ points: packed(points), ids: packed(ids), classes: packed(classes), qualities: packed(shades) },
  };
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
