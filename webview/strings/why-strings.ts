import { percent, type WhyView } from '../../src/protocol/index.ts';

/** Why a label was flagged: in English word for word as the reports say it. */
export const WHY_STRINGS = {
  whyFlagged: (facts: WhyView): string => {
    const { nearest, usualProbability } = facts;
    const [given, suggested] = [`"${facts.given}"`, `"${facts.suggested}"`];
    const ofGiven = `${given} ${percent(facts.givenProbability)}`;
    if (nearest) {
      const { total, agreeing } = nearest;
      const others = nearest.others.map(([label, n]) => `${n} "${label}"`).join(', ');
      const model = facts.neverPredicted ? `the model never predicts ${given}` : `the model gives ${ofGiven}`;
      if (agreeing === 0)
        return `None of the ${total} nearest pictures is labelled ${suggested} (${others}); ${model}.`;
      const are = agreeing === 1 ? 'is' : 'are';
      return `${agreeing} of ${total} nearest pictures ${are} labelled ${suggested}${others === '' ? '' : `, ${others}`}; ${model}.`;
    }
    const ofSuggested = facts.isDoubtful ? '' : `${suggested} ${percent(facts.suggestedProbability)}, `;
    const gives = `The model gives ${ofSuggested}${ofGiven}`;
    if (facts.neverPredicted) return `${gives}; it never predicts ${given}.`;
    return usualProbability === undefined
      ? `${gives}.`
      : `${gives}; pictures labelled ${suggested} get ${percent(usualProbability)} on average.`;
  },
};
