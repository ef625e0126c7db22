import { numbersIn } from '../../../src/protocol/index.ts';
import type { SET_STRINGS } from '../set-strings.ts';

const { count, percent } = numbersIn('id');

export const INDONESIAN_SETS: typeof SET_STRINGS = {
  sets: {
    none: 'Tanpa label',
    add: 'tambahkan ',
    remove: 'hapus ',
    more: (n) => `dan ${count(n)} lagi`,
    give: (label, share) => `Tambahkan label ${label} (${percent(share)})`,
    takeAway: (label, share) => `Hapus label ${label} (${percent(share)})`,
  },
};
