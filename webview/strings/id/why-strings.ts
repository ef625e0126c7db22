import { numbersIn } from '../../../src/protocol/index.ts';
import type { WHY_STRINGS } from '../why-strings.ts';

const { percent } = numbersIn('id');

/** Why a label was flagged, in Indonesian. */
export const INDONESIAN_WHY: typeof WHY_STRINGS = {
  whyFlagged: (facts) => {
    const { nearest, usualProbability } = facts;
    const [given, suggested] = [`"${facts.given}"`, `"${facts.suggested}"`];
    const ofGiven = `${given} ${percent(facts.givenProbability)}`;
    if (nearest) {
      const { total, agreeing } = nearest;
      const others = nearest.others.map(([label, n]) => `${n} "${label}"`).join(', ');
      const model = facts.neverPredicted ? `model tidak pernah memprediksi ${given}` : `model memberi ${ofGiven}`;
      if (agreeing === 0)
        return `Tidak satu pun dari ${total} gambar terdekat berlabel ${suggested} (${others}); ${model}.`;
      return `${agreeing} dari ${total} gambar terdekat berlabel ${suggested}${others === '' ? '' : `, ${others}`}; ${model}.`;
    }
    const ofSuggested = facts.isDoubtful ? '' : `${suggested} ${percent(facts.suggestedProbability)}, `;
    const gives = `Model memberi ${ofSuggested}${ofGiven}`;
    if (facts.neverPredicted) return `${gives}; model tidak pernah memprediksi ${given}.`;
    return usualProbability === undefined
      ? `${gives}.`
      : `${gives}; gambar berlabel ${suggested} rata-rata mendapat ${percent(usualProbability)}.`;
  },
};
