/** The errors of ours that say that the input is wrong, by name: a command's work is bundled apart from the command line. */
const INPUT_ERRORS: ReadonlySet<string> = new Set(['InputError', 'CoreInputError', 'DatasetError', 'NpyError']);

/** Whether an error says that the user's input is wrong, rather than that the work on it failed. */
export function isInputError(error: unknown): boolean {
  return error instanceof Error && INPUT_ERRORS.has(error.name);
}
