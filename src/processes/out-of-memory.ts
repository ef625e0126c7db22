/** What V8, Node, Emscripten, TensorFlow and the system say when memory is short. */
const OUT_OF_MEMORY =
  /out of memory|\bOOM\b|allocation failed|malloc failure|could not allocate|bad_alloc|cannot enlarge memory|uv_thread_create/i;

/** Whether the last words of a process, or the message of an error, say that memory ran out. */
export function saysOutOfMemory(words: string): boolean {
  return OUT_OF_MEMORY.test(words);
}
