export type {
  Dataset,
  DatasetProblem,
  DecodeOptions,
  Duplicates,
  Example,
  ImageStore,
  LabelPlace,
  LabelsFile,
  ReadDatasetOptions,
} from './types.ts';
