import type { CHECK_OPTIONS, OptionValues } from '../../audit/index.ts';
import type { AuditFlags } from './audit-flags.ts';

/** The command line of `check`. */
export interface CheckFlags extends AuditFlags, OptionValues<typeof CHECK_OPTIONS> {
  readonly sarif?: string;
  readonly markdown?: string;
}
