// AssemblyScript; see index.ts.

/** Eight numbers of each row, side by side; `step`: bytes from row to row. */
export function packEights(from: usize, rows: i32, step: usize, to: usize): void {
  for (let r = 0; r < rows; r++) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += step;
    to += 32;
  }
}
