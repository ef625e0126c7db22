import type { COMPARE_OPTIONS, OptionValues } from '../../audit/index.ts';
import type { AuditFlags } from './audit-flags.ts';
import type { RemediationFlags } from './remediation-flags.ts';

export const COMPARE_FORMATS = ['text', 'json'] as const;

/** The command line of `compare`. */
export interface CompareFlags extends AuditFlags, RemediationFlags, OptionValues<typeof COMPARE_OPTIONS> {
  readonly report?: string;
  readonly format: (typeof COMPARE_FORMATS)[number];
}
