import type { Strings } from '../english.ts';
import { INDONESIAN_CHECKS } from './check-strings.ts';
import { INDONESIAN_DECISIONS } from './decision-strings.ts';
import { INDONESIAN_HEALTH } from './health-strings.ts';
import { INDONESIAN_KEYS } from './keys-strings.ts';
import { INDONESIAN_MAP } from './map-strings.ts';
import { INDONESIAN_MODEL } from './model-strings.ts';
import { INDONESIAN_PANEL } from './panel-strings.ts';
import { INDONESIAN_QUEUE } from './queue-strings.ts';
import { INDONESIAN_REMEDIATION } from './remediation-strings.ts';
import { INDONESIAN_REVIEW } from './review-strings.ts';
import { INDONESIAN_SETS } from './set-strings.ts';
import { INDONESIAN_TRUST } from './trust-strings.ts';
import { INDONESIAN_WHY } from './why-strings.ts';

/** The panel in Indonesian. */
export const INDONESIAN: Strings = {
  ...INDONESIAN_PANEL,
  ...INDONESIAN_REVIEW,
  ...INDONESIAN_DECISIONS,
  ...INDONESIAN_HEALTH,
  ...INDONESIAN_QUEUE,
  ...INDONESIAN_REMEDIATION,
  ...INDONESIAN_KEYS,
  ...INDONESIAN_CHECKS,
  ...INDONESIAN_MAP,
  ...INDONESIAN_MODEL,
  ...INDONESIAN_SETS,
  ...INDONESIAN_TRUST,
  ...INDONESIAN_WHY,
};
