import type { CheckPage, CheckSummary, IssueUpdate, PanelMessage } from '../../../src/protocol/index.ts';
import type { ReviewSession } from '../review-session.ts';
import { CheckSession } from './check-session.ts';

/** The checks of the audit that is shown, and which of them is looked at. */
export class ShownChecks {
  summaries: readonly CheckSummary[] = [];
  /** The check whose findings are shown; null: the labels. */
  #shown: CheckSession | null = null;
  readonly #sessions = new Map<string, CheckSession>();
  /** To be opened as soon as it is known which checks there are. */
  #awaited: string | null = null;

  get session(): CheckSession | null {
    return this.#shown;
  }

  /** Null: the labels are shown. */
  get name(): string | null {
    return this.#shown?.check.name ?? this.#awaited;
  }

  /** Another audit is shown. @param name the check that the user looked at before a reload */
  reset(name: string | null = null): void {
    this.summaries = [];
    this.#shown = null;
    this.#sessions.clear();
    this.#awaited = name;
  }

  /** Takes over which checks there are; opens the one that was looked at before a reload. */
  list(summaries: readonly CheckSummary[], labels: ReviewSession | null): void {
    this.summaries = summaries;
    const awaited = this.#awaited;
    this.#awaited = null;
    if (awaited !== null && labels !== null) this.open(awaited, labels);
  }

  /** Shows the findings of a check, or the labels (null); of one that was not made nothing can be shown. */
  open(name: string | null, labels: ReviewSession): void {
    this.close();
    if (name === null) return;
    const summary = this.summaries.find((one) => one.name === name);
    if (summary === undefined) return;
    const known = this.#sessions.get(name);
    this.#shown = known ?? new CheckSession(name, labels.audit, labels.record, summary.chosen);
    this.#sessions.set(name, this.#shown);
  }

  /** Shows the labels. */
  close(): void {
    this.#awaited = null;
    this.#shown = null;
  }

  /** What is to be asked of the host now. */
  ask(): PanelMessage | null {
    return this.#shown?.ask() ?? null;
  }

  take(page: CheckPage): void {
    const session = this.#sessions.get(page.name);
    if (session?.audit.createdAt === page.createdAt) session.take(page);
  }

  /** Takes over what became of pictures; of those that are shown `apply` tells more. */
  apply(name: string, changes: readonly IssueUpdate[], apply: (changes: readonly IssueUpdate[]) => void): void {
    const session = this.#sessions.get(name);
    if (session !== undefined && session === this.#shown) apply(changes);
    else session?.apply(changes);
  }

  /** The host could not do something: what was asked may never be answered. */
  fail(): void {
    for (const session of this.#sessions.values()) {
      session.stopAsking();
      session.fail();
    }
  }

  /**
   * Another threshold for the check that is shown; null: the audit's again.
   * @param isChosen the user has let it go: it is to be remembered
   * @returns what to tell the host
   */
  setThreshold(threshold: number | null, isChosen: boolean): PanelMessage | null {
    const session = this.#shown;
    if (session === null) return null;
    const { name } = session.check;
    const summary = this.summaries.find((one) => one.name === name);
    const value = threshold ?? summary?.threshold ?? null;
    session.setThreshold(value);
    if (!isChosen) return null;
    const isDefault = value === (summary?.threshold ?? null);
    this.summaries = this.summaries.map(({ chosen, ...one }) => {
      if (one.name !== name) return { ...one, ...(chosen === undefined ? {} : { chosen }) };
      return { ...one, ...(isDefault || value === null ? {} : { chosen: value }) };
    });
    return { type: 'checkThreshold', name, below: isDefault ? null : value };
  }
}
