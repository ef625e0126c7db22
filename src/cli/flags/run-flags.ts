import type { PrintFlags } from './audit-command-flags.ts';
import type { ParsedFlags } from './read-flags.ts';

export interface PlanFlags extends ParsedFlags {
  readonly run: string;
  readonly shards?: number;
  readonly quiet: boolean;
}

export interface TaskFlags {
  readonly of?: string;
  readonly wait: number;
  readonly quiet: boolean;
}

export interface MergeFlags extends PrintFlags {
  readonly out?: string;
  readonly quiet: boolean;
}

export interface StatusFlags {
  readonly json: boolean;
  readonly wait: boolean;
}
