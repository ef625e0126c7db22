import { countBlock, easiestFirst, type JointOutcome, type JointPass } from './joint-pass.ts';
import type { RowBlock } from './rows.ts';
import { scanBlock, type ScanOutcome, type ScanPass } from './scan-pass.ts';
import { scoreBlock, type ScorePass } from './score-pass.ts';
import {
  finishGathering,
  gatherBlock,
  mergeCandidates,
  startGathering,
  trimCandidates,
  type Candidates,
  type Scratch,
  type SelectPass,
} from './select-pass.ts';

/**
 * One pass over all rows, as plain data: it can be sent to a thread, and it is the same whether the rows are in memory or
 * are read from a file piece by piece.
 */
export type Pass = ScanPass | JointPass | SelectPass | ScorePass;

/** What a pass finds out in addition to the facts of each row. */
export interface Outcomes {
  readonly scan: ScanOutcome;
  readonly joint: JointOutcome;
  readonly select: Candidates;
  readonly score: null;
}
export type Outcome = Outcomes[keyof Outcomes];

/** A computation that asks for passes, one after the other, and is given what each finds out. */
export type Steps<Result> = Generator<Pass, Result, unknown>;

/** Asks for one pass. */
export function* perform<Kind extends Pass['kind']>(
  pass: Extract<Pass, { kind: Kind }>,
): Generator<Pass, Outcomes[Kind], unknown> {
  // The driver of the steps answers a pass with its outcome.
  return (yield pass) as Outcomes[Kind];
}

/** A pass under way over some consecutive rows, which arrive in blocks. */
export interface PassRun {
  /** Throws `CoreInputError` at the first bad row. */
  readonly consume: (block: RowBlock) => void;
  readonly finish: () => Outcome;
}

/**
 * Begins a pass over consecutive rows of K probabilities each; the facts of those rows are read and filled in.
 *
 * @param scratch memory for a pass over all rows, whose outcome then is valid until it is used again
 */
export function startPass(pass: Pass, k: number, scratch?: Scratch): PassRun {
  switch (pass.kind) {
    case 'scan': {
      const offRows: number[] = [];
      return {
        consume: (block) => {
          scanBlock(block, pass.facts, offRows);
        },
        finish: () => ({ offRows: Int32Array.from(offRows) }),
      };
    }
    case 'joint': {
      const counts = new Uint32Array(k * k);
      const easiest = easiestFirst(pass.reach);
      return {
        consume: (block) => {
          countBlock(block, pass, easiest, counts);
        },
        finish: () => ({ counts }),
      };
    }
    case 'select': {
      const gathering = startGathering(pass.pairs, scratch);
      return {
        consume: (block) => {
          gatherBlock(block, pass, gathering);
        },
        finish: () => (scratch ? trimCandidates : finishGathering)(pass.pairs, gathering),
      };
    }
    case 'score':
      return {
        consume: (block) => {
          scoreBlock(block, pass);
        },
        finish: () => null,
      };
  }
}

/**
 * The outcome of a pass over all rows.
 *
 * @param parts those of consecutive shares of the rows, in order; the first may be changed
 */
export function mergeOutcomes(pass: Pass, parts: readonly Outcome[]): Outcome {
  if (parts.length === 1) return parts[0];
  switch (pass.kind) {
    case 'scan':
      return mergeScans(parts as readonly ScanOutcome[]);
    case 'joint':
      return mergeJoints(parts as readonly JointOutcome[]);
    case 'select':
      return mergeCandidates(pass.pairs, parts as readonly Candidates[]);
    case 'score':
      return null;
  }
}

function mergeScans(parts: readonly ScanOutcome[]): ScanOutcome {
  const offRows = new Int32Array(parts.reduce((sum, part) => sum + part.offRows.length, 0));
  let at = 0;
  for (const part of parts) {
    offRows.set(part.offRows, at);
    at += part.offRows.length;
  }
  return { offRows };
}

function mergeJoints([first, ...rest]: readonly JointOutcome[]): JointOutcome {
  const { counts } = first;
  for (const part of rest) for (let c = 0; c < counts.length; c++) counts[c] += part.counts[c];
  return { counts };
}
