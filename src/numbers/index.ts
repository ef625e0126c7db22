export { count, finePercent, percent, plural, points, score, share } from './written.ts';
