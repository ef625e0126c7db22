import type { FoldTask } from './worker-protocol.ts';

/** One training of a cross-validation. */
export interface FoldPlace extends Omit<FoldTask, 'train' | 'test' | 'earlyStopping'> {
  /** Fold in which each picture is held out. */
  readonly foldOf: Int32Array;
  /** 1 for each picture that is not trained on; it is judged all the same. */
  readonly leftOut?: Uint8Array;
}

/** What a training is told: its fold's networks are trained on the other folds' pictures, and judge its own. */
export function foldTask({ foldOf, leftOut, ...place }: FoldPlace): FoldTask {
  const { fold } = place;
  return {
    ...place,
    train: indicesWhere(foldOf, (other, i) => other !== fold && leftOut?.[i] !== 1),
    test: indicesWhere(foldOf, (other) => other === fold),
  };
}

/** What messages call a training of a cross-validation. */
export function foldName({ fold, round, member }: Pick<FoldPlace, 'fold' | 'round' | 'member'>): string {
  const name = round === 1 ? `fold ${fold + 1}` : `round ${round}, fold ${fold + 1}`;
  return member === undefined ? name : `${name}, network ${member + 1}`;
}

function indicesWhere(values: Int32Array, wanted: (value: number, index: number) => boolean): Int32Array {
  const indices = new Int32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (wanted(values[i], i)) indices[count++] = i;
  return indices.slice(0, count);
}
