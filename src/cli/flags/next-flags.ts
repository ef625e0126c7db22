import type { ParsedFlags } from './read-flags.ts';

/** The command line of `next`. */
export interface NextFlags extends ParsedFlags {
  readonly out?: string;
  readonly json: boolean;
  readonly quiet: boolean;
}
