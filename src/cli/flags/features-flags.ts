import type { ParsedFlags } from './read-flags.ts';

/** The command line of `features`. */
export interface FeaturesFlags extends ParsedFlags {
  readonly out: string;
  readonly quiet: boolean;
}
