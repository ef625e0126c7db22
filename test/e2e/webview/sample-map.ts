import type { AuditView, IssueRow, MapView } from '../../../src/protocol/messages.ts';

const WIDTH = 65_535;

/** Where a class stands on the sample map: on a circle. */
export function centreOf(audit: AuditView, name: string): readonly [x: number, y: number] {
  const angle = (2 * Math.PI * audit.classes.indexOf(name)) / audit.classes.length;
  return [WIDTH * (0.5 + 0.4 * Math.cos(angle)), WIDTH * (0.5 + 0.4 * Math.sin(angle))];
}

/** A map of these pictures: each stands near those of the class that is suggested for it. */
export function sampleMap(audit: AuditView, rows: readonly IssueRow[]): MapView {
  const points = Buffer.alloc(4 * rows.length);
  const ids = Buffer.alloc(4 * rows.length);
  const classes = Buffer.alloc(2 * rows.length);
  const qualities = Buffer.alloc(rows.length);
  rows.forEach(({ id, given, suggested, quality }, i) => {
    const [x, y] = centreOf(audit, suggested);
    const angle = i * 2.4;
    const away = 3500 * Math.sqrt(((i * 37) % 100) / 100);
    points.writeUInt16LE(Math.round(x + away * Math.cos(angle)), 4 * i);
    points.writeUInt16LE(Math.round(y + away * Math.sin(angle)), 4 * i + 2);
    ids.writeUInt32LE(id, 4 * i);
    classes.writeUInt16LE(audit.classes.indexOf(given), 2 * i);
    qualities[i] = Math.round(255 * quality);
  });
  const packed = (bytes: Buffer) => bytes.toString('base64');
  return {
    ...{ createdAt: audit.createdAt, layout: 'components', of: 'features', audited: rows.length },
    ...{ points: packed(points), ids: packed(ids), classes: packed(classes), qualities: packed(qualities) },
  };
}
