import type { OpenedReport } from '../../audit/light.ts';
import type { IssueStates } from './issue-states.ts';
import { readPredictions, type Predictions } from './predictions.ts';
import type { IssueState } from './types.ts';
import { createUnflaggedPictures, type UnflaggedOptions, type UnflaggedPictures } from './unflagged-pictures.ts';

/** All pictures of an audit: the flagged ones by their states, the others by the audit's arrays, once these were asked for. */
export interface AuditedPictures {
  /** Undefined where the audit has no arrays that can be read. */
  predictions(): Promise<Predictions | undefined>;
  /** What the checks found of each picture; undefined where that can't be read. */
  pictureScores(): Promise<Float32Array | undefined>;
  /** Undefined where the id is of no picture, or of one that is known only by arrays that were not read yet. */
  stateOf(id: number): IssueState | undefined;
}

export interface AuditedPicturesOptions extends Pick<UnflaggedOptions, 'factsOf' | 'currentOf'> {
  readonly opened: OpenedReport;
  readonly states: IssueStates;
}

/** Reads the arrays once, when they are asked for first. */
export function createAuditedPictures(options: AuditedPicturesOptions): AuditedPictures {
  const { opened, states, factsOf, currentOf } = options;
  let arrays: Promise<Predictions | undefined> | undefined;
  let scores: Promise<Float32Array | undefined> | undefined;
  let unflagged: UnflaggedPictures | undefined;
  return {
    predictions: () =>
      (arrays ??= readPredictions(opened).then((predictions) => {
        const { report } = opened;
        if (predictions) unflagged = createUnflaggedPictures({ report, predictions, factsOf, currentOf });
        return predictions;
      })),
    pictureScores: () => (scores ??= opened.pictureScores().catch(() => undefined)),
    stateOf: (id) => states.all.at(id) ?? unflagged?.stateOf(id),
  };
}
