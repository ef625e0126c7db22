import type { RemediationFlags } from './remediation-flags.ts';

/** The command line of `fix`. */
export interface FixFlags extends RemediationFlags {
  readonly report?: string;
  /** True where no pairs are named. */
  readonly mergeClasses?: string | true;
  readonly out?: string;
  readonly dryRun: boolean;
  readonly quiet: boolean;
}
