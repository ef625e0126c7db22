import { posix } from 'node:path';
import type { ClassFolder } from './class-folders.ts';
import type { UnlabelledPicture } from '../types.ts';

/** Names of folders whose pictures wait for a label. */
const UNLABELLED = /^_?(?:un[\s_-]?labell?ed|un[\s_-]?annotated|un[\s_-]?classified|to[\s_-]?label|no[\s_-]?label)$/i;

/** Parts class folders: those of classes, and the pictures of such as `unlabelled/`. */
export function withoutUnlabelled(folders: readonly ClassFolder[]): {
  readonly folders: readonly ClassFolder[];
  readonly unlabelled: readonly UnlabelledPicture[];
} {
  const isWaiting = (folder: ClassFolder): boolean => UNLABELLED.test(folder.class);
  return {
    folders: folders.filter((folder) => !isWaiting(folder)),
    unlabelled: folders.filter(isWaiting).flatMap(({ path, class: written, pictures, split }) =>
      pictures.map((name) => ({
        path: `${path}/${name}`,
        written,
        ...(split === undefined ? {} : { split }),
        place: { kind: 'folder' as const },
      })),
    ),
  };
}

/** Of pictures that no row of a labels file names, those in folders such as `unlabelled/`. */
export function inUnlabelledFolders(paths: readonly string[]): readonly UnlabelledPicture[] {
  return paths
    .filter((path) =>
      posix
        .dirname(path)
        .split('/')
        .some((name) => UNLABELLED.test(name)),
    )
    .map((path) => ({ path, written: '', place: { kind: 'folder' as const } }));
}
