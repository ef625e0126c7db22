import { AUDIT_OPTIONS, COMPARE_OPTIONS, PLACE_OPTIONS, type OptionTable } from '../../../audit/light.ts';
import { CLUSTER_OPTIONS } from './cluster-options.ts';
import { EDITOR_OPTIONS } from './editor-options.ts';

/** The tables that settings are made of, in the order in which VS Code shows them; see `npm run docs:settings`. */
export const SETTING_TABLES: readonly OptionTable[] = [
  AUDIT_OPTIONS,
  EDITOR_OPTIONS,
  PLACE_OPTIONS,
  COMPARE_OPTIONS,
  CLUSTER_OPTIONS,
];
