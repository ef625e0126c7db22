import { languageOf, numbersIn } from '../src/protocol/index.ts';

/** The language of the page, which the host writes into it: VS Code's, or English where we do not have that. */
export const LANGUAGE = languageOf(typeof document === 'undefined' ? 'en' : document.documentElement.lang);

/** Numbers as this language writes them. */
export const { count, decimal, finePercent, fineScore, percent, score } = numbersIn(LANGUAGE);
