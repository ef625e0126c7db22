import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { AuditReport, OpenedReport, PictureIndex } from '../../audit/light.ts';
import { labelCellRange } from '../labels/label-cell.ts';
import { createIssueStates, type IssueStates } from './issue-states.ts';
import type { ReviewsOnDisk } from './reviews-on-disk.ts';
import { createTimeSlices, Superseded } from '../host/time-slices.ts';
import type { RowsOfFiles } from '../labels/plan-rows.ts';
import type { LabelsHeader } from '../labels/row-layout.ts';
import type { ScannedRow } from '../labels/scan-row.ts';
import { lineChange, openDocument } from '../labels/text-lines.ts';
import type { AuditedPicture, TrackedPicture } from '../labels/tracked-pictures.ts';
import { createDecisionHistory } from './decision-history.ts';
import type { DecisionLog } from './decision-log.ts';
import type { LabelSession, ReviewPlace } from './label-session.ts';
import { readLiveText, type LiveText } from './live-text.ts';
import { changedByReview, openDecisionLog, removedByReview } from './open-decision-log.ts';
import { createPictureLookup } from './picture-lookup.ts';
import { readPredictions, type Predictions } from './predictions.ts';
import type { CurrentLabel, IssueState } from './types.ts';
import { createUnflaggedPictures, exampleOfId, pictureOfId, type UnflaggedPictures } from './unflagged-pictures.ts';

/** Milliseconds without a change before all of a text is read again. */
const REBUILD_DELAY = 40;

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
  private readonly opened: OpenedReport;
  private arrays: Promise<Predictions | undefined> | undefined;
  private unflagged: UnflaggedPictures | undefined;
  private readonly labels: ArrayLike<number> | undefined;
  private readonly states: IssueStates;
  private readonly changed = new vscode.EventEmitter<readonly number[]>();
  private readonly moved = new vscode.EventEmitter<void>();
  private readonly disposables: Pick<vscode.Disposable, 'dispose'>[] = [this.changed, this.moved];
  private live: LiveText | undefined;
  /** Why there is no live text, where that is known. */
  private unreadableFile = 0;
  private build = 0;
  private timer: NodeJS.Timeout | undefined;
  private waiting: (() => void)[] = [];
  private wasStale = false;
  private isBuilding = true;
  readonly onDidChange = this.changed.event;
  /** Rows came, went or moved; fires with every change of the text, before anything is drawn. */
  readonly onDidChangeLabels = this.moved.event;

  constructor(options: LabelsFileSessionOptions) {
    this.root = options.root;
    this.labelsFiles = options.labelsFiles;
    this.opened = options.opened;
    this.report = options.opened.report;
    this.labels = options.labels;
    this.reviews = options.reviews;
    const { issues } = this.report;
    this.states = createIssueStates(issues, (id, label) => this.currentLabel(id, label));
    for (const uri of this.labelsFiles) this.disposables.push(...this.watch(uri));
    this.disposables.push(
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.contentChanges.length > 0) this.take(event);
      }),
      vscode.workspace.onDidOpenTextDocument(({ uri }) => {
        if (this.fileOf(uri) >= 0) this.rebuildSoon(0);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (this.fileOf(uri) >= 0) this.rebuildSoon(0);
      }),
      this.reviews.onDidChange(() => {
        this.refresh(this.report.issues.keys());
      }),
    );
    this.log = openDecisionLog(this);
    this.rebuildSoon(0);
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

  /** Resolves once the text, as it is then, has been read. */
  async settled(): Promise<void> {
    if (this.isBuilding) await new Promise<void>((resolve) => this.waiting.push(resolve));
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
    return (this.arrays ??= readPredictions(this.opened).then((predictions) => {
      if (predictions) this.unflagged = this.unflaggedPictures(predictions);
      return predictions;
    }));
  }

  stateOf(id: number): IssueState | undefined {
    return this.states.all.at(id) ?? this.unflagged?.stateOf(id);
  }

  /** The place of a file among the labels files; -1 where it is none of them. */
  fileOf(uri: vscode.Uri): number {
    const wanted = uri.toString();
    return this.labelsFiles.findIndex((one) => one.toString() === wanted);
  }

  /** Name of a labels file. */
  nameOf(file: number): string {
    return basename(this.labelsFiles[file].path);
  }

  /** The labels file that can't be understood as it stands; undefined while all can. */
  get unreadable(): vscode.Uri | undefined {
    return this.live === undefined ? this.labelsFiles[this.unreadableFile] : undefined;
  }

  /** The header of a labels file; undefined while labels can't be seen. */
  headerOf(file: number): LabelsHeader | undefined {
    return this.live?.files[file].header;
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

  rowAt(file: number, line: number): ScannedRow | undefined {
    return this.live?.files.at(file)?.rows.at(line);
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
    this.build += 1;
    clearTimeout(this.timer);
    this.endWaiting();
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private watch(uri: vscode.Uri): Pick<vscode.Disposable, 'dispose'>[] {
    const pattern = new vscode.RelativePattern(this.root, basename(uri.path));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    // While the file is open in an editor its document speaks for it, and VS Code reloads that.
    const onDisk = (): void => {
      if (!openDocument(uri)) this.rebuildSoon(REBUILD_DELAY);
    };
    return [watcher, watcher.onDidChange(onDisk), watcher.onDidCreate(onDisk), watcher.onDidDelete(onDisk)];
  }

  private unflaggedPictures(predictions: Predictions): UnflaggedPictures {
    return createUnflaggedPictures({
      ...{ report: this.report, predictions, currentOf: (id, label) => this.currentLabel(id, label) },
      factsOf: (example) => {
        const picture = this.live?.pictures.example(example);
        if (!picture) return undefined;
        const row = picture.rows.at(0);
        const isKept = row !== undefined && this.reviews.has({ path: picture.path, split: row.split }, row.label);
        const removed = row === undefined && removedByReview(this, picture);
        return { label: row?.label, kept: isKept, removed, split: row?.split };
      },
    });
  }

  private currentLabel(id: number, label: string): CurrentLabel {
    const rowOfIssue = (): ScannedRow | undefined => this.rowOfIssue(id);
    const uriOf = (row: ScannedRow): vscode.Uri => this.labelsFiles[row.file];
    return {
      label,
      // Rows move with every line that is typed above them: worked out when it is asked for.
      get range() {
        const row = rowOfIssue();
        return row && labelCellRange(row);
      },
      get uri() {
        const row = rowOfIssue();
        return row && uriOf(row);
      },
    };
  }

  private take({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const file = this.fileOf(document.uri);
    if (file < 0) return;
    if (this.live === undefined || !this.live.files[file].rows.apply(contentChanges.map(lineChange))) {
      this.rebuildSoon(REBUILD_DELAY);
      return;
    }
    this.refresh(this.live.pictures.takeChanged());
    this.moved.fire();
  }

  private rebuildSoon(delay: number): void {
    const build = ++this.build;
    clearTimeout(this.timer);
    // Rows that the text has left behind must not be edited: until the text is read again, none is known.
    this.live = undefined;
    this.isBuilding = true;
    this.timer = setTimeout(() => void this.rebuild(build), delay);
  }

  private endWaiting(): void {
    this.isBuilding = false;
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  private async rebuild(build: number): Promise<void> {
    const isCurrent = (): boolean => build === this.build;
    try {
      const { report, labels, labelsFiles: uris } = this;
      const isDecided = (place: ReviewPlace): boolean => changedByReview(this, place);
      const pause = createTimeSlices(isCurrent);
      const read = await readLiveText({ report, uris, labels, isDecided, pause, isCurrent });
      if ('unreadable' in read) this.unreadableFile = read.unreadable;
      else this.live = read;
      if (this.live) this.refresh(this.report.issues.keys());
      this.moved.fire();
    } catch (error) {
      if (!(error instanceof Superseded)) throw error;
    } finally {
      if (isCurrent()) this.endWaiting();
    }
  }

  private refresh(ids: Iterable<number>): void {
    if (!this.live) return;
    const { flagged } = this.live.pictures;
    const changed = this.states.update(ids, (id) => {
      const row = flagged[id].rows[0] as ScannedRow | undefined;
      const isKept = row !== undefined && this.reviews.has({ path: flagged[id].path, split: row.split }, row.label);
      const removed = row === undefined && removedByReview(this, flagged[id]);
      return { label: row?.label, kept: isKept, removed };
    });
    const { foreignChanges } = this.live.pictures;
    const staleChanged = foreignChanges !== this.wasStale;
    this.wasStale = foreignChanges;
    if (changed.length > 0 || staleChanged) this.changed.fire(changed);
  }
}
