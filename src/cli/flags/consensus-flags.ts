import type { CONSENSUS_OPTIONS, OptionValues } from '../../audit/index.ts';
import type { ParsedFlags } from './read-flags.ts';

/** The command line of `consensus`. */
export interface ConsensusFlags extends ParsedFlags, Omit<OptionValues<typeof CONSENSUS_OPTIONS>, 'predProbsFile'> {
  readonly top: number;
  readonly json: boolean;
  readonly quiet: boolean;
}
