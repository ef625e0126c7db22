/** What a column of a Parquet file can be used as. */
export interface ParquetColumn {
  readonly name: string;
  /** `picture`: a struct with bytes, and mostly a path, or plain bytes. `word`: one text, number or truth a row. */
  readonly kind: 'picture' | 'word' | 'other';
  /** Bytes of its values, not compressed, as the file claims. */
  readonly size: number;
  /** Names of its classes, where the `huggingface` metadata has them: values are places in this list, -1 is none. */
  readonly classNames?: readonly string[];
}

export interface ParquetFacts {
  readonly rows: number;
  readonly columns: readonly ParquetColumn[];
}

/** A column of words: each different one is held once. */
export interface ParquetWords {
  readonly words: readonly string[];
  /** For each row, the place of its word. */
  readonly codes: Int32Array;
}

/** From the reader's side to the thread; each is answered once. */
export type ParquetRequest =
  | { readonly kind: 'look'; readonly file: string }
  | { readonly kind: 'read'; readonly file: string; readonly columns: readonly string[]; readonly picture: string }
  | {
      readonly kind: 'unpack';
      readonly file: string;
      readonly picture: string;
      readonly folder: string;
      readonly size: number;
    };

export type ParquetAnswer =
  | ({ readonly kind: 'look' } & ParquetFacts)
  /** The columns that were asked for, in their order, and the paths that pictures are stored with; '' for none. */
  | { readonly kind: 'read'; readonly columns: readonly ParquetWords[]; readonly paths: readonly string[] }
  /** Name of each row's file in the folder; '' where the row holds no bytes. */
  | { readonly kind: 'unpack'; readonly names: readonly string[] }
  /** The rest of a sentence that begins with the file's name. */
  | { readonly kind: 'fault'; readonly reason: string };
