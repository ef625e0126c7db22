import type { Decision, DecideAction, IssueRow, IssueUpdate } from '../../src/protocol/index.ts';

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

  constructor(issues: readonly IssueRow[]) {
    this.complete(issues);
  }

  /**
   * Takes over all rows of the audit of which the first are known. What is under way stays so.
   * @returns the pictures that were decided and are open again
   */
  complete(issues: readonly IssueRow[]): number[] {
    const reopened = issues.filter(({ id, decision }) => decision === 'open' && this.#isDecided(id));
    this.issues = [...issues];
    this.#place = new Map(issues.map((issue, place) => [issue.id, place]));
    return reopened.map(({ id }) => id);
  }

  /** Takes over pictures that are not flagged. */
  add(rows: readonly IssueRow[]): void {
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
