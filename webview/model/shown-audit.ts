import type { PanelState } from '../../src/protocol/index.ts';
import { auditKey, showsWithFirstRows } from './rows/first-rows.ts';
import { ShownChecks } from './checks/shown-checks.ts';
import { ReviewSession } from './review-session.ts';
import type { SavedState } from './saved-state.ts';

/**
 * What a state from the host is to what was shown. `none`: there is no review, or not yet; `again`: the review of the
 * audit that the user saw before; `other`: that of another; `completed`: the rows that were missing; `same`: nothing new.
 */
export type Taken = 'none' | 'again' | 'other' | 'completed' | 'same';

type ReadyState = Extract<PanelState, { phase: 'ready' }>;

/** The audit that the panel shows, and how much of it is here. Of very many rows the first come ahead. */
export class ShownAudit {
  state: PanelState | null = null;
  /** The review of the labels. */
  labels: ReviewSession | null = null;
  readonly checks = new ShownChecks();
  stale = false;
  /** Why nothing can be decided; null: it can. */
  blocked: string | null = null;
  /** To be shown as soon as its row is here. */
  #awaited: number | null = null;

  /** The review that is shown: of the labels, or of what a check found. */
  get session(): ReviewSession | null {
    return this.labels === null ? null : (this.checks.session ?? this.labels);
  }

  /** @param saved what the user saw last */
  take(state: PanelState, saved: SavedState): Taken {
    const continued = state.phase === 'ready' ? this.#continue(state) : undefined;
    if (continued) return continued;
    this.state = state;
    this.labels = null;
    this.checks.reset();
    if (state.phase !== 'ready') return 'none';
    const { audit } = state;
    this.stale = audit.stale;
    const isKnown = saved.audit === auditKey(audit);
    if (isKnown && audit.issueCount !== undefined && !showsWithFirstRows(saved.view, audit)) return 'none';
    this.labels = new ReviewSession(audit, isKnown ? saved.view : undefined);
    this.checks.reset(isKnown ? saved.check : null);
    return isKnown ? 'again' : 'other';
  }

  /** Takes over a state of the audit that is shown already, if nothing has to start again for it. */
  #continue(state: ReadyState): Taken | undefined {
    const { labels: session } = this;
    const { audit } = state;
    if (!session || auditKey(session.audit) !== auditKey(audit)) return undefined;
    // First rows are of no use where there are rows: all of them are about to come.
    const isWhole = audit.issueCount === undefined;
    if (isWhole && !session.isPartial) return undefined;
    this.stale = audit.stale;
    if (!isWhole) return 'same';
    this.state = state;
    session.complete(audit);
    return 'completed';
  }

  /** Selects a picture; false while its row is still to come, and then `revealAwaited` does it. */
  reveal(id: number): boolean {
    this.checks.close();
    const { state, session } = this;
    const isAwaited = state?.phase === 'ready' && state.audit.issueCount !== undefined && !session?.store.get(id);
    this.#awaited = isAwaited ? id : null;
    if (isAwaited) return false;
    session?.reveal(id);
    return true;
  }

  /** Selects the picture that was waited for; false where none was, or it is still not here. */
  revealAwaited(): boolean {
    return this.#awaited !== null && this.reveal(this.#awaited);
  }
}
