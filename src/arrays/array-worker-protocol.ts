import type { Outcome, Pass, PredProbs } from '../core/index.ts';
import type { NpyInfo } from './read-npy.ts';

/** What a thread is given when it starts: its share of the rows, and where they are. */
export interface ArrayWorkerData {
  /** Probabilities in shared memory, or a file. */
  readonly source:
    { readonly kind: 'memory'; readonly predProbs: PredProbs } | { readonly kind: 'file'; readonly info: NpyInfo };
  /** Its rows: `first` and those up to `end`, without it. */
  readonly first: number;
  readonly end: number;
}

/** A thread is sent one pass at a time. */
export type ArrayWorkerRequest = Pass;

/** It answers with what its rows gave, or with what is wrong with them. */
export type ArrayWorkerAnswer =
  | { readonly outcome: Outcome }
  | { readonly fault: { readonly name: string; readonly message: string } & Readonly<Record<string, unknown>> };
