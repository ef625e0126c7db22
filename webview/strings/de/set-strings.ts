import { numbersIn } from '../../../src/protocol/index.ts';
import type { SET_STRINGS } from '../set-strings.ts';

const { count, percent } = numbersIn('de');

export const GERMAN_SETS: typeof SET_STRINGS = {
  sets: {
    none: 'Kein Label',
    add: 'hinzufügen: ',
    remove: 'wegnehmen: ',
    more: (n) => `und ${count(n)} mehr`,
    give: (label, share) => `Label ${label} hinzufügen (${percent(share)})`,
    takeAway: (label, share) => `Label ${label} wegnehmen (${percent(share)})`,
  },
};
