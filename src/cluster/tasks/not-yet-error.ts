/** What a task needs is not there yet. */
export class NotYetError extends Error {
  override readonly name = 'NotYetError';
}
