export { DATASET_SHAPE, DatasetError } from './dataset-error.ts';
export { findDatasets, type FoundDataset } from './find-datasets.ts';
export { glanceAtDataset } from './glance-at-dataset.ts';
export { whyNoDataset } from './why-no-dataset.ts';
export { datasetFolder } from './find-labels-files.ts';
export { findDuplicates } from './find-duplicates.ts';
export { listClassFolders, type ClassFolder } from './folders/class-folders.ts';
export { createLabelsCsv } from './labels/create-labels-csv.ts';
export { CsvScanner } from './labels/csv-scanner.ts';
export type { ColumnNames } from './labels/labels-columns.ts';
export { applyEdits, relabelEdits, removeRowEdits, writeCell, type LabelsEdit } from './labels/labels-edits.ts';
export { readLabelsFile } from './labels/labels-file.ts';
export { indexLabels, isRaggedRow, type LabelsIndex } from './labels/labels-index.ts';
export { openPictureMapper, type MappingChoice, type MappingCount, type PictureMapper } from './picture-mapper.ts';
export type { PassedOver, PassedOverReason } from './passed-over.ts';
export { shortened } from './labels/shortened.ts';
export { splitOfFile } from './labels/split-column.ts';
export { readDataset } from './read-dataset.ts';
export { isTestSplit, onlySplits, requireSplits, splitRole, type SplitRole } from './splits.ts';
export { CLASS_FROM, PROBLEM_KINDS, rowPlace, type ClassFrom } from './types.ts';
export type { Dataset, DatasetProblem, Duplicates, Example, LabelsFile, RepeatedRow } from './types.ts';
export { findLookAlikes, visibleLabel, type LookAlikes } from './labels/label-names.ts';
export { imagePattern, patternName, rowPictureFinder, type RowPictureFinder } from './labels/written-paths.ts';
export {
  findJsonKeys,
  jsonObject,
  jsonValueSpan,
  jsonWord,
  relabelJsonLine,
  type JsonKeys,
} from './layouts/json-line.ts';
export { isAsciiText } from './layouts/json-file.ts';
export { HEAD_LENGTH } from './layouts/layout.ts';
export { layoutOf, mayHaveColumns, mayHoldLabels } from './layouts/layouts.ts';
export type { LabelRows } from './labels/label-rows.ts';
export { isPictureName } from './picture-names.ts';
export { readLabels, readLabelsText } from './layouts/read-labels.ts';
export { isParquetName } from './parquet/read-parquet.ts';
