import { sayTrust, sayWeakness, type TrustFactsView } from '../../src/protocol/index.ts';

/** How far the list is to be trusted, or why the model is too weak: in English as the reports say it. */
export const TRUST_STRINGS = {
  trustSentences: (facts: TrustFactsView): string[] => (facts.kind === 'weak' ? sayWeakness(facts) : sayTrust(facts)),
};
