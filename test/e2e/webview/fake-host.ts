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
import { sampleMap } from './sample-map.ts';
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
  /** What was done to pictures, by the number of the decision less 1; and how many of the decisions stand. */
  readonly #made: { readonly action: DecideAction; readonly ids: readonly number[]; readonly at: string }[] = [];
  #standing = 0;
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
      case 'similar': {
        const { id } = message;
        const detail = sampleDetail(this.#rows.get(id)!, this.#images, this.#uri, this.audit.classes);
        const { similarGiven: given, similarSuggested: suggested, neighbours } = detail;
        return send({ type: 'similar', pictures: { id, given, suggested, neighbours } });
      }
      case 'browse': {
        const { from, count } = message;
        const unflagged = [...this.#rows.values()].filter(({ id }) => !this.#flagged.has(id));
        const rows = unflagged.slice(from, from + count);
        const next = from + count < unflagged.length ? { next: from + count } : {};
        return send({ type: 'browsed', page: { createdAt: this.audit.createdAt, from, rows, ...next } });
      }
      case 'map':
        if (message.layout === 'neighbours') return send({ type: 'mapping', share: 0.5 });
        return send({ type: 'map', map: sampleMap(this.audit, [...this.#rows.values()]) });
      case 'stopMap':
        return send({ type: 'mapping', share: null });
      case 'note':
        for (const id of message.ids) this.#notes.set(id, message.note);
        return send({ type: 'reviews', reviews: this.#reviews(message.ids) });
      case 'decide':
        await send({ type: 'reviews', reviews: this.#reviews(message.ids, new Date().toISOString()) });
        await send({ type: 'issues', changes: this.#decide(message.ids, message.action), stale: this.audit.stale });
        this.#made.splice(this.#standing, Infinity, { ...message, at: new Date().toISOString() });
        this.#standing += 1;
        return this.#tell(send);
      case 'undo':
        await this.#goTo(this.#standing - 1, send);
        return this.#tell(send);
      case 'redo':
        await this.#goTo(this.#standing + 1, send);
        return this.#tell(send);
      case 'goTo':
        await this.#goTo(message.number, send);
        return this.#tell(send);
      case 'summary':
        return send({ type: 'summary', text: `### Label review of ${this.audit.name}\n\n${this.#standing} decided` });
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

  async #goTo(number: number, send: Send): Promise<void> {
    while (this.#standing > Math.max(0, number)) {
      const changes = this.#undo.pop() ?? [];
      this.#apply(changes);
      this.#standing -= 1;
      await send({ type: 'issues', changes, stale: this.audit.stale });
    }
    while (this.#standing < Math.min(number, this.#made.length)) {
      const { ids, action } = this.#made[this.#standing];
      this.#standing += 1;
      await send({ type: 'issues', changes: this.#decide(ids, action), stale: this.audit.stale });
    }
  }

  #tell(send: Send): Promise<void> {
    const entries = this.#made.map(({ action, ids, at }, i) => ({
      ...{ number: i + 1, kind: action.kind, pictures: ids.length, first: ids[0], at, undone: i >= this.#standing },
      ...(action.kind === 'relabel' ? { to: action.label } : {}),
    }));
    return send({ type: 'history', entries });
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
