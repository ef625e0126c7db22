import { EXPORT_FORMATS } from '../../audit/index.ts';
import type { AuditFlags } from './audit-flags.ts';
import type { EngineFlags } from './engine-flags.ts';

export const AUDIT_FORMATS = ['text', 'json', ...EXPORT_FORMATS] as const;

/** How an audit is printed. */
export interface PrintFlags {
  readonly format: (typeof AUDIT_FORMATS)[number];
  readonly top: number;
  readonly formulaGuard: boolean;
  readonly cache?: boolean;
}

/** The command line of `audit`. */
export interface AuditCommandFlags extends AuditFlags, PrintFlags, Partial<EngineFlags> {}
