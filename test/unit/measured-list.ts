import type { MeasuredPicture } from '../../src/audit/pipeline/looks/measured-picture.ts';
import type { MeasuredTable } from '../../src/audit/pipeline/looks/measured-table.ts';

/** Measured pictures that are all at hand, as the checks ask for them. */
export const measuredList = (all: readonly (MeasuredPicture | undefined)[]): MeasuredTable => ({
  n: all.length,
  at: (i) => all[i],
});
