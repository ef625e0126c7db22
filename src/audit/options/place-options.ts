import { FLAG, type OptionTable } from './option.ts';

/** Where files of ours are kept: not part of what an audit says. */
export const PLACE_OPTIONS = {
  cachePictures: {
    allowed: FLAG,
    default: true,
    flag: '--no-cache',
    about: 'decode every picture anew',
    setting: {
      scope: 'machine-overridable',
      restricted: true,
    },
  },
} as const satisfies OptionTable;
