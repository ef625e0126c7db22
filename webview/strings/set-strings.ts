import { count, percent } from '../../src/protocol/index.ts';

/** Texts of several labels a picture. */
export const SET_STRINGS = {
  sets: {
    none: 'No label',
    /** Read out before the name of a class. */
    add: 'add ',
    remove: 'remove ',
    more: (n: number) => `and ${count(n)} more`,
    give: (label: string, share: number) => `Add the label ${label} (${percent(share)})`,
    takeAway: (label: string, share: number) => `Take the label ${label} away (${percent(share)})`,
  },
};
