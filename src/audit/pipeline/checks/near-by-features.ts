import type { CheckType, PictureSet } from '../../report/schema/checks-schema.ts';
import type { CheckedAudit } from './checked-audit.ts';
import type { NearRows } from './complete-rows.ts';
import { checkType, MOST_LISTED } from './checks-type.ts';
import { protection, setMember } from './set-member.ts';

/** A check's part of the report, and the score of each audited picture. */
interface Scored {
  readonly type: CheckType;
  readonly scores: Float64Array;
}

/**
 * Adds near duplicates by the distance of their features to those by pixels. Their scores are scaled so that both are flagged
 * below the same threshold. Sets that are told of by pixels, and such as hold the same file, are not told of again.
 *
 * @param own what was found by pixels; undefined where pictures were not looked at
 * @param threshold pictures with lower scores are flagged
 */
export function withNearByFeatures(
  own: Scored | undefined,
  near: NearRows,
  { dataset, exampleIndices, contentHashes, suggested, labels }: CheckedAudit,
  threshold: number,
): Scored {
  const { examples, classes } = dataset;
  const scale = threshold / near.threshold;
  const hashOf = (row: number): string => contentHashes[row] ?? `row ${row}`;
  const known = (own?.type.sets ?? []).map(({ members }) => new Set(members.map(({ index }) => index)));
  const found = near.sets.filter(
    ({ rows }) => new Set(rows.map(hashOf)).size > 1 && !known.some((members) => rows.every((row) => members.has(row))),
  );
  const isIn = new Set(found.flatMap(({ rows }) => rows));
  for (const members of known) for (const index of members) if (index !== undefined) isIn.add(index);
  const scores = near.scores.map((score, row) => {
    const byPixels = own === undefined ? 1 : own.scores[row];
    if (Number.isNaN(score)) return own === undefined ? Number.NaN : byPixels;
    // What is in no set that is told of is not flagged, whatever the features say.
    const byFeatures = isIn.has(row) || score >= near.threshold ? Math.min(1, score * scale) : threshold;
    return Number.isNaN(byPixels) ? byFeatures : Math.min(byPixels, byFeatures);
  });
  const member = (index: number) => setMember(examples[exampleIndices[index]], classes, index);
  /** What is proposed to stay: no test row ever goes; then one to validate with, then one whose label the model believes in. */
  const worth = (row: number): number =>
    2 * protection(examples[exampleIndices[row]].split) + Number(suggested[row] === labels[row]);
  const sets = found.map(({ rows, score }): PictureSet => {
    const members = rows.toSorted((a, b) => worth(b) - worth(a) || a - b).map(member);
    return { members, by: 'features', score: Math.min(1, score * scale) };
  });
  const all = [...(own?.type.sets ?? []), ...sets].sort((a, b) => a.score - b.score).slice(0, MOST_LISTED);
  const type = checkType('near_duplicates', threshold, scores, (index) => isIn.has(index));
  return { type: { ...type, sets: all, setCount: (own?.type.setCount ?? 0) + found.length }, scores };
}
