export { languageOf, numbersIn, type Language, type Numbers } from './in-language.ts';
export { count, finePercent, fineScore, percent, plural, points, score, share } from './written.ts';
