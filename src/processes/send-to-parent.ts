/**
 * Sends a message to the process that started this one; resolves once it is on its way. Where the parent has ended the
 * message is lost: `disconnect` tells this process so.
 */
export function sendToParent(message: object): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected) resolve();
    else
      process.send!(message, undefined, undefined, () => {
        resolve();
      });
  });
}
