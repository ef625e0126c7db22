import type { DecideAction } from '../../protocol/index.ts';
import { once } from '../host/once.ts';
import type { LiveDecisionMaker } from './decision-maker.ts';

/**
 * A decision maker whose code is loaded with the first decision: a window that opens may never see one.
 * @param onFilesMoved hears of each decision that has moved files of class folders
 */
export function createDecisionMakerLater(onFilesMoved: (action: DecideAction) => void): LiveDecisionMaker {
  const loaded = once(async () => (await import('./decision-maker.ts')).createDecisionMaker(onFilesMoved));
  return {
    decide: async (...args) => (await loaded()).decide(...args),
    finding: async (...args) => (await loaded()).finding(...args),
    undo: async (...args) => (await loaded()).undo(...args),
    redo: async (...args) => (await loaded()).redo(...args),
    goTo: async (...args) => (await loaded()).goTo(...args),
    note: async (...args) => (await loaded()).note(...args),
    removeRow: async (...args) => (await loaded()).removeRow(...args),
    respell: async (...args) => (await loaded()).respell(...args),
    relabelAll: async (...args) => (await loaded()).relabelAll(...args),
    carryOutPlan: async (...args) => (await loaded()).carryOutPlan(...args),
  };
}
