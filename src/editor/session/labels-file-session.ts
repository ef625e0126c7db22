import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { AuditReport, IssueFacts, OpenedReport, PictureIndex } from '../../audit/light.ts';
import { placeKey, placesOf } from '../host/same-place.ts';
import { createAuditedPictures, type AuditedPictures } from './audited-pictures.ts';
import { createIssueStates, type IssueStates } from './issue-states.ts';
import type { ReviewsOnDisk } from './reviews/reviews-on-disk.ts';
import type { RowsOfFiles } from '../labels/plan-rows.ts';
import type { LabelsHeader } from '../labels/row-layout.ts';
import type { ScannedRow } from '../labels/scan-row.ts';
import type { TextLog } from '../labels/text-log.ts';
import type { TextPlace, TextStretch } from '../labels/text-places.ts';
import type { AuditedPicture, TrackedPicture } from '../labels/tracked-pictures.ts';
import type { WholeText } from '../labels/whole-rows.ts';
import { labelInRow } from './text/label-in-row.ts';
import { createDecisionHistory } from './decision-history.ts';
import type { DecisionLog } from './reviews/decision-log.ts';
import { followText, type FollowedText } from './text/followed-text.ts';
import type { LabelSession, ReviewPlace } from './label-session.ts';
import { readLiveText, type LiveText, type UnreadableText } from './text/live-text.ts';
import { changedByReview, openDecisionLog, removedByReview } from './reviews/open-decision-log.ts';
import { createPictureLookup } from './picture-lookup.ts';
import type { Predictions } from './predictions.ts';
import type { CurrentLabel, IssueState } from './types.ts';
import { exampleOfId, pictureOfId } from './unflagged-pictures.ts';

export interface LabelsFileSessionOptions {
  readonly root: vscode.Uri;
  /** At least one. */
  readonly labelsFiles: readonly vscode.Uri[];
  readonly opened: OpenedReport;
  /** Class indices as they were audited. */
  readonly labels?: ArrayLike<number>;
  readonly reviews: ReviewsOnDisk;
}

/**
 * An audited labels file, or several of one data set: their report, joined with their text as it is now (typed, saved, or
 * changed on disk).
 */
export class LabelsFileSession implements LabelSession {
  readonly kind = 'csv';
  readonly root: vscode.Uri;
  readonly labelsFiles: readonly vscode.Uri[];
  readonly report: AuditReport;
  readonly reviews: ReviewsOnDisk;
  readonly log: DecisionLog;
  readonly history = createDecisionHistory();
  private readonly lookup = createPictureLookup(this);
  readonly opened: OpenedReport;
  private readonly audited: AuditedPictures;
  private readonly states: IssueStates;
  private readonly changed = new vscode.EventEmitter<readonly number[]>();
  private readonly moved = new vscode.EventEmitter<void>();
  private readonly disposables: Pick<vscode.Disposable, 'dispose'>[] = [this.changed, this.moved];
  private readonly text: FollowedText;
  private readonly places: ReadonlyMap<string, number>;
  private wasStale = false;
  readonly onDidChange = this.changed.event;
  /** Rows came, went or moved; fires with every change of the text, before anything is drawn. */
  readonly onDidChangeLabels = this.moved.event;

  constructor(options: LabelsFileSessionOptions) {
    this.root = options.root;
    this.labelsFiles = options.labelsFiles;
    this.places = placesOf(this.labelsFiles);
    this.opened = options.opened;
    this.report = options.opened.report;
    this.reviews = options.reviews;
    const { report, labelsFiles: uris } = this;
    const isDecided = (place: ReviewPlace): boolean => changedByReview(this, place);
    const currentOf = (id: number, label: string): CurrentLabel => this.currentLabel(id, label);
    this.states = createIssueStates(report.issues, currentOf);
    this.audited = createAuditedPictures({
      ...{ opened: this.opened, states: this.states, currentOf },
      factsOf: (example) => {
        const picture = this.live?.pictures.example(example);
        return picture && { ...this.factsOf(picture), split: picture.rows.at(0)?.split };
      },
    });
    this.text = followText({
      uris,
      read: (how) => readLiveText({ report, uris, labels: options.labels, isDecided, ...how }),
      onRead: () => {
        this.refresh(report.issues.keys());
        this.moved.fire();
      },
      onChange: ({ pictures }) => {
        this.refresh(pictures.takeChanged());
        this.moved.fire();
      },
    });
    this.disposables.push(
      this.text,
      this.reviews.onDidChange(() => {
        this.refresh(report.issues.keys());
      }),
    );
    this.log = openDecisionLog(this);
  }

  /** The first one where there are several. */
  get labelsFile(): vscode.Uri {
    return this.labelsFiles[0];
  }

  get target(): vscode.Uri {
    return this.labelsFiles.length > 1 ? this.root : this.labelsFile;
  }

  get issues(): readonly IssueState[] {
    return this.states.all;
  }

  get openCount(): number {
    return this.states.openCount;
  }

  get stale(): boolean {
    return this.live?.pictures.foreignChanges ?? this.wasStale;
  }

  private get live(): LiveText | undefined {
    return this.text.live;
  }

  /** Resolves once the text, as it is then, has been read. */
  settled(): Promise<void> {
    return this.text.settled();
  }

  /** Reads a changed text at once, not after a pause in typing: it was a decision that changed it. */
  hasten(): void {
    this.text.hasten();
  }

  get isReadable(): boolean {
    return this.live !== undefined;
  }

  /** Pictures stay where they are. */
  placeOf(path: string): string {
    return path;
  }

  pictures(): Promise<PictureIndex> {
    return this.lookup();
  }

  predictions(): Promise<Predictions | undefined> {
    return this.audited.predictions();
  }

  pictureScores(): Promise<Float32Array | undefined> {
    return this.audited.pictureScores();
  }

  stateOf(id: number): IssueState | undefined {
    return this.audited.stateOf(id);
  }

  /** The place of a file among the labels files; -1 where it is none of them. */
  fileOf(uri: vscode.Uri): number {
    return this.places.get(placeKey(uri)) ?? -1;
  }

  /** Name of a labels file: its path below the root. */
  nameOf(file: number): string {
    return posix.relative(this.root.path, this.labelsFiles[file].path);
  }

  /** The labels file that can't be understood as it stands; undefined while all can. */
  get unreadable(): UnreadableText | undefined {
    return this.text.unreadable;
  }

  /** The header of a labels file; undefined while labels can't be seen, and where there is none to follow. */
  headerOf(file: number): LabelsHeader | undefined {
    return this.live?.files[file].header;
  }

  /** The text of a labels file that is read as a whole; undefined for others, and while labels can't be seen. */
  wholeOf(file: number): WholeText | undefined {
    return this.live?.files[file].whole;
  }

  /** What becomes of such a text, from the first time that this is asked on. */
  logOf(file: number): TextLog {
    return this.text.logOf(file);
  }

  /** All rows of a labels file, in the text's order. */
  rowsIn(file: number): readonly ScannedRow[] {
    return this.live?.files[file].rows.rows ?? [];
  }

  /** All rows, file by file. */
  *allRows(): Generator<ScannedRow> {
    for (const { rows } of this.live?.files ?? []) yield* rows.rows;
  }

  /** All rows as plans see them. */
  get rowsOfFiles(): RowsOfFiles {
    const names = this.labelsFiles.length > 1 ? this.labelsFiles.map((_, file) => this.nameOf(file)) : undefined;
    return {
      rows: this.labelsFiles.map((_, file) => this.rowsIn(file)),
      ...(names ? { names } : {}),
      pathOf: (row) => this.pathOf(row),
      ignored: new Set(this.report.options.ignoreLabels ?? []),
    };
  }

  /** Place of a row among those of its file; -1 where it is none of them any more. */
  indexOf(row: ScannedRow): number {
    return this.live?.files[row.file].rows.indexOf(row) ?? -1;
  }

  rowAt(file: number, place: TextPlace): ScannedRow | undefined {
    return this.live?.files.at(file)?.rows.at(place);
  }

  /** The rows that a stretch of a labels file touches. */
  rowsTouching(file: number, stretch: TextStretch): Iterable<ScannedRow> {
    return this.live?.files.at(file)?.rows.touching(stretch) ?? [];
  }

  /** Path of the picture that a row names; undefined where it names none below the root. */
  pathOf(row: ScannedRow): string | undefined {
    return this.live?.pictures.pathOf(row);
  }

  /** What the report knows of a row's picture. */
  pictureOf(row: ScannedRow): TrackedPicture | undefined {
    return this.live?.pictures.of(row);
  }

  /** The audited picture that a row stands for; undefined for a row that was not audited. */
  auditedOf(row: ScannedRow): AuditedPicture | undefined {
    return this.live?.pictures.auditedOf(row);
  }

  /** The other rows that name the picture of a row, in whatever split. */
  otherRows(row: ScannedRow): readonly ScannedRow[] {
    return (this.pictureOf(row)?.allRows ?? []).filter((other) => other !== row);
  }

  /** What a decision on a row is noted under: its split too, where the picture stands in several. */
  reviewPlaceOf(row: ScannedRow): ReviewPlace {
    const path = this.pathOf(row) ?? row.image;
    const isInSeveral = row.split !== '' && this.otherRows(row).some(({ split }) => split !== row.split);
    return { path, ...(isInSeveral ? { split: row.split } : {}) };
  }

  reviewPlace(id: number): ReviewPlace {
    const row = this.rowOfIssue(id);
    return row ? this.reviewPlaceOf(row) : { path: pictureOfId(this.report, id).path };
  }

  labelsAt({ path, split }: ReviewPlace): string[] {
    const rows = this.findPicture(path)?.allRows ?? [];
    return rows.filter((row) => split === undefined || row.split === split).map(({ label }) => label);
  }

  findPicture(path: string): TrackedPicture | undefined {
    return this.live?.pictures.find(path);
  }

  /** Row of an audited picture, flagged or not (`idOfExample`); undefined when it is gone. */
  rowOfIssue(id: number): ScannedRow | undefined {
    const example = exampleOfId(this.report, id);
    const pictures = this.live?.pictures;
    return (example === undefined ? pictures?.flagged.at(id) : pictures?.example(example))?.rows.at(0);
  }

  /** Pictures with problems of their own. */
  get faulty(): readonly TrackedPicture[] {
    return this.live?.pictures.faulty ?? [];
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private factsOf(picture: AuditedPicture): IssueFacts {
    const row = picture.rows.at(0);
    if (row === undefined) return { kept: false, removed: removedByReview(this, picture) };
    return { label: row.label, kept: this.reviews.has({ path: picture.path, split: row.split }, row.label) };
  }

  private currentLabel(id: number, label: string): CurrentLabel {
    return labelInRow(label, this.labelsFiles, () => this.rowOfIssue(id));
  }

  private refresh(ids: Iterable<number>): void {
    if (!this.live) return;
    const { flagged } = this.live.pictures;
    const changed = this.states.update(ids, (id) => this.factsOf(flagged[id]));
    const { foreignChanges } = this.live.pictures;
    const staleChanged = foreignChanges !== this.wasStale;
    this.wasStale = foreignChanges;
    if (changed.length > 0 || staleChanged) this.changed.fire(changed);
  }
}
