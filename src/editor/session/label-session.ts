import type * as vscode from 'vscode';
import type { OpenedReport, PictureIndex, Review } from '../../audit/light.ts';
import type { DecisionHistory } from './decision-history.ts';
import type { DecisionLog } from './reviews/decision-log.ts';
import type { Predictions } from './predictions.ts';
import type { ReviewsOnDisk } from './reviews/reviews-on-disk.ts';
import type { AuditSession, IssueState } from './types.ts';

/** Which rows a decision is about: those of a picture, in one split where it stands in several. */
export type ReviewPlace = Pick<Review, 'path' | 'split'>;

/** What a session can do wherever its labels are written down, in a labels file or in the names of class folders. */
export interface LabelSession extends AuditSession, Pick<vscode.Disposable, 'dispose'> {
  readonly reviews: ReviewsOnDisk;
  /** Puts decisions down in reviews.csv for as long as they stand. */
  readonly log: DecisionLog;
  /** The decisions made here, which can be taken back. */
  readonly history: DecisionHistory;
  /** Fires with every change of the labels, before anything is drawn. */
  readonly onDidChangeLabels: vscode.Event<void>;
  /** False while the labels can't be seen, so that nothing can be told from them. */
  readonly isReadable: boolean;
  /** Resolves once the labels, as they are then, have been read. */
  settled(): Promise<void>;
  /** Labels of the rows that a decision is about. */
  labelsAt(place: ReviewPlace): readonly string[];
  /**
   * A flagged picture, or any other that was audited (`idOfExample`), as it stands now; undefined for what is neither, and
   * for unflagged pictures until `predictions` has been awaited.
   */
  stateOf(id: number): IssueState | undefined;
  /** What a decision on a picture is noted under. */
  reviewPlace(id: number): ReviewPlace;
  /** Where a picture of the report is found now; undefined where it is gone. */
  placeOf(path: string): string | undefined;
  /** Everything that is labelled now, for a plan. */
  pictures(): Promise<PictureIndex>;
  /** The arrays beside the report, read when they are first asked for. */
  predictions(): Promise<Predictions | undefined>;
  /**
   * Scores of the checks beside the report, read when they are first asked for: one row for each audited picture, one
   * column for each check. Undefined where they are gone, or are not those of this report.
   */
  pictureScores(): Promise<Float32Array | undefined>;
  /** The report with what stands beside it. */
  readonly opened: Pick<OpenedReport, 'map' | 'mapLayout' | 'predProbs'>;
}
