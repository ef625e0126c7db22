import { CoreInputError } from '../core/index.ts';
import { DatasetError, NpyError } from '../dataset/index.ts';
import { AuditError } from './errors.ts';

/** Whether an error says that the user's input is wrong, rather than that the work on it failed. */
export function isInputError(error: unknown): boolean {
  return [AuditError, CoreInputError, DatasetError, NpyError].some((kind) => error instanceof kind);
}
