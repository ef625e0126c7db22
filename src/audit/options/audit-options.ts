import { defaultsOf } from './allowed-values.ts';
import { FINDING_OPTIONS } from './finding-options.ts';
import type { OptionTable, OptionValues } from './option.ts';
import { PICTURE_CHECK_OPTIONS } from './picture-checks.ts';
import { TRAINING_OPTIONS } from './training-options.ts';

/** The options of an audit that are kept in its report. */
export const AUDIT_OPTIONS = {
  ...TRAINING_OPTIONS,
  ...FINDING_OPTIONS,
  ...PICTURE_CHECK_OPTIONS,
  /** An audit knows which score ranks its model's labels best. */
  rankBy: {
    allowed: FINDING_OPTIONS.rankBy.allowed,
    flag: FINDING_OPTIONS.rankBy.flag,
    about: FINDING_OPTIONS.rankBy.about,
    otherwise:
      'pairwise_margin on features, confidence_weighted_entropy for small-cnn with thorough, else self_confidence',
    setting: { scope: 'resource' },
  },
} as const satisfies OptionTable;

/** What an audit is asked for. */
export interface AuditOptions extends OptionValues<typeof AUDIT_OPTIONS> {
  /** A folder, or a labels file. */
  readonly target: string;
  /** Folder for report.json and the arrays; default `.label-audit` beside the data. `null`: write nothing. */
  readonly out?: string | null;
  /** Folder for decoded pictures and finished folds; default: the user's cache folder. `null`: keep none. */
  readonly cacheFolder?: string | null;
  /** The training worker's script; default: beside the running bundle. */
  readonly workerFile?: string;
}

type Later = {
  [N in keyof typeof AUDIT_OPTIONS]: (typeof AUDIT_OPTIONS)[N] extends { readonly inOldReports: false } ? N : never;
}[keyof typeof AUDIT_OPTIONS];

/** The options that an audit was made with, as its report keeps them: without the places of files on that machine. */
export type ReportOptions = Omit<AuditOptions, 'out' | 'cacheFolder' | 'workerFile' | Later> &
  Partial<Pick<AuditOptions, Later>>;

/** The options of an audit of `target` when the user says nothing else. */
export function defaultAuditOptions(target: string): AuditOptions {
  return { target, ...defaultsOf(AUDIT_OPTIONS) };
}
