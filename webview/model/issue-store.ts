import type { Decision, DecideAction, IssueRow, IssueUpdate } from '../../src/protocol/index.ts';
import type { Standing } from './rows/filters.ts';

/** What an action makes of a picture, until the host says what really became of it. */
function expected(action: DecideAction, { given, suggested, decision, current = given }: IssueRow): Decision {
  if (action.kind === 'keep') return 'kept';
  if (action.kind === 'remove') return 'removed';
  // Who picks the very label that a picture bears says that it is right.
  const label = action.kind === 'accept' ? suggested : action.label;
  return decision === 'open' && label === current ? 'kept' : 'relabelled';
}

/** The pictures of one audit, flagged or not, with the decisions that the host has confirmed and those still under way. */
export class IssueStore {
  /** In the report's ranking, then those that are not flagged. Replaced row by row as the host sends updates. */
  issues: IssueRow[] = [];
  #place = new Map<number, number>();
  readonly #pending = new Map<number, Decision>();
  /** Those that the user put off. */
  readonly #unsure = new Set<number>();

  constructor(issues: readonly IssueRow[], unsure?: readonly number[]) {
    this.complete(issues, unsure);
  }

  /**
   * Takes over all rows of the audit of which the first are known, and those that were put off. What is under way stays so.
   * @returns the pictures that were decided and are open again
   */
  complete(issues: readonly IssueRow[], unsure?: readonly number[]): number[] {
    this.#noteUnsure(unsure);
    const reopened = issues.filter(({ id, decision }) => decision === 'open' && this.#isDecided(id));
    this.issues = [...issues];
    this.#place = new Map(issues.map((issue, place) => [issue.id, place]));
    return reopened.map(({ id }) => id);
  }

  #noteUnsure(ids: readonly number[] = []): void {
    for (const id of ids) this.#unsure.add(id);
  }

  /** Takes over pictures that are not flagged, and those of them that were put off. */
  add(rows: readonly IssueRow[], unsure?: readonly number[]): void {
    this.#noteUnsure(unsure);
    for (const row of rows) {
      const known = this.#place.get(row.id);
      if (known === undefined) this.#place.set(row.id, this.issues.push(row) - 1);
      else this.issues[known] = row;
    }
  }

  #isDecided(id: number): boolean {
    const known = this.get(id);
    return known !== undefined && known.decision !== 'open' && known.decision !== 'gone';
  }

  get(id: number): IssueRow | undefined {
    const place = this.#place.get(id);
    return place === undefined ? undefined : this.issues[place];
  }

  decisionOf(id: number): Decision {
    return this.#pending.get(id) ?? this.get(id)?.decision ?? 'open';
  }

  /** How a picture stands: what was put off is open still. */
  standingOf(id: number): Standing {
    const decision = this.decisionOf(id);
    return decision === 'open' && this.#unsure.has(id) ? 'unsure' : decision;
  }

  /** Puts these off, or takes them back where all of them were put off; returns whether they are put off now. */
  putOff(ids: readonly number[]): boolean {
    const isUnsure = !ids.every((id) => this.#unsure.has(id));
    if (isUnsure) this.#noteUnsure(ids);
    else for (const id of ids) this.#unsure.delete(id);
    return isUnsure;
  }

  isPending(id: number): boolean {
    return this.#pending.has(id);
  }

  markPending(ids: readonly number[], action: DecideAction): void {
    for (const id of ids) {
      const row = this.get(id);
      if (row) this.#pending.set(id, expected(action, row));
    }
  }

  /** Takes over what the host says; returns the pictures that were decided and are open again. */
  apply(changes: readonly IssueUpdate[]): number[] {
    const reopened: number[] = [];
    for (const { id, decision, current } of changes) {
      const place = this.#place.get(id);
      if (place === undefined) continue;
      if (decision === 'open' && this.#isDecided(id)) reopened.push(id);
      this.#pending.delete(id);
      this.issues[place] = { ...this.issues[place], decision, current };
    }
    return reopened;
  }

  /** Gives up waiting: what was under way did not happen. */
  dropPending(): void {
    this.#pending.clear();
  }

  /** How many of the pictures with smaller ids are decided, those under way included. What is gone is not decided. */
  countReviewed(below = Infinity): number {
    return this.#count(below, (decision) => decision !== 'open' && decision !== 'gone');
  }

  countGone(below = Infinity): number {
    return this.#count(below, (decision) => decision === 'gone');
  }

  #count(below: number, isCounted: (decision: Decision) => boolean): number {
    let count = 0;
    for (const { id, decision } of this.issues)
      if (id < below && isCounted(this.#pending.get(id) ?? decision)) count += 1;
    return count;
  }
}
