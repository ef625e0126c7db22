import { DECISION_STRINGS } from './strings/decision-strings.ts';
import { HEALTH_STRINGS } from './strings/health-strings.ts';
import { KEYS_STRINGS } from './strings/keys-strings.ts';
import { PANEL_STRINGS } from './strings/panel-strings.ts';
import { REVIEW_STRINGS } from './strings/review-strings.ts';

/** Every text that the user sees but those of the Fix and Compare tabs, in one place, so that it can be translated. */
export const STRINGS = { ...PANEL_STRINGS, ...REVIEW_STRINGS, ...DECISION_STRINGS, ...HEALTH_STRINGS, ...KEYS_STRINGS };
