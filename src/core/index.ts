export { FILTER_BY, RANK_BY } from './types.ts';
export type { FilterBy, Labels, PredProbs, RankBy, SquareMatrix } from './types.ts';
