import type { ComparisonView, FixChoice, FixPlanView, HostMessage, PanelMessage } from '../../src/protocol/index.ts';

const ACTIONS = ['prune', 'relabel'] as const;
const WAYS = ['all', 'worst', 'below', 'reviewed'] as const;
/** Milliseconds that a slider rests before the host is asked what the choice would change. */
const DELAY = 60;

/** What Fix Labels begins with: the worst tenth of the flagged, taken out. */
export const FIRST_CHOICE: FixChoice = {
  action: 'prune',
  by: 'worst',
  share: 0.1,
  threshold: 0.1,
  minConfidence: 0.5,
  minExamplesPerClass: 1,
  splits: null,
};

type Fields = Readonly<Record<string, unknown>>;

function unit(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value >= 0 && value <= 1 ? value : otherwise;
}

/** Reads a choice that was saved; a wrong value becomes the default. Splits belong to one data set, so they are not kept. */
export function readFixChoice(value: unknown): FixChoice {
  const saved = (typeof value === 'object' && value !== null ? value : {}) as Fields;
  const least = saved.minExamplesPerClass;
  return {
    action: ACTIONS.find((name) => name === saved.action) ?? FIRST_CHOICE.action,
    by: WAYS.find((name) => name === saved.by) ?? FIRST_CHOICE.by,
    share: unit(saved.share, FIRST_CHOICE.share) || FIRST_CHOICE.share,
    threshold: unit(saved.threshold, FIRST_CHOICE.threshold),
    minConfidence: unit(saved.minConfidence, FIRST_CHOICE.minConfidence),
    minExamplesPerClass: Number.isInteger(least) && (least as number) >= 0 ? (least as number) : 1,
    splits: null,
  };
}

/** The state of the tabs Fix and Compare. */
export class RemediationState {
  choice: FixChoice;
  /** What the choice would change; of an earlier one while the host works it out; null before the first. */
  plan: FixPlanView | null = null;
  comparison: ComparisonView | null = null;
  comparing = false;
  readonly #post: (message: PanelMessage) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(post: (message: PanelMessage) => void, saved: unknown) {
    this.#post = post;
    this.choice = readFixChoice(saved);
  }

  /** Whether the plan is that of the choice as it is now. */
  get isCurrent(): boolean {
    return this.plan !== null && JSON.stringify(this.plan.choice) === JSON.stringify(this.choice);
  }

  receive(message: Extract<HostMessage, { type: 'plan' | 'comparison' }>): void {
    if (message.type === 'plan') {
      this.plan = message.plan;
      return;
    }
    this.comparison = message.comparison;
    this.comparing = message.running;
  }

  change(change: Partial<FixChoice>): void {
    this.choice = { ...this.choice, ...change };
    this.wantPlan();
  }

  /** Asks the host, once the user rests, what the choice would change. */
  wantPlan(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#post({ type: 'plan', choice: this.choice });
    }, DELAY);
  }

  /** Another audit is shown. */
  reset(): void {
    this.plan = null;
    this.comparison = null;
    this.comparing = false;
    this.choice = { ...this.choice, splits: null };
  }
}
