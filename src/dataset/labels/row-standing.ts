import { normaliseDatasetPath } from '../../files/index.ts';
import type { RowState } from './label-rows.ts';

/** Whether a row can be used, and the path that it then names; '' where it can't. */
export interface RowStanding {
  readonly path: string;
  readonly state: RowState;
}

/** A row that does not say what a row has to. */
export const RAGGED: RowStanding = { path: '', state: 'ragged' };

/** How a row stands that names a picture as `written`, and gives it a label. */
export function standingOf(written: string, label: string): RowStanding {
  if (written === '') return { path: '', state: 'no-image' };
  const path = normaliseDatasetPath(written);
  if (path === undefined) return { path: '', state: 'outside-root' };
  return label === '' ? { path: '', state: 'no-label' } : { path, state: 'usable' };
}
