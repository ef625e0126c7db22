/** Something in the user's input that an audit cannot go on with. The message names it and says what to do next. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
}
