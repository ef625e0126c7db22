/** Packages that speed training up could not be installed; the message is one line for the user. */
export class InstallError extends Error {
  override readonly name = 'InstallError';
}
