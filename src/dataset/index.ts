export { DATASET_SHAPE, DatasetError } from './dataset-error.ts';
export { findDatasets, type FoundDataset } from './find-datasets.ts';
export { glanceAtDataset } from './glance-at-dataset.ts';
export { whyNoDataset } from './why-no-dataset.ts';
export { datasetFolder } from './find-labels-files.ts';
export { findDuplicates } from './find-duplicates.ts';
export { listClassFolders, type ClassFolder } from './folders/class-folders.ts';
export { namingFolders, pathInOther } from './folders/naming-folders.ts';
export { createLabelsCsv } from './labels/create-labels-csv.ts';
export { columnEdits } from './labels/column-edits.ts';
export { CsvScanner } from './labels/csv-scanner.ts';
export { columnNamesOf, type ColumnNames } from './labels/labels-columns.ts';
export { applyEdits, relabelEdits, removeRowEdits, writeCell, type LabelsEdit } from './labels/labels-edits.ts';
export { readLabelsFile } from './labels/labels-file.ts';
export { headerOf, indexLabels, isRaggedRow, type LabelsIndex } from './labels/labels-index.ts';
export { openPictureMapper, type MappingChoice, type MappingCount, type PictureMapper } from './picture-mapper.ts';
export type { PassedOver, PassedOverReason } from './passed-over.ts';
export { shortened } from './labels/shortened.ts';
export { spansBetween } from './labels/spans-between.ts';
export { splitOfFile } from './labels/split-column.ts';
export { readDataset } from './read-dataset.ts';
export { isTestSplit, isToMeasure, onlySplits, requireSplits, splitRole, type SplitRole } from './splits.ts';
export { CLASS_FROM, PROBLEM_KINDS, rowPlace, type ClassFrom } from './types.ts';
export type {
  AnnotatorLabel,
  Annotators,
  Dataset,
  DatasetProblem,
  Duplicates,
  Example,
  LabelsFile,
  MultiLabel,
  ReadDatasetOptions,
  RepeatedRow,
  UnlabelledPicture,
} from './types.ts';
export { findLookAlikes, visibleLabel, type LookAlikes } from './labels/label-names.ts';
export { imagePattern, patternName, rowPictureFinder, type RowPictureFinder } from './labels/written-paths.ts';
export { findJsonKeys, jsonObject, jsonValueSpan, jsonWord, relabelJsonLine, type JsonKeys } from './json/json-line.ts';
export { isAsciiText } from './json/json-file.ts';
export { HEAD_LENGTH } from './layouts/layout.ts';
export { layoutOf, mayHaveColumns, mayHoldLabels } from './layouts/layouts.ts';
export type { LabelRows } from './labels/label-rows.ts';
export { isPictureName } from './picture-names.ts';
export { readLabels, readLabelsText } from './layouts/read-labels.ts';
export { isParquetName } from './parquet/read-parquet.ts';
export { NO_CLASS, joinSet, splitSet } from './sets/set-text.ts';
export { narrowedEdit } from './sets/narrowed-edit.ts';
export { blanksAround, rewrittenSet, setReader, type Blanks } from './sets/separated-rows.ts';
export {
  MULTI_LABEL_CHOICES,
  MULTI_LABEL_WAYS,
  isSeparator,
  wayInWords,
  type MultiLabelChoice,
  type SetSeparator,
} from './labels/multi-label-way.ts';
