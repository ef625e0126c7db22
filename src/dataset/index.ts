export type * from './types.ts';
export { fileFailure } from './file-failure.ts';
export { listClassFolders, type ClassFolder } from './class-folders.ts';
export { defaultCacheFolder } from './cache-folder.ts';
export { DATASET_SHAPE, DatasetError } from './dataset-error.ts';
export { isPictureName, normaliseDatasetPath } from './dataset-path.ts';
export { createLabelsCsv } from './create-labels-csv.ts';
export { CsvScanner } from './csv-scanner.ts';
export { decodeImages } from './decode-images.ts';
export { findDatasets, type FoundDataset } from './find-datasets.ts';
export { findDuplicates } from './find-duplicates.ts';
export type { ColumnNames, LabelsColumns } from './labels-columns.ts';
export { applyEdits, relabelEdits, removeRowEdits, writeCell, type LabelsEdit } from './labels-edits.ts';
export { readLabelsFile, type LabelsText } from './labels-file.ts';
export { indexLabels, type LabelsIndex, type LabelsIndexFailure, type RowState } from './labels-index.ts';
export {
  DELIMITERS,
  readLabelsTable,
  type Delimiter,
  type LabelsRow,
  type LabelsTable,
  type LabelsTableOptions,
} from './labels-table.ts';
export { NPY_DTYPES, NpyError, type NpyDtype } from './npy-header.ts';
export {
  encodeNpy,
  parseNpy,
  readNpy,
  readNpyInfo,
  readNpyLabels,
  toInt32Labels,
  writeNpy,
  type NpyArray,
  type NpyData,
  type NpyInfo,
} from './npy.ts';
export { openNpyRows, type NpyRows } from './npy-rows.ts';
export { LABELS_FILE_NAMES, readDataset } from './read-dataset.ts';
export { hashFile, sha256 } from './sha256.ts';
export { thumbnailFile, type ThumbnailOptions } from './thumbnail-file.ts';
export { createScratchFolder, removeStaleScratchFolders, type ScratchFolder } from './scratch-folder.ts';
export { isProcessAlive, removeStaleTemporaries, temporaryFile } from './temporary-files.ts';
export {
  FileChangedError,
  FileWriteError,
  writeFileAtomic,
  writeFilesAtomic,
  type FileToWrite,
  type WriteFileAtomicOptions,
} from './write-file-atomic.ts';
