import type { TrustSuite } from './types.ts';
import { faults } from './writes/writes-faults.ts';
import { kills } from './writes/writes-kills.ts';
import { races } from './writes/writes-races.ts';

// What the suite starts in processes of their own.
export { exportOnce, reviewOnce } from './writes/writes-faults.ts';
export { reviewForLong } from './writes/writes-kills.ts';

/** Writes that are cut off, refused, or made by several at once. */
export const suite: TrustSuite = {
  name: 'writes',
  run: async (context) => [...(await kills(context)), ...(await faults(context)), ...(await races(context))],
};
