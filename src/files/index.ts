export { defaultCacheFolder } from './cache-folder.ts';
export { errorCode, fileFailure } from './file-failure.ts';
export { withFileLock } from './file-lock.ts';
export { pruneFolder } from './prune-folder.ts';
export { MAX_JSON_BYTES, parseJson, readJsonText } from './read-json.ts';
export { readBounded, readWhole, UnfitFileError } from './read-bounded.ts';
export { readLines } from './read-lines.ts';
export { refuseThere } from './refuse-there.ts';
export { createScratchFolder } from './scratch-folder.ts';
export { hashFile, sha256 } from './sha256.ts';
export { removeStaleFolders, removeStaleTemporaries, temporaryFile } from './temporary-files.ts';
export {
  FileChangedError,
  FileWriteError,
  writeFileAtomic,
  writeFilesAtomic,
  type FileToWrite,
} from './write-file-atomic.ts';
export { whileHeld } from './while-held.ts';
export { InputError } from './input-error.ts';
export { isInside, normaliseDatasetPath } from './inner-path.ts';
