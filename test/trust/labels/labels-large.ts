import fc from 'fast-check';
import { labelsSession, type Session } from './labels-session.ts';
import { closed, headerOf, settled, type LabelsModel } from './labels-model.ts';

/** The file's rows again and again, in all `count` of them. */
function repeated(model: LabelsModel, count: number): LabelsModel {
  const header = model.pieces.findIndex(({ kind }) => kind === 'row');
  const body = model.pieces.slice(header + 1);
  const rows = body.filter(({ kind }) => kind === 'row').length;
  const times = rows === 0 ? 1 : Math.ceil(count / rows);
  const pieces = [...model.pieces.slice(0, header + 1), ...Array.from({ length: times }, () => body).flat()];
  return settled({ ...model, pieces: closed(pieces, headerOf(model).end || '\n') });
}

/** A session on a file of `min` to `max` rows; the numbers that pick rows reach all of it. */
export function largeSession(min: number, max: number): fc.Arbitrary<Session> {
  return fc.record({ session: labelsSession, count: fc.integer({ min, max }), stride: fc.nat(max) }).map((spec) => {
    const { start, steps } = spec.session;
    const far = (row: number): number => row * (1 + spec.stride);
    const wide = steps.slice(0, 4).map((step) => {
      if ('rows' in step) return { ...step, rows: step.rows.map(far) };
      return 'at' in step ? { ...step, at: far(step.at) } : step;
    });
    return { start: repeated(start, spec.count), steps: wide };
  });
}
