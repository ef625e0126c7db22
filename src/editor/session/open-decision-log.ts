import { createDecisionLog, type DecisionLog } from './decision-log.ts';
import type { LabelSession } from './label-session.ts';

/** Milliseconds without a change of the labels before reviews.csv is brought in line. */
const DELAY = 100;

/** The log of a session, brought in line with each change of its labels, so that every undo counts. */
export function openDecisionLog(session: Omit<LabelSession, 'log'>): DecisionLog {
  const { reviews } = session;
  const log = createDecisionLog({
    labelsAt: (decision) => session.labelsAt(decision),
    reviewOf: (decision) => reviews.reviewOf(decision),
    write: (set, restore, remove) => reviews.write(set, restore, remove, (path) => session.placeOf(path)),
  });
  let timer: NodeJS.Timeout | undefined;
  session.onDidChangeLabels(() => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (session.isReadable) void log.sync();
    }, DELAY);
  });
  return log;
}
