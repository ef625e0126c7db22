import type {
  AuditView,
  CheckPage,
  CheckSet,
  FindingAction,
  IssueRow,
  PanelMessage,
} from '../../../src/protocol/index.ts';
import type { ReviewRecord } from '../review-record.ts';
import { ReviewSession } from '../review-session.ts';
import { isOfTest } from '../rows/bulk-accept.ts';
import { gridLines, placeBelow } from '../rows/grid-lines.ts';
import { WORST_FIRST } from '../rows/sort-issues.ts';
import type { GridShape, Move } from '../selection.ts';
import { proposalOf, type CheckResult, type ShownCheck } from './shown-check.ts';

type FindingMessage = Extract<PanelMessage, { type: 'finding' }>;
type CheckRequest = Extract<PanelMessage, { type: 'check' }>;

/** What of a decision on findings is to be told. */
export interface FindingSent {
  readonly message: FindingMessage;
  /** Pictures that will go, or stay. */
  readonly pictures: number;
  /** Pictures of test splits that are left as they are. */
  readonly leftOut: number;
}

/** The review of what one check found: the same list, selection and decisions as of labels, by another ranking. */
export class CheckSession extends ReviewSession {
  readonly #name: string;
  #result: CheckResult | null = null;
  #threshold: number | null;
  #histogram: CheckPage['histogram'];
  #sets: readonly CheckSet[] | undefined;
  #setOf = new Map<number, number>();
  /** All that is here of the ranking, worst first; the threshold shows the first of them. */
  #ranking: IssueRow[] = [];
  #isAsking = false;

  /** @param chosen the threshold that the user has chosen before */
  constructor(name: string, audit: AuditView, record: ReviewRecord, chosen: number | undefined) {
    super(auditOf(audit, []), undefined, record);
    this.#name = name;
    this.#threshold = chosen ?? null;
  }

  override get check(): ShownCheck {
    return {
      name: this.#name,
      result: this.#result,
      threshold: this.#threshold ?? this.#result?.threshold ?? null,
      histogram: this.#histogram,
      sets: this.#sets,
      setOf: this.#setOf,
    };
  }

  /** All that is listed is flagged, whatever its id. */
  protected override get flaggedBelow(): number {
    return Infinity;
  }

  override get isLoading(): boolean {
    return this.#result === null || (this.#result.problem === undefined && this.#missing > 0);
  }

  /** How many of the flagged are still to come. */
  get #missing(): number {
    return this.#result === null || this.#result.many ? 0 : this.#result.flagged - this.#ranking.length;
  }

  /** What is to be asked of the host; null while it is asked, and where nothing is missing. */
  ask(): CheckRequest | null {
    const result = this.#result;
    const isOther = result !== null && this.#threshold !== null && this.#threshold !== result.threshold;
    const isWanted = result === null || isOther || (result.problem === undefined && this.#missing > 0);
    if (this.#isAsking || !isWanted) return null;
    this.#isAsking = true;
    return { type: 'check', name: this.#name, below: this.#threshold, from: this.#ranking.length };
  }

  /** The host could not answer: it is asked again when something else is wanted. */
  stopAsking(): void {
    this.#isAsking = false;
  }

  setThreshold(threshold: number | null): void {
    this.#threshold = threshold ?? this.#threshold;
  }

  take(page: CheckPage): void {
    const { rows, sets, histogram, from, unsure, ...result } = page;
    this.#isAsking = false;
    // Nothing more comes: what is asked for again would be asked without end.
    const isStuck =
      !page.many && rows.length === 0 && result.flagged > this.#ranking.length && from === this.#ranking.length;
    this.#result = isStuck ? { ...result, flagged: this.#ranking.length } : result;
    if (from === 0) {
      this.#sets = sets ?? this.#sets;
      this.#histogram = histogram ?? this.#histogram;
      this.#setOf = new Map((this.#sets ?? []).flatMap(({ ids }, place) => ids.map((id) => [id, place] as const)));
    }
    if (from === this.#ranking.length) this.#ranking.push(...rows);
    this.#show(unsure);
  }

  /** @param unsure those that the user put off before, of what has just come */
  #show(unsure: CheckPage['unsure']): void {
    const { flagged = 0, many = false } = this.#result ?? {};
    const known = this.#ranking.slice(0, many ? 0 : flagged);
    this.complete(
      auditOf(
        this.audit,
        // What was decided meanwhile stands in the store.
        known.map((row) => this.store.get(row.id) ?? row),
        unsure,
      ),
    );
  }

  override apply(changes: Parameters<ReviewSession['apply']>[0]): void {
    const byId = new Map(changes.map((change) => [change.id, change]));
    this.#ranking = this.#ranking.map((row) => {
      const change = byId.get(row.id);
      return change === undefined ? row : { ...row, decision: change.decision, current: change.current };
    });
    super.apply(changes);
  }

  override move(to: Move, extend: boolean, shape: GridShape): void {
    const { active } = this.selection;
    const place = active === null ? -1 : this.visible.indexOf(active);
    const steps = { up: -1, down: 1, pageUp: -shape.rows, pageDown: shape.rows };
    if (place < 0 || this.#setOf.size === 0 || !Object.hasOwn(steps, to)) {
      super.move(to, extend, shape);
      return;
    }
    const lines = gridLines(this.visible, shape.columns, this.linedSets);
    const id = this.visible[placeBelow(lines, place, steps[to as keyof typeof steps])];
    this.select(id, extend ? 'extend' : 'only');
  }

  /** The sets by which lines of the grid are broken: none where something else than the ranking is the order. */
  override get linedSets(): ReadonlyMap<number, number> | undefined {
    return this.sort.key === WORST_FIRST.key ? this.#setOf : undefined;
  }

  /**
   * Decides the selected pictures, or the sets that they are of.
   * @returns what to tell the host; null where nothing of the selection can be decided so
   */
  decideFinding(action: FindingAction): FindingSent | null {
    const { testSplits = [] } = this.audit;
    const isTest = (id: number): boolean => {
      const row = this.store.get(id);
      return row !== undefined && isOfTest(row, testSplits);
    };
    const selected = this.selectedWhere((id) => !['removed', 'gone'].includes(this.store.decisionOf(id)));
    if (action === 'keep' || action === 'remove') {
      // A machine's choice of many must not change what measures; one by one, a person may.
      const ids = action === 'keep' || selected.length < 2 ? selected : selected.filter((id) => !isTest(id));
      if (ids.length === 0) return null;
      this.markDecided(ids, { kind: action });
      return this.#sent(ids, action, ids.length, selected.length - ids.length);
    }
    const sets = this.#setsOf(selected);
    const others = sets.flatMap((ids) => {
      const standing = ids.filter((id) => !['removed', 'gone'].includes(this.store.decisionOf(id)));
      return action === 'keepBest' ? standing.slice(1) : standing.filter((id) => !this.#measures(id));
    });
    const going = others.filter((id) => !isTest(id));
    if (going.length === 0) return null;
    this.markDecided(going, { kind: 'remove' }, true);
    return this.#sent(selected, action, going.length, others.length - going.length);
  }

  #sent(ids: readonly number[], action: FindingAction, pictures: number, leftOut: number): FindingSent {
    return { message: { type: 'finding', check: this.#name, ids: [...ids], action }, pictures, leftOut };
  }

  /** The audited pictures of the sets of these pictures, the best of each first. */
  #setsOf(ids: readonly number[]): (readonly number[])[] {
    const places = new Set(ids.map((id) => this.#setOf.get(id)).filter((place) => place !== undefined));
    return [...places].map((place) => this.#sets?.[place].ids ?? []);
  }

  /** Whether a picture is of a split to test or to validate with. */
  #measures(id: number): boolean {
    const { testSplits = [], validationSplits = [] } = this.audit;
    const { split } = this.store.get(id) ?? {};
    return split !== undefined && (testSplits.includes(split) || validationSplits.includes(split));
  }

  /** What Enter does here; null where nothing is proposed. */
  get proposal(): FindingAction | null {
    return proposalOf(this.check);
  }
}

/** The audit with these pictures in place of those whose labels are flagged. */
function auditOf(audit: AuditView, issues: readonly IssueRow[], unsure?: readonly number[]): AuditView {
  return { ...audit, issues, issueCount: undefined, reviewedBeyond: undefined, unsure, trust: undefined };
}
