/** A picture that can't be used; the rest of the work goes on. */
export interface PictureProblem {
  readonly kind: 'missing-image' | 'empty-image' | 'unreadable-image' | 'not-an-image' | 'outside-root' | 'one-colour';
  /** POSIX path of the picture. */
  readonly path: string;
  /** 1-based data row in the labels file, where there is one. */
  readonly row?: number;
  /** Name of that labels file, where there are several. */
  readonly file?: string;
  /** Plain words: what is wrong and what to do next. */
  readonly message: string;
}

/** Pictures to decode, by path: a `Dataset` is one. */
export interface PictureList {
  /** Absolute path of the folder that every path is relative to. */
  readonly root: string;
  readonly examples: readonly {
    /** POSIX path relative to the root. */
    readonly path: string;
    /** Where its label is written down; the row of a labels file is named in messages. */
    readonly place: { readonly kind: string; readonly row?: number; readonly file?: string };
  }[];
}

export interface DecodeOptions {
  /** Side of the square that every picture is resized to, in pixels. */
  readonly imageSize: number;
  /** `auto`: 1 if every picture is grey, else 3. */
  readonly channels: 1 | 3 | 'auto';
  /** Crop each picture to its content (against its border colour) before resizing. */
  readonly trim: boolean;
  /** Folder for the cache of decoded pictures; default: the user's cache folder. `null` turns the cache off. */
  readonly cacheFolder?: string | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** To how many pictures something was done so that they can be seen. */
export interface TreatmentCounts {
  /** They have more than 8 bits and a narrow range of values. */
  readonly scaled: number;
  /** Nearly white ink on nothing. */
  readonly onBlack: number;
  /** They are one colour all the same. */
  readonly oneColour: number;
}

/** Decoded pictures, N×H×W×C uint8, row-major. */
export interface ImageStore {
  readonly data: Uint8Array;
  readonly n: number;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** For each picture, the index of its example in `PictureList.examples`; ascending. Unreadable ones are absent. */
  readonly exampleIndices: Int32Array;
  /** For each picture, the SHA-256 of its file's bytes, hexadecimal. */
  readonly contentHashes: readonly string[];
  /** Pictures that could not be used, by path and row. */
  readonly problems: readonly PictureProblem[];
  /** Pictures that were decoded, but are one colour. */
  readonly oneColour: readonly PictureProblem[];
  /** What was done to pictures that would else not be seen; `treatmentNotes` says it in sentences. */
  readonly treated: TreatmentCounts;
  /** How many pictures had to be decoded; the rest came from the cache. */
  readonly decoded: number;
}
