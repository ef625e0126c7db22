/** Makes something when it is asked for first: what is not needed at the start is loaded so. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
