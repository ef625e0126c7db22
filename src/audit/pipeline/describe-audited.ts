import type { Dataset, LabelsFile } from '../../dataset/index.ts';
import { plural } from '../../numbers/index.ts';
import { verifiedAdapter } from '../../training/index.ts';
import type { AuditOptions } from '../options/audit-options.ts';
import { REVIEWS_FILE } from '../remediation/reviews-file.ts';
import { REPORT_FOLDER } from '../report/report-folder.ts';
import type { AuditReport, RepeatedPicture } from '../report/types.ts';
import { TFJS_VERSION, VERSION } from '../report/version.ts';
import type { Probabilities } from './probabilities.ts';
import type { ToldWarning } from '../wording/warnings.ts';

/** How labels are written where that is more than a word in a cell or under a key. */
function layoutName(files: readonly LabelsFile[]): string | undefined {
  if (files.some(({ classNames }) => classNames !== undefined)) return 'indices';
  const [{ layout }] = files;
  return layout === 'csv' || layout === 'jsonl' ? undefined : layout;
}

/** The data set as a report has it. */
export function describeDataset(dataset: Dataset, exampleIndices: Int32Array): AuditReport['dataset'] {
  const { root, labelsFile, labelsFiles, classes, examples } = dataset;
  const files = labelsFiles ?? (labelsFile?.imagePatterns === undefined ? [] : [labelsFile]);
  const splits = new Map<string, number>();
  for (const { split } of examples) if (split !== undefined) splits.set(split, (splits.get(split) ?? 0) + 1);
  return {
    root,
    kind: labelsFile ? 'csv' : 'folders',
    ...(labelsFile
      ? {
          labelsFile: labelsFile.name,
          labelsFileHash: labelsFile.hash,
          layout: layoutName(labelsFiles ?? [labelsFile]),
        }
      : {}),
    ...(files.length === 0
      ? {}
      : { labelsFiles: files.map(({ name, hash, imagePatterns }) => ({ name, hash, imagePatterns })) }),
    classes,
    examples: examples.length,
    audited: exampleIndices.length,
    // A split may have any name, `constructor` and `__proto__` too.
    splits: Object.fromEntries(splits),
  };
}

/** Which rows the pictures are that several rows of the labels file name. */
export function repeatedPictures(
  { examples, repeatedPaths }: Dataset,
  exampleIndices: Int32Array,
): Pick<AuditReport, 'repeated'> {
  if (repeatedPaths === undefined || repeatedPaths.size === 0) return {};
  const repeated: RepeatedPicture[] = [];
  exampleIndices.forEach((example, index) => {
    const { path, place, split } = examples[example];
    if (place.kind !== 'csv' || !repeatedPaths.has(path)) return;
    repeated.push({ index, row: place.row, ...(split === undefined ? {} : { split }) });
  });
  return repeated.length === 0 ? {} : { repeated };
}

/** The split column, where it was found by what its cells say; of several labels files only where all have it. */
export function foundColumns({ labelsFile, labelsFiles }: Dataset): Pick<AuditOptions, 'splitColumn'> {
  const splitColumn = labelsFile?.splitColumn;
  const isInAll = (labelsFiles ?? []).every((file) => file.splitColumn === splitColumn);
  return splitColumn === undefined || !isInAll ? {} : { splitColumn };
}

/** Where this machine keeps its files says nothing about the audit: JSON leaves out what is undefined. */
export function withoutPlaces(options: AuditOptions): AuditReport['options'] {
  const kept = { ...options, out: undefined, cacheFolder: undefined, workerFile: undefined };
  return kept;
}

/** What the audit ran on. */
export function describeEnvironment(
  { backend, adapter, jobs, crossValidation }: Probabilities,
  { seed }: Pick<AuditOptions, 'seed'>,
): AuditReport['environment'] {
  return {
    version: VERSION,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    backend,
    ...adapterOf(backend, adapter),
    ...(crossValidation ? { tfjs: TFJS_VERSION } : {}),
    seed,
    ...(jobs === undefined ? {} : { jobs }),
  };
}

/** The graphics adapter that computed, where one did: by default the one that was verified on this machine. */
export function adapterOf(
  backend: AuditReport['environment']['backend'],
  adapter: string | undefined = verifiedAdapter(),
): Pick<AuditReport['environment'], 'adapter'> {
  return backend === 'webgpu' && adapter !== undefined ? { adapter } : {};
}

/** Says that flagged labels are not listed, where reviews keep them. */
export function reviewedWarning(count: number): ToldWarning[] {
  if (count === 0) return [];
  const labels = plural(count, 'flagged label is', 'flagged labels are');
  const text = `${labels} not listed, since a review in ${REPORT_FOLDER}/${REVIEWS_FILE} says that ${count === 1 ? 'it is' : 'they are'} right.`;
  return [{ text, kind: 'reviewed-labels', numbers: [count] }];
}
