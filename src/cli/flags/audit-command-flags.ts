import { EXPORT_FORMATS } from '../../audit/index.ts';
import type { AuditFlags } from './audit-flags.ts';

export const AUDIT_FORMATS = ['text', 'json', ...EXPORT_FORMATS] as const;

/** The command line of `audit`. */
export interface AuditCommandFlags extends AuditFlags {
  readonly format: (typeof AUDIT_FORMATS)[number];
  readonly top: number;
  readonly formulaGuard: boolean;
}
