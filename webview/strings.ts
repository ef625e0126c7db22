import type { Language } from '../src/protocol/index.ts';
import { LANGUAGE } from './language.ts';
import { GERMAN } from './strings/de/german.ts';
import { ENGLISH, type Strings } from './strings/english.ts';
import { INDONESIAN } from './strings/id/indonesian.ts';

/** The texts of each language. */
export const ALL_STRINGS: Readonly<Record<Language, Strings>> = { en: ENGLISH, de: GERMAN, id: INDONESIAN };

/** Every text that the user sees, in the language of the page. */
export const STRINGS = ALL_STRINGS[LANGUAGE];
