import type {
  AuditView,
  DecideAction,
  Decision,
  HostMessage,
  IssueRow,
  IssueUpdate,
  PanelMessage,
  ReviewView,
} from '../../../src/protocol/messages.ts';
import type { ImageFolder } from '../../harness/index.ts';
import { sampleDetail } from './sample-audit.ts';

type Send = (message: HostMessage) => Promise<void>;

const DECISIONS: Record<DecideAction['kind'], Decision> = {
  accept: 'relabelled',
  relabel: 'relabelled',
  keep: 'kept',
  remove: 'removed',
};

/** Does what the extension does with the panel's messages, on one audit in memory. */
export class FakeHost {
  readonly audit: AuditView;
  readonly #images: ImageFolder;
  readonly #rows: Map<number, IssueRow>;
  readonly #undo: IssueUpdate[][] = [];
  readonly #notes = new Map<number, string>();
  readonly #flagged: ReadonlySet<number>;

  /** @param unflagged pictures that are only shown where all are; their ids follow those of the flagged ones */
  constructor(audit: AuditView, images: ImageFolder, unflagged: readonly IssueRow[] = []) {
    this.audit = audit;
    this.#images = images;
    this.#rows = new Map([...audit.issues, ...unflagged].map((issue) => [issue.id, issue]));
    this.#flagged = new Set(audit.issues.map(({ id }) => id));
  }

  readonly answer = async (message: PanelMessage, send: Send): Promise<void> => {
    switch (message.type) {
      case 'ready':
        return send({ type: 'state', state: { phase: 'ready', audit: this.#view() } });
      case 'thumbnails':
        return send({ type: 'thumbnails', uris: message.ids.map((id) => [id, this.#uri(this.#rows.get(id)!.path)]) });
      case 'detail': {
        const detail = sampleDetail(this.#rows.get(message.id)!, this.#images, this.#uri, this.audit.classes);
        return send({ type: 'detail', detail });
      }
      case 'browse': {
        const { from, count } = message;
        const unflagged = [...this.#rows.values()].filter(({ id }) => !this.#flagged.has(id));
        const rows = unflagged.slice(from, from + count);
        const next = from + count < unflagged.length ? { next: from + count } : {};
        return send({ type: 'browsed', page: { createdAt: this.audit.createdAt, from, rows, ...next } });
      }
      case 'note':
        for (const id of message.ids) this.#notes.set(id, message.note);
        return send({ type: 'reviews', reviews: this.#reviews(message.ids) });
      case 'decide':
        await send({ type: 'reviews', reviews: this.#reviews(message.ids, new Date().toISOString()) });
        return send({ type: 'issues', changes: this.#decide(message.ids, message.action), stale: this.audit.stale });
      case 'undo': {
        const changes = this.#undo.pop();
        if (changes) this.#apply(changes);
        return send({ type: 'issues', changes: changes ?? [], stale: this.audit.stale });
      }
      default:
        return;
    }
  };

  readonly #uri = (path: string): string => `/${path.replace(/-\d+(\.\w+)$/, '$1')}`;

  #reviews(ids: readonly number[], date?: string): ReviewView[] {
    return ids.map((id) => {
      const note = this.#notes.get(id);
      return {
        id,
        decided: date !== undefined,
        ...(note ? { note } : {}),
        ...(date ? { date, reviewer: 'Ada Lovelace' } : {}),
      };
    });
  }

  #view(): AuditView {
    return { ...this.audit, issues: this.audit.issues.map(({ id }) => this.#rows.get(id)!) };
  }

  #apply(changes: readonly IssueUpdate[]): void {
    for (const change of changes) this.#rows.set(change.id, { ...this.#rows.get(change.id)!, ...change });
  }

  #decide(ids: readonly number[], action: DecideAction): IssueUpdate[] {
    this.#undo.push(
      ids.map((id) => ({ id, decision: this.#rows.get(id)!.decision, current: this.#rows.get(id)!.current })),
    );
    const changes = ids.map((id) => {
      const row = this.#rows.get(id)!;
      const labels = { accept: row.suggested, relabel: '', keep: row.given, remove: undefined };
      const current = action.kind === 'relabel' ? action.label : labels[action.kind];
      // As the extension has it: who picks the label that is there says that it is right.
      const isKept = row.decision === 'open' && current === row.current;
      return { id, decision: isKept ? 'kept' : DECISIONS[action.kind], current };
    });
    this.#apply(changes);
    return changes;
  }
}
