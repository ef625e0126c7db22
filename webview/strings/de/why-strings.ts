import { numbersIn } from '../../../src/protocol/index.ts';
import type { WHY_STRINGS } from '../why-strings.ts';

const { percent } = numbersIn('de');

/** Why a label was flagged, in German. */
export const GERMAN_WHY: typeof WHY_STRINGS = {
  whyFlagged: (facts) => {
    const { nearest, usualProbability } = facts;
    const [given, suggested] = [`„${facts.given}“`, `„${facts.suggested}“`];
    const ofGiven = `${given} ${percent(facts.givenProbability)}`;
    if (nearest) {
      const { total, agreeing } = nearest;
      const others = nearest.others.map(([label, n]) => `${n} „${label}“`).join(', ');
      const model = facts.neverPredicted ? `das Modell sagt ${given} nie vorher` : `das Modell gibt ${ofGiven}`;
      if (agreeing === 0)
        return `Keines der nächsten Bilder (${total}) trägt das Label ${suggested} (${others}); ${model}.`;
      const bear = agreeing === 1 ? 'trägt' : 'tragen';
      return `Von den nächsten Bildern (${total}) ${bear} ${agreeing} das Label ${suggested}${others === '' ? '' : `, ${others}`}; ${model}.`;
    }
    const ofSuggested = facts.isDoubtful ? '' : `${suggested} ${percent(facts.suggestedProbability)}, `;
    const gives = `Das Modell gibt ${ofSuggested}${ofGiven}`;
    if (facts.neverPredicted) return `${gives}; ${given} sagt es nie vorher.`;
    return usualProbability === undefined
      ? `${gives}.`
      : `${gives}; Bilder mit dem Label ${suggested} bekommen im Mittel ${percent(usualProbability)}.`;
  },
};
