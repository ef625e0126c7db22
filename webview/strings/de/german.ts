import type { Strings } from '../english.ts';
import { GERMAN_CHECKS } from './check-strings.ts';
import { GERMAN_DECISIONS } from './decision-strings.ts';
import { GERMAN_HEALTH } from './health-strings.ts';
import { GERMAN_KEYS } from './keys-strings.ts';
import { GERMAN_MAP } from './map-strings.ts';
import { GERMAN_MODEL } from './model-strings.ts';
import { GERMAN_PANEL } from './panel-strings.ts';
import { GERMAN_QUEUE } from './queue-strings.ts';
import { GERMAN_REMEDIATION } from './remediation-strings.ts';
import { GERMAN_REVIEW } from './review-strings.ts';
import { GERMAN_SETS } from './set-strings.ts';
import { GERMAN_TRUST } from './trust-strings.ts';
import { GERMAN_WHY } from './why-strings.ts';

/** The panel in German. */
export const GERMAN: Strings = {
  ...GERMAN_PANEL,
  ...GERMAN_REVIEW,
  ...GERMAN_DECISIONS,
  ...GERMAN_HEALTH,
  ...GERMAN_QUEUE,
  ...GERMAN_REMEDIATION,
  ...GERMAN_KEYS,
  ...GERMAN_CHECKS,
  ...GERMAN_MAP,
  ...GERMAN_MODEL,
  ...GERMAN_SETS,
  ...GERMAN_TRUST,
  ...GERMAN_WHY,
};
