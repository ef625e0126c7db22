import { CHECK_STRINGS } from './check-strings.ts';
import { DECISION_STRINGS } from './decision-strings.ts';
import { HEALTH_STRINGS } from './health-strings.ts';
import { KEYS_STRINGS } from './keys-strings.ts';
import { MAP_STRINGS } from './map-strings.ts';
import { MODEL_STRINGS } from './model-strings.ts';
import { PANEL_STRINGS } from './panel-strings.ts';
import { QUEUE_STRINGS } from './queue-strings.ts';
import { REMEDIATION_STRINGS } from './remediation-strings.ts';
import { REVIEW_STRINGS } from './review-strings.ts';
import { SET_STRINGS } from './set-strings.ts';
import { TRUST_STRINGS } from './trust-strings.ts';
import { WHY_STRINGS } from './why-strings.ts';

/** The panel in English. */
export const ENGLISH = {
  ...PANEL_STRINGS,
  ...REVIEW_STRINGS,
  ...DECISION_STRINGS,
  ...HEALTH_STRINGS,
  ...QUEUE_STRINGS,
  ...REMEDIATION_STRINGS,
  ...KEYS_STRINGS,
  ...CHECK_STRINGS,
  ...MAP_STRINGS,
  ...MODEL_STRINGS,
  ...SET_STRINGS,
  ...TRUST_STRINGS,
  ...WHY_STRINGS,
};

/** Every text of the panel: the compiler asks each language for all of them. */
export type Strings = typeof ENGLISH;
