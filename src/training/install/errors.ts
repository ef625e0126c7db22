/** Native TensorFlow could not be installed; the message is one line for the user. */
export class NativeInstallError extends Error {
  override readonly name = 'NativeInstallError';
}
