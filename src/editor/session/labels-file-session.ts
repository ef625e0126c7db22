import { basename } from 'node:path';
import * as vscode from 'vscode';
import { normaliseDatasetPath, type AuditReport, type OpenedReport, type PictureIndex } from '../../audit/light.ts';
import { labelCellRange } from '../labels/label-cell.ts';
import { createIssueStates, type IssueStates } from './issue-states.ts';
import type { ReviewsOnDisk } from './reviews-on-disk.ts';
import { readLiveRows, type LiveRows } from '../labels/live-rows.ts';
import { createTimeSlices, Superseded } from '../host/time-slices.ts';
import { readLabelsHeader, type LabelsHeader } from '../labels/row-layout.ts';
import type { Lines, ScannedRow } from '../labels/scan-row.ts';
import { lineChange, linesOfDocument, linesOfFile, openDocument } from '../labels/text-lines.ts';
import {
  trackPictures,
  type AuditedPicture,
  type TrackedPicture,
  type TrackedPictures,
} from '../labels/tracked-pictures.ts';
import { createDecisionHistory } from './decision-history.ts';
import type { DecisionLog } from './decision-log.ts';
import type { LabelSession, ReviewPlace } from './label-session.ts';
import { openDecisionLog } from './open-decision-log.ts';
import { createPictureLookup } from './picture-lookup.ts';
import { readPredictions, type Predictions } from './predictions.ts';
import type { CurrentLabel, IssueState } from './types.ts';

/** Milliseconds without a change before all of a text is read again. */
const REBUILD_DELAY = 40;

/** Everything that is known of the labels' text as it is now. */
interface LiveText {
  readonly header: LabelsHeader;
  readonly rows: LiveRows;
  readonly pictures: TrackedPictures;
}

export interface LabelsFileSessionOptions {
  readonly root: vscode.Uri;
  readonly labelsFile: vscode.Uri;
  readonly opened: OpenedReport;
  /** Class indices as they were audited. */
  readonly labels?: ArrayLike<number>;
  readonly reviews: ReviewsOnDisk;
}

/** An audited labels file: its report, joined with its text as it is now (typed, saved, or changed on disk). */
export class LabelsFileSession implements LabelSession {
  readonly kind = 'csv';
  readonly root: vscode.Uri;
  readonly labelsFile: vscode.Uri;
  readonly report: AuditReport;
  readonly reviews: ReviewsOnDisk;
  readonly log: DecisionLog;
  readonly history = createDecisionHistory();
  private readonly lookup = createPictureLookup(this);
  private readonly opened: OpenedReport;
  private arrays: Promise<Predictions | undefined> | undefined;
  private readonly labels: ArrayLike<number> | undefined;
  private readonly states: IssueStates;
  private readonly changed = new vscode.EventEmitter<readonly number[]>();
  private readonly moved = new vscode.EventEmitter<void>();
  private readonly disposables: Pick<vscode.Disposable, 'dispose'>[] = [this.changed, this.moved];
  private live: LiveText | undefined;
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
    this.labelsFile = options.labelsFile;
    this.opened = options.opened;
    this.report = options.opened.report;
    this.labels = options.labels;
    this.reviews = options.reviews;
    const { issues } = this.report;
    this.states = createIssueStates(issues, (id, label) => this.currentLabel(id, label));
    const uri = this.labelsFile.toString();
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(this.root, this.report.dataset.labelsFile ?? 'labels.csv'),
    );
    // While the file is open in an editor its document speaks for it, and VS Code reloads that.
    const onDisk = (): void => {
      if (!openDocument(this.labelsFile)) this.rebuildSoon(REBUILD_DELAY);
    };
    this.disposables.push(
      watcher,
      watcher.onDidChange(onDisk),
      watcher.onDidCreate(onDisk),
      watcher.onDidDelete(onDisk),
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.contentChanges.length > 0 && event.document.uri.toString() === uri) this.take(event);
      }),
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (document.uri.toString() === uri) this.rebuildSoon(0);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document.uri.toString() === uri) this.rebuildSoon(0);
      }),
      this.reviews.onDidChange(() => {
        this.refresh(this.report.issues.keys());
      }),
    );
    this.log = openDecisionLog(this);
    this.rebuildSoon(0);
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
    return (this.arrays ??= readPredictions(this.opened));
  }

  /** The header; undefined while it names no image and label column. */
  get header(): LabelsHeader | undefined {
    return this.live?.header;
  }

  /** All rows, in the text's order. */
  get rows(): readonly ScannedRow[] {
    return this.live?.rows.rows ?? [];
  }

  /** Place of a row among the rows; -1 where it is none of them any more. */
  indexOf(row: ScannedRow): number {
    return this.live?.rows.indexOf(row) ?? -1;
  }

  rowAt(line: number): ScannedRow | undefined {
    return this.live?.rows.at(line);
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
    const path = this.pictureOf(row)?.path ?? row.image;
    const isInSeveral = row.split !== '' && this.otherRows(row).some(({ split }) => split !== row.split);
    return { path, ...(isInSeveral ? { split: row.split } : {}) };
  }

  reviewPlace(id: number): ReviewPlace {
    const row = this.rowOfIssue(id);
    return row ? this.reviewPlaceOf(row) : { path: this.report.issues[id].path };
  }

  labelsAt({ path, split }: ReviewPlace): string[] {
    const rows = this.findPicture(path)?.allRows ?? [];
    return rows.filter((row) => split === undefined || row.split === split).map(({ label }) => label);
  }

  findPicture(path: string): TrackedPicture | undefined {
    return this.live?.pictures.find(path);
  }

  /** Row of a flagged picture; undefined when it is gone. */
  rowOfIssue(id: number): ScannedRow | undefined {
    return this.live?.pictures.flagged[id].rows[0];
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

  private currentLabel(id: number, label: string): CurrentLabel {
    const rowOfIssue = (): ScannedRow | undefined => this.rowOfIssue(id);
    return {
      label,
      // Rows move with every line that is typed above them: worked out when it is asked for.
      get range() {
        const row = rowOfIssue();
        return row && labelCellRange(row);
      },
    };
  }

  private take({ contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (this.live === undefined || !this.live.rows.apply(contentChanges.map(lineChange))) {
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
      this.live = await this.read(createTimeSlices(isCurrent), isCurrent);
      if (this.live) this.refresh(this.report.issues.keys());
      this.moved.fire();
    } catch (error) {
      if (!(error instanceof Superseded)) throw error;
    } finally {
      if (isCurrent()) this.endWaiting();
    }
  }

  /**
   * Reads all of the text. Undefined where there are no labels to be seen: a header that is being typed, or a file that
   * is being replaced. Nothing is decided by that.
   */
  private async read(pause: () => Promise<void>, isCurrent: () => boolean): Promise<LiveText | undefined> {
    const source = await this.readLines();
    if (!isCurrent()) throw new Superseded();
    const header =
      source &&
      readLabelsHeader(source, this.report.options, {
        name: basename(this.labelsFile.path),
        splits: Object.keys(this.report.dataset.splits),
      });
    if (!source || !header) return undefined;
    const { report, labels } = this;
    const { splits } = report.options;
    const pictures = await trackPictures({ report, labels, splits, normalisePath: normaliseDatasetPath, pause });
    const rows = await readLiveRows(source, header.layout, header.bodyLine, pictures, pause);
    if (!isCurrent()) throw new Superseded();
    pictures.takeChanged();
    return { header, rows, pictures };
  }

  private async readLines(): Promise<Lines | undefined> {
    const document = openDocument(this.labelsFile);
    if (document) return linesOfDocument(document);
    try {
      return await linesOfFile(this.labelsFile);
    } catch {
      return undefined; // gone, or out of reach: the report is still there to be looked at
    }
  }

  private refresh(ids: Iterable<number>): void {
    if (!this.live) return;
    const { flagged } = this.live.pictures;
    const changed = this.states.update(ids, (id) => {
      const row = flagged[id].rows[0] as ScannedRow | undefined;
      const isKept = row !== undefined && this.reviews.has({ path: flagged[id].path, split: row.split }, row.label);
      return { label: row?.label, kept: isKept };
    });
    const { foreignChanges } = this.live.pictures;
    const staleChanged = foreignChanges !== this.wasStale;
    this.wasStale = foreignChanges;
    if (changed.length > 0 || staleChanged) this.changed.fire(changed);
  }
}
