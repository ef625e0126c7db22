/** Something in the user's input that the work cannot go on with. The message names it and says what to do next. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
