/** The data set as a whole can't be used. The message names the file, row and value, and says what to do next. */
export class DatasetError extends Error {
  /** The file or folder concerned. */
  readonly file: string;
  /** 1-based data row, where there is one. */
  readonly row: number | undefined;
  constructor(file: string, reason: string, options: ErrorOptions & { readonly row?: number } = {}) {
    super(`${file}: ${reason}`, options);
    this.name = 'DatasetError';
    this.file = file;
    this.row = options.row;
  }
}

/** What a data set looks like, for errors that say that none was found. */
export const DATASET_SHAPE =
  'A data set is a labels.csv whose header names an image column and a label column (image,label), ' +
  'or one folder per class with its pictures inside (cat/1.png, dog/2.png; also under train/, val/ and test/)';
