/** How a training went in one epoch. */
export interface CurvePoint {
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
}

/** What a report keeps of an epoch: JSON has no NaN and no infinity, and holds null in their place. */
interface RecordedEpoch {
  readonly epoch: number;
  readonly loss: number | null;
  readonly accuracy: number | null;
}

/** The epochs that can be drawn: a loss that was no number (of a training that failed, say) has no place on a curve. */
export function trainingCurve(history: readonly RecordedEpoch[]): CurvePoint[] {
  return history.flatMap(({ epoch, loss, accuracy }) =>
    isFinite(loss) && isFinite(accuracy) ? [{ epoch, loss, accuracy }] : [],
  );
}

function isFinite(value: number | null): value is number {
  return Number.isFinite(value);
}

/** A number as JSON holds it: null where there is none, as the accuracy over no pictures. */
export function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The epochs of a training, as a report keeps them. */
export function recordedEpochs<Epoch extends { readonly loss: number; readonly accuracy: number }>(
  history: readonly Epoch[],
): (Omit<Epoch, 'loss' | 'accuracy'> & { readonly loss: number | null; readonly accuracy: number | null })[] {
  return history.map((epoch) => ({
    ...epoch,
    loss: numberOrNull(epoch.loss),
    accuracy: numberOrNull(epoch.accuracy),
  }));
}
