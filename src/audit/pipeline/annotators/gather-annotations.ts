import { gatherAnnotations, type AnnotatorLabels } from '../../../core/index.ts';
import type { Dataset } from '../../../dataset/index.ts';

/** What annotators say of the rows of an audit, as core takes it. */
export interface GatheredAnnotations {
  /** For each picture that somebody labelled, its row: an index of `exampleIndices`, ascending. */
  readonly rows: Int32Array;
  /** Names of those who labelled one of them. */
  readonly names: readonly string[];
  readonly annotations: AnnotatorLabels;
  /** How many of the pictures have several labels. */
  readonly several: number;
}

/**
 * What annotators say of the examples of some rows; undefined where there are no annotators, or none gave a label.
 * @param exampleIndices for each row, the index of its example
 */
export function gatherSaid(
  { annotators, examples }: Dataset,
  exampleIndices: ArrayLike<number>,
): GatheredAnnotations | undefined {
  if (annotators === undefined) return undefined;
  const rows: number[] = [];
  const places = new Map<number, number>();
  const [of, by, labels]: [number[], number[], number[]] = [[], [], []];
  let several = 0;
  const active = new Set<number>();
  for (let row = 0; row < exampleIndices.length; row++) {
    for (const { annotator } of examples[exampleIndices[row]].said ?? []) active.add(annotator);
  }
  const ordered = [...active].sort((a, b) => a - b);
  ordered.forEach((annotator, place) => places.set(annotator, place));
  for (let row = 0; row < exampleIndices.length; row++) {
    const { said = [] } = examples[exampleIndices[row]];
    if (said.length === 0) continue;
    if (said.length > 1) several++;
    for (const { annotator, label } of said) {
      of.push(rows.length);
      by.push(places.get(annotator)!);
      labels.push(label);
    }
    rows.push(row);
  }
  if (rows.length === 0) return undefined;
  const arrays = {
    examples: Int32Array.from(of),
    annotators: Int32Array.from(by),
    labels: Int32Array.from(labels),
  };
  return {
    rows: Int32Array.from(rows),
    names: ordered.map((annotator) => annotators.names[annotator]),
    annotations: gatherAnnotations(rows.length, ordered.length, arrays),
    several,
  };
}
