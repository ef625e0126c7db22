import type {
  AuditView,
  CheckPage,
  CheckSet,
  CheckSummary,
  Decision,
  HostMessage,
  IssueRow,
  IssueUpdate,
  PanelMessage,
} from '../../../src/protocol/messages.ts';
import { countBelow, histogramOf } from '../../../src/editor/session/checks/check-ranking.ts';
import type { ImageFolder } from '../../harness/index.ts';
import { FakeHost } from './fake-host.ts';

type Send = (message: HostMessage) => Promise<void>;

interface FakeCheck {
  readonly summary: CheckSummary;
  /** Worst first. */
  readonly rows: readonly IssueRow[];
  readonly sets?: readonly CheckSet[];
}

const THRESHOLD = 0.32;
/** The pictures of the sample come again after so many: these are copies. */
const AGAIN = 60;

/** Checks of the pictures of an audit: every second of them blurry by some score, copies of the first ones, leaks among these. */
export function sampleChecks({ issues, audited }: AuditView): readonly FakeCheck[] {
  const half = Math.floor(issues.length / 2);
  const scored = issues.map((row, i): IssueRow => ({
    ...row,
    quality: Math.round(1e4 * ((i + 1) / issues.length) ** 0.7) / 1e4,
  }));
  const flagged = scored.filter(({ quality }) => quality < THRESHOLD).length;
  const setOf = (place: number, ...ids: number[]): CheckSet => ({
    ...{ ids, by: place % 2 === 0 ? 'pixels' : 'features', score: 0.01 * place },
    others: place === 1 ? [{ path: 'test/other.jpg', split: 'test', row: 7 }] : [],
  });
  const near = [0, 1, 2, 3, 4, 5, 6].map((i) =>
    setOf(i, ...(i % 3 === 2 ? [i, i + AGAIN, i + 2 * AGAIN] : [i, i + AGAIN])),
  );
  const leaks = [1, 5, 9].map((i, place) => setOf(place, i, i + AGAIN));
  const rowsOf = (sets: readonly CheckSet[]): IssueRow[] =>
    sets.flatMap(({ ids, score }) => ids.map((id) => ({ ...issues[id], quality: score })));
  const check = (
    name: string,
    rows: readonly IssueRow[],
    count: number,
    more: Partial<CheckSummary> = {},
  ): FakeCheck => ({
    summary: { name, flagged: count, threshold: THRESHOLD, ...more },
    rows,
  });
  return [
    check('dark', [], 0),
    check('blurry', scored, flagged),
    check(
      'odd_size',
      scored.map((row) => ({ ...row, quality: 0.1 })),
      half,
    ),
    {
      ...check(
        'near_duplicates',
        rowsOf(near).map((row) => ({ ...row, split: 'train' })),
        16,
        { threshold: 0.07, sets: near.length },
      ),
      sets: near,
    },
    {
      ...check(
        'leaks',
        rowsOf(leaks).map((row, i) => ({ ...row, split: i % 2 === 0 ? 'train' : 'test' })),
        6,
        { threshold: 0.07, sets: leaks.length },
      ),
      sets: leaks,
    },
    check('class_imbalance', [], 0, {
      whole: 0.03,
      findings: [
        { ofClass: issues[0].given, score: 0.03, pictures: 12 },
        { property: 'dark', ofClass: issues[1].given, score: 0.2, pictures: Math.min(audited, 40) },
      ],
    }),
  ];
}

/** Does what the extension does with messages about checks, beside those about labels. */
export class FakeCheckHost {
  readonly #checks: readonly FakeCheck[];
  readonly #labels: FakeHost;
  readonly #decided = new Map<string, Decision>();
  readonly #undo: { readonly check: string; readonly changes: readonly IssueUpdate[] }[] = [];
  readonly #audit: AuditView;

  constructor(audit: AuditView, images: ImageFolder) {
    this.#audit = audit;
    this.#labels = new FakeHost(audit, images);
    this.#checks = sampleChecks(audit);
  }

  readonly answer = async (message: PanelMessage, send: Send): Promise<void> => {
    switch (message.type) {
      case 'ready':
        await this.#labels.answer(message, send);
        return send({ type: 'checks', checks: this.#checks.map(({ summary }) => summary) });
      case 'check':
        return send({ type: 'check', page: this.#page(message.name, message.below, message.from) });
      case 'finding': {
        const changes = this.#decide(message);
        return send({ type: 'checked', name: message.check, changes });
      }
      case 'undo': {
        const last = this.#undo.pop();
        if (last === undefined) return this.#labels.answer(message, send);
        for (const { id, decision } of last.changes) this.#decided.set(`${last.check} ${id}`, decision);
        return send({ type: 'checked', name: last.check, changes: last.changes });
      }
      default:
        return this.#labels.answer(message, send);
    }
  };

  #checkOf(name: string): FakeCheck {
    return this.#checks.find(({ summary }) => summary.name === name)!;
  }

  #page(name: string, below: number | null, from: number): CheckPage {
    const { summary, rows, sets } = this.#checkOf(name);
    const threshold = below ?? summary.threshold;
    const scores = Float32Array.from(rows, ({ quality }) => quality);
    const flagged = sets === undefined || threshold < summary.threshold ? countBelow(scores, threshold) : rows.length;
    const many = sets === undefined && flagged > rows.length / 2;
    return {
      ...{ createdAt: this.#audit.createdAt, name, threshold, flagged, scored: rows.length, many, from },
      rows: many ? [] : rows.slice(from, flagged).map((row) => ({ ...row, decision: this.#decisionOf(name, row.id) })),
      ...(from === 0 && sets ? { sets } : {}),
      ...(from === 0 && rows.length > 0
        ? { histogram: { bars: histogramOf(scores, 0, sets ? 0.07 : 1), range: [0, sets ? 0.07 : 1] } }
        : {}),
    };
  }

  #decisionOf(check: string, id: number): Decision {
    return this.#decided.get(`${check} ${id}`) ?? 'open';
  }

  #decide({ check, ids, action }: Extract<PanelMessage, { type: 'finding' }>): IssueUpdate[] {
    const { sets = [], rows } = this.#checkOf(check);
    const own = sets.filter((set) => set.ids.some((id) => ids.includes(id)));
    const isTrain = (id: number): boolean => rows.find((row) => row.id === id)?.split === 'train';
    const meant =
      action === 'keepBest'
        ? own.flatMap((set) => set.ids.slice(1).filter(isTrain))
        : action === 'removeFromTrain'
          ? own.flatMap((set) => set.ids.filter(isTrain))
          : ids;
    this.#undo.push({
      check,
      changes: meant.map((id) => ({
        id,
        decision: this.#decisionOf(check, id),
        current: this.#audit.issues[id].given,
      })),
    });
    return meant.map((id) => {
      const decision = action === 'keep' ? 'kept' : 'removed';
      this.#decided.set(`${check} ${id}`, decision);
      return { id, decision, ...(decision === 'kept' ? { current: this.#audit.issues[id].given } : {}) };
    });
  }
}
