export { count, finePercent, fineScore, percent, plural, points, score, share } from './written.ts';
