import { UnfitFileError } from './read-bounded.ts';

/** What the operating system's error codes mean, in words that say what to do next. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder; check the path',
  ENOTDIR: 'a part of the path is a file, not a folder; check the path',
  EISDIR: 'this is a folder, not a file',
  EACCES: 'permission denied; check the rights of the file and its folder',
  EPERM: 'the system does not permit it; check the rights of the file and its folder',
  EROFS: 'the disk is read-only; choose another folder',
  ENOSPC: 'no space is left on the disk; free some and try again',
  EFBIG: 'it would be larger than files may be here; choose another folder, or raise the limit (ulimit -f)',
  EIO: 'the disk reports an error; check the disk, or choose another folder',
  EDQUOT: 'the disk quota is used up; free some space and try again',
  EMFILE: 'too many files are open; close some programs and try again',
  ENAMETOOLONG: 'the name is too long for this file system; shorten it',
  ELOOP: 'symbolic links form a loop; remove one of them',
  EBUSY: 'another program is using the file; close it and try again',
  ERR_INVALID_ARG_VALUE: 'no file can have this name',
};

/** The `code` of a system error, or an empty string. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Says in plain words why a file operation failed. */
export function fileFailure(error: unknown): string {
  if (error instanceof UnfitFileError) return `it ${error.message}`;
  return REASONS[errorCode(error)] ?? (error instanceof Error ? error.message : String(error));
}
