import type { PictureLooks } from '../../core/index.ts';
import { namesOf, number, type OptionTable } from './option.ts';

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
/** Of pictures that show the same. */
export const TWIN_CHECKS = ['exact_duplicates', 'near_duplicates', 'leaks'] as const;

/** What needs nothing but the pictures themselves. */
export const LOOK_CHECKS = [...PICTURE_CHECKS, ...TWIN_CHECKS] as const;

/** Of the data set as a whole: by features, probabilities and labels. */
export const DATA_CHECKS = [
  'outlier',
  'non_iid',
  'class_imbalance',
  'underperforming_group',
  'spurious_correlations',
  'data_valuation',
  'null_features',
] as const;

/** What more than this share of all pictures have tells of the data set, not of single pictures. */
export const MOST_SHARE = 0.1;

/** All checks that a report may hold. */
export const CHECK_NAMES = [...PICTURE_CHECKS, ...TWIN_CHECKS, ...DATA_CHECKS] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

export type PictureCheck = (typeof PICTURE_CHECKS)[number];

/** A check's words, and its score where each picture has one of its own by its looks alone. */
interface CheckFacts {
  /** As a heading. */
  readonly title: string;
  /** What a flagged picture is, in a few words. */
  readonly meaning: string;
  readonly score?: keyof PictureLooks;
}

export const CHECK_FACTS: Readonly<Record<CheckName, CheckFacts>> = {
  dark: { title: 'Dark', meaning: 'hardly a pixel in a hundred is bright', score: 'dark' },
  light: { title: 'Light', meaning: 'hardly a pixel in twenty is less than white', score: 'light' },
  odd_aspect_ratio: {
    title: 'Odd aspect ratio',
    meaning: 'one side is much longer than the other',
    score: 'oddAspectRatio',
  },
  low_information: { title: 'Low information', meaning: 'it consists of few brightnesses', score: 'lowInformation' },
  blurry: { title: 'Blurry', meaning: 'it is sharp nowhere', score: 'sharpness' },
  grayscale: { title: 'Grayscale', meaning: 'it is grey, and most others have colour', score: 'grayscale' },
  odd_size: { title: 'Odd size', meaning: 'its size is far from that of the others' },
  exact_duplicates: { title: 'Exact duplicates', meaning: 'another picture has the same pixels' },
  near_duplicates: { title: 'Near duplicates', meaning: 'another picture shows the same' },
  leaks: { title: 'Leaks', meaning: 'the same picture stands in another split' },
  outlier: { title: 'Outliers', meaning: 'it is unlike all others' },
  non_iid: { title: 'Order', meaning: 'pictures that stand together in the data set are alike' },
  class_imbalance: { title: 'Class imbalance', meaning: 'its class hardly exists' },
  underperforming_group: { title: 'Underperforming group', meaning: 'the model fails on it and on what is like it' },
  spurious_correlations: { title: 'Spurious correlations', meaning: 'a property of the picture gives its class away' },
  data_valuation: { title: 'Data value', meaning: 'the pictures around it would be judged better without it' },
  null_features: { title: 'Null features', meaning: 'its features are not all numbers' },
};

const share = number(0, 1);

/** Which pictures the checks of an audit flag. Thresholds are CleanVision's but that of blurry: a score below is suspect. */
export const PICTURE_CHECK_OPTIONS = {
  checks: {
    allowed: namesOf(['all', 'none', ...CHECK_NAMES]),
    flag: '--checks <a,b>',
    about: `what to look for beside labels: all, none, or of ${CHECK_NAMES.join(', ')}`,
    otherwise: 'where there are features near_duplicates by them, and the checks of the data set but data_valuation',
    setting: { scope: 'resource' },
    inOldReports: false,
  },
  darkBelow: {
    allowed: share,
    default: 0.32,
    flag: '--dark-below <x>',
    about: 'dark: the brightness that 1% of the pixels exceed is below this (0 to 1)',
    setting: { scope: 'resource' },
    inOldReports: false,
  },
  lightBelow: {
    allowed: share,
    default: 0.05,
    flag: '--light-below <x>',
    about: 'light: 1 less the brightness that 5% of the pixels fall below is below this',
    setting: { scope: 'resource' },
    inOldReports: false,
  },
  oddAspectRatioBelow: {
    allowed: share,
    default: 0.35,
    flag: '--odd-aspect-ratio-below <x>',
    about: 'odd_aspect_ratio: the shorter by the longer side is below this',
    setting: { scope: 'resource' },
    inOldReports: false,
  },
  lowInformationBelow: {
    allowed: share,
    default: 0.3,
    flag: '--low-information-below <x>',
    about: 'low_information: a tenth of the entropy of the histogram, in bits, is below this',
    setting: { scope: 'resource' },
    inOldReports: false,
  },
  blurryBelow: {
    allowed: share,
    default: 0.25,
    flag: '--blurry-below <x>',
    about: 'blurry: the steepest step between two pixels, as a share of the contrast around it, is below this',
    setting: { scope: 'resource' },
    inOldReports: false,
  },
  oddSizeRanges: {
    allowed: number(0, 1000),
    default: 3,
    flag: '--odd-size-ranges <x>',
    about: 'odd_size: the size is so many interquartile ranges, and a quarter, outside of the quartiles of all',
    setting: { scope: 'resource' },
    inOldReports: false,
  },
  nearDuplicatesBelow: {
    allowed: number(0, 0.1),
    default: 0.015,
    flag: '--near-duplicates-below <x>',
    about: 'near_duplicates, leaks: 1 less the correlation of what two pictures show is below this (0 to 0.1)',
    setting: { scope: 'resource' },
    inOldReports: false,
  },
} as const satisfies OptionTable;
