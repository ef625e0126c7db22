/** Name of the folder beside the labels that an audit writes to. */
export const REPORT_FOLDER = '.label-audit';

/** Names in the report folder. */
export const REPORT_FILE = 'report.json';
export const LABELS_ARRAY = 'labels.npy';
export const PRED_PROBS_ARRAY = 'pred_probs.npy';
/** Scores of the picture checks, N×checks, where any were made. */
export const PICTURE_SCORES_ARRAY = 'picture_scores.npy';
/** What a map of the pictures is made from, N×columns. */
export const MAP_ARRAY = 'map.npy';
/** The pictures laid out by their neighbours, N×2, once someone asked for it; `of` is the hash of the map's array. */
export const layoutName = (of: string): string => `map_layout-${of.slice(0, 12)}.npy`;
export const IS_LAYOUT = /^map_layout-[0-9a-f]{12}\.npy$/;
/** The audited pictures, one a line: row i of the arrays belongs to the i-th. */
export const PATHS_FILE = 'paths.csv';
/** Lists that are too long for the report, one entry a line. */
export const LIST_FILES = { issues: 'issues.jsonl', reviewed: 'reviewed.jsonl', problems: 'problems.jsonl' } as const;
export type LongList = keyof typeof LIST_FILES;
export const LONG_LISTS = Object.keys(LIST_FILES) as readonly LongList[];

/** The lock's name is covered by the folder's `.gitignore`. */
export const REPORT_LOCK = 'report.lock.tmp';
/** What a damaged report is called, once it is set aside: no earlier one makes room for it. */
export const damagedName = (n: number): string => (n === 1 ? 'report.damaged.json' : `report.damaged-${n}.json`);

const IGNORED_LATER = [PATHS_FILE, ...Object.values(LIST_FILES)].join('\n');
/** Files that are ignored since there are such, the oldest first. */
const IGNORED_SINCE = [IGNORED_LATER, PICTURE_SCORES_ARRAY, `${MAP_ARRAY}\nmap_layout-*.npy`];
const OURS = '# Written by Label Audit.';

/** The next audit writes everything in there again, except the team's decisions, which the team commits. */
export const GITIGNORE = `${OURS} reviews.csv is not listed: commit it.
${REPORT_FILE}
report.damaged*.json
compare.json
${PRED_PROBS_ARRAY}
${LABELS_ARRAY}
${IGNORED_SINCE.join('\n')}
*.tmp
`;

/**
 * A `.gitignore` of ours as it should be: earlier versions did not know all files.
 * @returns undefined where it knows them, or is not ours to change
 */
export function updatedGitignore(text: string): string | undefined {
  if (!text.startsWith(OURS)) return undefined;
  const missing = IGNORED_SINCE.filter((names) => !text.includes(names.split('\n')[0]));
  if (missing.length === 0) return undefined;
  return `${text}${text.endsWith('\n') ? '' : '\n'}${missing.join('\n')}\n`;
}
