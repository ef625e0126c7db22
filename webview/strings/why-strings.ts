import { sayWhy, type WhyView } from '../../src/protocol/index.ts';

/** Why a label was flagged: in English as the reports say it. */
export const WHY_STRINGS = {
  whyFlagged: (facts: WhyView): string => sayWhy(facts),
};
