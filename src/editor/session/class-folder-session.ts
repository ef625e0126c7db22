import { posix } from 'node:path';
import * as vscode from 'vscode';
import {
  listClassFolders,
  type AuditReport,
  type OpenedReport,
  type DatasetProblem,
  type PictureIndex,
} from '../../audit/light.ts';
import { locatePictures, type FolderPlaces } from './folder-places.ts';
import { createAuditedPictures, type AuditedPictures } from './audited-pictures.ts';
import { createIssueStates, type IssueStates } from './issue-states.ts';
import type { ReviewsOnDisk } from './reviews/reviews-on-disk.ts';
import { isStillWrong } from './problem-state.ts';
import { createDecisionHistory } from './decision-history.ts';
import type { DecisionLog } from './reviews/decision-log.ts';
import type { LabelSession, ReviewPlace } from './label-session.ts';
import { changedByReview, openDecisionLog, removedByReview } from './reviews/open-decision-log.ts';
import { picturesOfFolders } from './picture-lookup.ts';
import type { Predictions } from './predictions.ts';
import type { CurrentLabel, IssueState } from './types.ts';
import { pictureOfId, type UnflaggedFacts } from './unflagged-pictures.ts';

/** Milliseconds without a change on disk before the folders are listed again. */
const DELAY = 100;
/** Milliseconds after which a watcher has surely started. */
const WATCHER_START = 3000;

export interface ClassFolderSessionOptions {
  readonly root: vscode.Uri;
  readonly opened: OpenedReport;
  readonly reviews: ReviewsOnDisk;
}

/** An audited data set of class folders: its report, joined with where the pictures are now. */
export class ClassFolderSession implements LabelSession {
  readonly kind = 'folders';
  readonly root: vscode.Uri;
  readonly labelsFile = undefined;
  readonly labelsFiles: readonly vscode.Uri[] = [];
  readonly report: AuditReport;
  readonly reviews: ReviewsOnDisk;
  readonly log: DecisionLog;
  readonly history = createDecisionHistory();
  readonly opened: OpenedReport;
  private readonly audited: AuditedPictures;
  private readonly states: IssueStates;
  private readonly changed = new vscode.EventEmitter<readonly number[]>();
  private readonly moved = new vscode.EventEmitter<void>();
  private readonly disposables: Pick<vscode.Disposable, 'dispose'>[] = [this.changed, this.moved];
  private places: FolderPlaces | undefined;
  private timer: NodeJS.Timeout | undefined;
  private listing = 0;
  private listed: Promise<void>;
  private wasStale = false;
  readonly onDidChange = this.changed.event;
  /** Pictures came, went or moved. */
  readonly onDidChangeLabels = this.moved.event;

  constructor(options: ClassFolderSessionOptions) {
    this.root = options.root;
    this.opened = options.opened;
    this.report = options.opened.report;
    this.reviews = options.reviews;
    const currentOf = (_id: number, label: string): CurrentLabel => ({ label });
    this.states = createIssueStates(this.report.issues, currentOf);
    this.audited = createAuditedPictures({
      ...{ opened: this.opened, states: this.states, currentOf },
      factsOf: (example) => this.factsOfUnflagged(example),
    });
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(this.root, '**/*'),
      false,
      true,
    );
    const later = (uri: vscode.Uri): void => {
      if (uri.path.includes('/.label-audit/')) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.refresh(), DELAY);
    };
    this.disposables.push(
      watcher,
      watcher.onDidCreate(later),
      watcher.onDidDelete(later),
      this.reviews.onDidChange(() => {
        this.update();
      }),
    );
    this.log = openDecisionLog(this);
    this.listed = this.refresh();
    // A watcher outside the workspace takes a moment to start: what moved meanwhile is looked for once more.
    const again = setTimeout(() => void this.refresh(), WATCHER_START);
    this.disposables.push({
      dispose: () => {
        clearTimeout(again);
      },
    });
  }

  get target(): vscode.Uri {
    return this.root;
  }

  get issues(): readonly IssueState[] {
    return this.states.all;
  }

  get openCount(): number {
    return this.states.openCount;
  }

  get stale(): boolean {
    return this.wasStale;
  }

  /** Problems beside the labels that are still there. */
  get problems(): readonly DatasetProblem[] {
    const { places } = this;
    if (!places) return [];
    const rowsOf = (path: string) => {
      const label = places.labelOf(path);
      return label === undefined ? [] : [{ label, isRagged: false }];
    };
    return this.report.problems.filter(
      (problem) => places.pathOf(problem.path) === problem.path && isStillWrong(problem, rowsOf(problem.path), rowsOf),
    );
  }

  /** Path of an audited picture now, flagged or not (`idOfExample`); undefined when it is gone. */
  pathOf(id: number): string | undefined {
    return this.places?.pathOf(pictureOfId(this.report, id).path);
  }

  /** Path of the folder whose name is the class of the picture at a path. */
  namedBy(path: string): string {
    return this.places?.namedBy(path) ?? posix.dirname(path);
  }

  /** The class in whose folder a picture of the report stands now; none where it is gone. */
  labelsAt({ path }: ReviewPlace): string[] {
    const label = this.places?.labelOf(path);
    return label === undefined ? [] : [label];
  }

  /** The path that was audited is the one by which others know the picture who have not moved it. */
  reviewPlace(id: number): ReviewPlace {
    return { path: pictureOfId(this.report, id).path };
  }

  /** Where a picture of the report is found now; undefined when it is gone. */
  placeOf(path: string): string | undefined {
    return this.places?.pathOf(path);
  }

  pictures(): Promise<PictureIndex> {
    return picturesOfFolders(this.root.fsPath, this.report.options);
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

  /** Whether the folders have been listed at all. */
  get isReadable(): boolean {
    return this.places !== undefined;
  }

  /** Resolves once the folders have been listed. */
  async settled(): Promise<void> {
    await this.listed;
  }

  /** Lists the folders again. */
  refresh(): Promise<void> {
    this.listed = this.list();
    return this.listed;
  }

  dispose(): void {
    this.listing += 1;
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private factsOfUnflagged(example: number): UnflaggedFacts | undefined {
    const { places } = this;
    const path = this.report.paths[example];
    const label = places?.labelOf(path);
    const kept = label !== undefined && this.reviews.has({ path }, label);
    const removed = label === undefined && removedByReview(this, { path });
    return places && { label, kept, removed, split: places.splitOf(path) };
  }

  private async list(): Promise<void> {
    const listing = ++this.listing;
    // A root that can't be listed any more decides nothing: it may be a drive that comes back.
    const { classFrom, classes } = this.report.options;
    const folders = await listClassFolders(this.root.fsPath, { classFrom, classes }).catch(() => undefined);
    if (folders === undefined || listing !== this.listing) return;
    this.places = locatePictures(this.report, folders, (path) => changedByReview(this, { path }));
    this.update();
  }

  private update(): void {
    const { places } = this;
    if (!places) return;
    const { issues } = this.report;
    const changed = this.states.update(issues.keys(), (id) => {
      const label = places.labelOf(issues[id].path);
      const removed = label === undefined && removedByReview(this, issues[id]);
      return { label, kept: label !== undefined && this.reviews.has(issues[id], label), removed };
    });
    const staleChanged = places.foreignChanges !== this.wasStale;
    this.wasStale = places.foreignChanges;
    if (changed.length > 0 || staleChanged) this.changed.fire(changed);
    this.moved.fire();
  }
}
