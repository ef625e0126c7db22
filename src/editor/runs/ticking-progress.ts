import type { ProgressView } from '../../protocol/index.ts';
import { progressLater } from './audit-progress.ts';

/** How often the time left is told again while nothing is heard, in milliseconds. */
const TICK = 1000;

/** Shows progress, and lets the time left run on between messages: an epoch may take minutes. */
export interface TickingProgress {
  /** Takes in what was heard, and shows it. */
  show(view: ProgressView): void;
  /** Takes in what was heard; it is shown with the next tick. */
  note(view: ProgressView): void;
  /** When something was shown last, in milliseconds since 1970. */
  readonly shownAt: number;
  dispose(): void;
}

export function createTickingProgress(display: (view: ProgressView) => void): TickingProgress {
  let heard: { readonly view: ProgressView; readonly at: number } | undefined;
  let shownAt = 0;
  const show = (view: ProgressView): void => {
    shownAt = Date.now();
    display(view);
  };
  const note = (view: ProgressView): void => {
    heard = { view, at: Date.now() };
  };
  const timer = setInterval(() => {
    if (heard?.view.secondsLeft === undefined || Date.now() - shownAt < TICK) return;
    show(progressLater(heard.view, (Date.now() - heard.at) / 1000));
  }, TICK);
  return {
    show: (view) => {
      note(view);
      show(view);
    },
    note,
    get shownAt() {
      return shownAt;
    },
    dispose: () => {
      clearInterval(timer);
    },
  };
}
