import type { PictureProblem } from '../../pictures/index.ts';
import type { Backend, BackendChoice } from '../types.ts';
import type { OwnTrunk } from './own-trunk/find-own-trunk.ts';

/** How a trunk sees a picture: as it is, or mirrored left to right. */
export const VIEWS = ['plain', 'mirrored'] as const;
export type View = (typeof VIEWS)[number];

/** To a trunk's process, first. */
export interface TrunkStart {
  readonly type: 'start';
  /** Real path of the pictures' root. */
  readonly root: string;
  /** Side of the square that pictures are resized to. */
  readonly side: number;
  readonly trim: boolean;
  /** A network of the user's in place of ours. */
  readonly own?: OwnTrunk;
  readonly backend: BackendChoice;
  /** Threads for one operation of the native backend. */
  readonly threads: number;
}

export interface PictureToSee {
  /** POSIX path relative to the root. */
  readonly path: string;
  readonly views: readonly View[];
}

/** To a trunk's process: some pictures; answered by one message of results, in the same order. */
export interface TrunkBatch {
  readonly type: 'batch';
  readonly pictures: readonly PictureToSee[];
}

/** What came of a picture. */
export type SeenPicture =
  | {
      /** SHA-256 of the file's bytes. */
      readonly hash: string;
      /** For each view that was asked for, the features as 16-bit floats. */
      readonly features: readonly Uint16Array[];
    }
  | { readonly problem: PictureProblem['kind']; readonly reason: string };

/** What is known of a trunk once it is loaded. */
export interface TrunkFacts {
  /** Numbers per picture. */
  readonly features: number;
  /** The one side that its pictures may have, where there is only one. */
  readonly side?: number;
}

/** From a trunk's process. */
export type TrunkMessage =
  | ({ readonly type: 'started'; readonly backend: Backend } & TrunkFacts)
  | { readonly type: 'seen'; readonly pictures: readonly SeenPicture[] }
  /** `expected`: a message of ours that may be shown as it stands; `backend`: the backend does not load. */
  | { readonly type: 'failed'; readonly message: string; readonly expected: boolean; readonly backend: boolean };
