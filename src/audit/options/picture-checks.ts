import type { PictureLooks } from '../../core/index.ts';
import { NAMES, number, type OptionTable } from './option.ts';

/** What is looked for in pictures without a model and without labels. */
export const PICTURE_CHECKS = [
  'dark',
  'light',
  'odd_aspect_ratio',
  'low_information',
  'blurry',
  'grayscale',
  'odd_size',
] as const;
export type PictureCheck = (typeof PICTURE_CHECKS)[number];

/** A check's words, and its score: of each picture alone, or for `odd_size` of all together. */
interface CheckFacts {
  /** As a heading. */
  readonly title: string;
  /** What a flagged picture is, in a few words. */
  readonly meaning: string;
  readonly score?: keyof PictureLooks;
}

export const CHECK_FACTS: Readonly<Record<PictureCheck, CheckFacts>> = {
  dark: { title: 'Dark', meaning: 'hardly a pixel in a hundred is bright', score: 'dark' },
  light: { title: 'Light', meaning: 'hardly a pixel in twenty is less than white', score: 'light' },
  odd_aspect_ratio: {
    title: 'Odd aspect ratio',
    meaning: 'one side is much longer than the other',
    score: 'oddAspectRatio',
  },
  low_information: { title: 'Low information', meaning: 'it consists of few brightnesses', score: 'lowInformation' },
  blurry: { title: 'Blurry', meaning: 'it has no sharp edges', score: 'blurry' },
  grayscale: { title: 'Grayscale', meaning: 'it is grey, and most others have colour', score: 'grayscale' },
  odd_size: { title: 'Odd size', meaning: 'its size is far from that of the others' },
};

const share = number(0, 1);

/** Which pictures the checks of an audit flag. Thresholds are CleanVision's: a score below is suspect. */
export const PICTURE_CHECK_OPTIONS = {
  checks: {
    allowed: NAMES,
    flag: '--checks <a,b>',
    about: `what to look for in the pictures themselves: all, none, or of ${PICTURE_CHECKS.join(', ')}`,
    otherwise: 'none',
    inOldReports: false,
  },
  darkBelow: {
    allowed: share,
    default: 0.32,
    flag: '--dark-below <x>',
    about: 'dark: the brightness that 1% of the pixels exceed is below this (0 to 1)',
    inOldReports: false,
  },
  lightBelow: {
    allowed: share,
    default: 0.05,
    flag: '--light-below <x>',
    about: 'light: 1 less the brightness that 5% of the pixels fall below is below this',
    inOldReports: false,
  },
  oddAspectRatioBelow: {
    allowed: share,
    default: 0.35,
    flag: '--odd-aspect-ratio-below <x>',
    about: 'odd_aspect_ratio: the shorter by the longer side is below this',
    inOldReports: false,
  },
  lowInformationBelow: {
    allowed: share,
    default: 0.3,
    flag: '--low-information-below <x>',
    about: 'low_information: a tenth of the entropy of the histogram, in bits, is below this',
    inOldReports: false,
  },
  blurryBelow: {
    allowed: share,
    default: 0.29,
    flag: '--blurry-below <x>',
    about: 'blurry: the score of edges and brightnesses is below this',
    inOldReports: false,
  },
  oddSizeRanges: {
    allowed: number(0, 1000),
    default: 3,
    flag: '--odd-size-ranges <x>',
    about: 'odd_size: the size is so many interquartile ranges outside of the quartiles of all',
    inOldReports: false,
  },
} as const satisfies OptionTable;
