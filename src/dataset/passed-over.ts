/** Why files and folders of a data set are not used. */
export type PassedOverReason =
  | 'unread-format'
  | 'loose'
  | 'no-label'
  | 'beside-splits'
  | 'outside-link'
  | 'broken-link'
  | 'link-loop'
  | 'not-readable'
  | 'not-utf8'
  | 'too-deep'
  | 'special'
  | 'no-extension'
  | 'no-pictures'
  | 'hidden'
  | 'not-a-picture';

/** Files and folders that are not used, for one reason. */
export interface PassedOver {
  readonly reason: PassedOverReason;
  /** For `unread-format`: what the files hold by their names, e.g. HEIC. */
  readonly format?: string;
  /** POSIX paths relative to the root; folders end with `/`. Never empty. */
  readonly paths: readonly string[];
  /** What can be done about it; absent where nothing needs to be. */
  readonly advice?: string;
}

interface Wording {
  /** What they are: one, and several. */
  readonly one: string;
  readonly many: string;
  /** What to do; absent where no picture is lost. */
  readonly advice?: string;
}

const WORDING: Readonly<Record<PassedOverReason, Wording>> = {
  'unread-format': { one: 'file', many: 'files' },
  loose: {
    one: 'picture outside of the class folders',
    many: 'pictures outside of the class folders',
    advice: 'move them into the folder of their class',
  },
  'no-label': {
    one: 'picture of a split without class folders',
    many: 'pictures of splits without class folders',
    advice: 'nothing says what they show: sort them into class folders, or list them in a labels file',
  },
  'beside-splits': {
    one: 'picture in folders beside the splits',
    many: 'pictures in folders beside the splits',
    advice: 'move their folders into a split if they belong to it',
  },
  'outside-link': {
    one: 'link that leads out of the data set',
    many: 'links that lead out of the data set',
    advice: 'copy what they name into it, or audit the folder that holds both',
  },
  'broken-link': { one: 'link to nothing', many: 'links to nothing', advice: 'restore what they name, or remove them' },
  'link-loop': {
    one: 'link back to a folder that is read already',
    many: 'links back to folders that are read already',
  },
  'not-readable': {
    one: 'folder that may not be read',
    many: 'folders that may not be read',
    advice: 'give yourself permission, e.g. with "chmod u+rx"',
  },
  'not-utf8': {
    one: 'name that is not UTF-8',
    many: 'names that are not UTF-8',
    advice: 'rename them, e.g. with "convmv -f latin1 -t utf8"',
  },
  'too-deep': { one: 'folder that lies too deep', many: 'folders that lie too deep', advice: 'move them further up' },
  special: {
    one: 'pipe, socket or device',
    many: 'pipes, sockets and devices',
  },
  'no-extension': {
    one: 'file without an extension',
    many: 'files without an extension',
    advice: 'give them their extension (.png, .jpg, .dcm) if they are pictures',
  },
  'no-pictures': { one: 'folder without pictures', many: 'folders without pictures' },
  hidden: { one: 'hidden or system file', many: 'hidden or system files' },
  'not-a-picture': { one: 'file that is no picture', many: 'files that are no pictures' },
};

const SHOWN = 3;

/** What is passed over while a data set is read, gathered by reason. */
export interface PassedOverList {
  readonly add: (reason: PassedOverReason, path: string, unread?: { format: string; advice: string }) => void;
  /** In the order of the reasons above: what may be a loss first. */
  readonly all: () => PassedOver[];
}

export function createPassedOverList(): PassedOverList {
  const found = new Map<string, { reason: PassedOverReason; format?: string; advice?: string; paths: string[] }>();
  return {
    add: (reason, path, unread) => {
      const key = `${reason} ${unread?.format ?? ''}`;
      const known = found.get(key);
      if (known === undefined) {
        const advice = unread?.advice ?? WORDING[reason].advice;
        found.set(key, {
          ...{ reason, paths: [path] },
          ...(unread === undefined ? {} : { format: unread.format }),
          ...(advice === undefined ? {} : { advice }),
        });
      } else known.paths.push(path);
    },
    all: () => {
      const order = Object.keys(WORDING);
      return [...found.values()].sort((a, b) => order.indexOf(a.reason) - order.indexOf(b.reason));
    },
  };
}

/** What was passed over for one reason, counted and named: `8 HEIC files (a.heic, b.heic, c.heic and 5 more)`. */
function counted({ reason, format, paths }: PassedOver): string {
  const { one, many } = WORDING[reason];
  const what = `${format === undefined ? '' : `${format} `}${paths.length === 1 ? one : many}`;
  const more = paths.length > SHOWN ? ` and ${(paths.length - SHOWN).toLocaleString('en-US')} more` : '';
  return `${paths.length.toLocaleString('en-US')} ${what} (${paths.slice(0, SHOWN).join(', ')}${more})`;
}

/** One sentence on everything that was passed over; undefined where nothing was. */
export function passedOverNote(all: readonly PassedOver[]): string | undefined {
  if (all.length === 0) return undefined;
  const parts = all.map((one) => counted(one) + (one.advice === undefined ? '' : `: ${one.advice}`));
  return `passed over: ${parts.join('; ')}.`;
}

/** The problem that a data set has where what was passed over for one reason may be a loss; else undefined. */
export function passedOverProblem(one: PassedOver):
  | {
      readonly kind: 'passed-over';
      readonly path: string;
      readonly message: string;
      readonly others?: readonly string[];
    }
  | undefined {
  if (one.advice === undefined) return undefined;
  const message = `Passed over: ${counted(one)}; ${one.advice}.`;
  const others = one.paths.slice(1, LISTED);
  return { kind: 'passed-over', path: one.paths[0], message, ...(others.length > 0 ? { others } : {}) };
}

/** Most paths that a report lists for one reason: it stays small. */
const LISTED = 1000;
