/** A task or a merge failed by an error that would be the same again: the exit code tells the engine. */
export class FinalError extends Error {
  override readonly name = 'FinalError';
}
