import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readNpy, readPredProbs, toInt32Labels } from '../../arrays/index.ts';
import type { Labels, LabelSets, PredProbs } from '../../core/index.ts';
import { joinSet } from '../../dataset/index.ts';
import { hashFile, InputError } from '../../files/index.ts';
import { setAsideDamagedReport } from './damaged-report.ts';
import { readList } from './long-lists.ts';
import { readPaths } from './paths-file.ts';
import {
  LABELS_ARRAY,
  layoutName,
  LIST_FILES,
  LONG_LISTS,
  MAP_ARRAY,
  PATHS_FILE,
  PICTURE_SCORES_ARRAY,
  PRED_PROBS_ARRAY,
  REPORT_FILE,
} from './report-files.ts';
import { checkIssues, knownLabels } from './report-meaning.ts';
import { notOurs, readStoredFile } from './read-report.ts';
import type { AuditReport, StoredReport } from './schema/report-schema.ts';

/** A report with what was written beside it, all of it checked: what another audit wrote is never mixed in. */
export interface OpenedReport {
  /** The folder that holds it. */
  readonly folder: string;
  readonly report: AuditReport;
  /**
   * Given labels as they were audited, where each picture has one: class indices, one per `report.paths`.
   * @throws NpyError where the file can't be read; InputError where it is not the one of the report
   */
  readonly labels: () => Promise<Labels>;
  /**
   * Given sets of labels as they were audited, where pictures have several each: N×K in the order of `report.dataset.classes`.
   * @throws NpyError where the file can't be read; InputError where it is not the one of the report
   */
  readonly labelSets: () => Promise<LabelSets>;
  /**
   * The given labels as text, one or several, one per `report.paths`.
   * @throws what `labels` and `labelSets` throw
   */
  readonly labelTexts: () => Promise<readonly string[]>;
  /**
   * The probability of each class, one row per `report.paths`, in the order of `report.dataset.classes`.
   * @throws NpyError where the file can't be read; InputError where it is not the one of the report
   */
  readonly predProbs: () => Promise<PredProbs>;
  /**
   * Scores of the picture checks, one row per `report.paths`, one column per `report.checks.types`; undefined where there are none.
   * @throws NpyError where the file can't be read; InputError where it is not the one of the report
   */
  readonly pictureScores: () => Promise<Float32Array | undefined>;
  /**
   * What a map of the pictures is made from, one row per `report.paths`; undefined where there is none.
   * @throws NpyError where the file can't be read; InputError where it is not the one of the report
   */
  readonly map: () => Promise<FloatRows | undefined>;
  /** The pictures laid out by their neighbours: N×2; undefined where that has not been asked for yet, or can't be read. */
  readonly mapLayout: () => Promise<Float32Array | undefined>;
}

/** n × k numbers, row-major. */
export interface FloatRows {
  readonly data: Float32Array;
  readonly n: number;
  readonly k: number;
}

export interface OpenOptions {
  /** The report's file, where it is not called `report.json`. */
  readonly file?: string;
  /** Where the data set is now; it may have been moved since the audit. Default: where it was audited. */
  readonly root?: string;
  /** Set a damaged report aside as `report.damaged.json`, so that nothing stumbles over it again. Default false. */
  readonly setAside?: boolean;
}

/** Milliseconds after which an audit that is just replacing its files has surely done so. */
const WAIT = 40;

/**
 * Opens the report folder of an audit.
 *
 * @throws InputError where there is no report, or it can't be read, or what it consists of does not belong together
 */
export async function openReportFolder(folder: string, options: OpenOptions = {}): Promise<OpenedReport> {
  const { file = join(folder, REPORT_FILE), root, setAside = false } = options;
  const read = async (): Promise<StoredReport> => {
    try {
      return await readStoredFile(file);
    } catch (error) {
      if (!setAside || basename(file) !== REPORT_FILE) throw error;
      throw await setAsideDamagedReport(file, error);
    }
  };
  for (let stored = await read(); ;) {
    try {
      return opened(dirname(file), await whole(stored, file), root);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      // An audit may have ended at that moment: the report, which is replaced last, then becomes another.
      await sleep(WAIT);
      const now = await read();
      if (JSON.stringify(now.files) === JSON.stringify(stored.files)) throw error;
      stored = now;
    }
  }
}

/** The report with everything that stands in other files beside it. */
async function whole(stored: StoredReport, file: string): Promise<AuditReport> {
  const folder = dirname(file);
  const { counts, paths: inline, files = {}, ...report } = stored;
  const { kind, audited } = report.dataset;
  const labels = knownLabels(report.dataset);
  const own = (name: keyof typeof files, hash: string): void => {
    if (files[name] !== hash) throw foreign(join(folder, name));
  };
  if (inline === undefined && files[PATHS_FILE] === undefined) throw notOurs(file, 'it names no pictures');
  let pictures: Pick<AuditReport, 'paths' | 'contents' | 'repeated'> = { paths: inline ?? [] };
  if (inline === undefined) {
    const { hash, ...read } = await readPaths(folder, kind, audited);
    own(PATHS_FILE, hash);
    pictures = read;
  }
  const lists: {
    issues?: AuditReport['issues'];
    reviewed?: AuditReport['reviewed'];
    problems?: AuditReport['problems'];
  } = {};
  for (const name of LONG_LISTS) {
    if (files[LIST_FILES[name]] !== undefined) {
      const { entries, hash } = await readList(folder, name);
      own(LIST_FILES[name], hash);
      Object.assign(lists, { [name]: entries });
    }
    const found = (lists[name] ?? report[name])?.length ?? 0;
    if (counts !== undefined && counts[name] !== found) {
      throw notOurs(file, `counts.${name} is ${counts[name]}, but there are ${found}`);
    }
  }
  const complete: AuditReport = {
    ...report,
    ...pictures,
    ...lists,
    ...(stored.files === undefined ? {} : { files }),
  };
  try {
    const known = { paths: complete.paths, count: complete.paths.length };
    checkIssues(complete.issues, 'issues', known, labels, kind);
    checkIssues(complete.reviewed ?? [], 'reviewed', known, labels, kind);
  } catch (error) {
    throw notOurs(file, (error as Error).message, error);
  }
  return complete;
}

function opened(folder: string, report: AuditReport, root = report.dataset.root): OpenedReport {
  const { paths, files = {}, dataset } = report;
  const k = dataset.classes.length;
  /** The file is looked at after it was read: where another audit replaces it at that moment, it is not ours. */
  const own = async (file: string, name: keyof typeof files): Promise<void> => {
    const hash = files[name];
    if (hash !== undefined && (await hashFile(file).catch(() => undefined)) !== hash) throw foreign(file);
  };
  /** One row for each picture; of so many columns where that is known, else of two or more. */
  const floats = async (name: keyof typeof files, columns?: number): Promise<FloatRows> => {
    const file = join(folder, name);
    const { data, shape } = await readNpy(file);
    await own(file, name);
    const [n, k] = shape;
    const fits = columns === undefined ? shape.length === 2 && k >= 2 : k === columns;
    if (!(data instanceof Float32Array) || n !== paths.length || !fits) {
      const wanted = `${paths.length} rows and ${columns ?? '2 or more'} columns of float32`;
      throw new InputError(`${file} should have ${wanted}, but has ${shape.join(' and ')}. Run the audit again.`);
    }
    return { data, n, k };
  };
  const one: OpenedReport = {
    folder,
    report: { ...report, dataset: { ...dataset, root } },
    async labelSets() {
      const file = join(folder, LABELS_ARRAY);
      const { data, shape } = await readNpy(file);
      await own(file, LABELS_ARRAY);
      if (!(data instanceof Uint8Array) || shape.length !== 2 || shape[0] !== paths.length || shape[1] !== k) {
        throw notFitting(file, `${shape.join(' rows and ')} columns`, paths.length, k);
      }
      return { data, n: paths.length, k };
    },
    async labelTexts() {
      const { classes, multiLabel } = dataset;
      if (multiLabel === undefined) return Array.from(await one.labels(), (label) => classes[label]);
      const sets = await one.labelSets();
      const known = new Map<string, string>();
      return Array.from({ length: sets.n }, (_, i) => {
        const names = classes.filter((_name, c) => sets.data[i * k + c] === 1);
        const text = joinSet(names, multiLabel.separator);
        // Of a hundred thousand rows most bear a set that others bear, too.
        const same = known.get(text) ?? text;
        known.set(text, same);
        return same;
      });
    },
    async labels() {
      const file = join(folder, LABELS_ARRAY);
      const labels = toInt32Labels(await readNpy(file), file);
      await own(file, LABELS_ARRAY);
      const strange = labels.findIndex((label) => label >= k);
      if (labels.length !== paths.length || strange >= 0) {
        const found = strange < 0 ? `${labels.length} labels` : `the label ${labels[strange]} in row ${strange}`;
        throw notFitting(file, found, paths.length, k);
      }
      return labels;
    },
    async predProbs() {
      const file = join(folder, PRED_PROBS_ARRAY);
      const predProbs = await readPredProbs(file);
      await own(file, PRED_PROBS_ARRAY);
      if (predProbs.n !== paths.length || predProbs.k !== k) {
        throw notFitting(file, `${predProbs.n} rows and ${predProbs.k} columns`, paths.length, k);
      }
      return predProbs;
    },
    async pictureScores() {
      const columns = report.checks?.types.length;
      if (columns === undefined || files[PICTURE_SCORES_ARRAY] === undefined) return undefined;
      return (await floats(PICTURE_SCORES_ARRAY, columns)).data;
    },
    async map() {
      return report.map === undefined || files[MAP_ARRAY] === undefined ? undefined : floats(MAP_ARRAY);
    },
    async mapLayout() {
      const of = files[MAP_ARRAY];
      // Made when someone asks for it, so that the report has no hash of it; its name says what it was made from.
      const read = of === undefined ? undefined : await readNpy(join(folder, layoutName(of))).catch(() => undefined);
      if (!(read?.data instanceof Float32Array) || read.data.length !== 2 * paths.length) return undefined;
      return read.data.every(Number.isFinite) ? read.data : undefined;
    },
  };
  return one;
}

function foreign(file: string): InputError {
  return new InputError(`${file} was not written with the report beside it. Run the audit again.`);
}

function notFitting(file: string, found: string, pictures: number, classes: number): InputError {
  const wanted = `${pictures} pictures and ${classes} classes`;
  return new InputError(`${file} has ${found}, but the report has ${wanted}. Run the audit again.`);
}
