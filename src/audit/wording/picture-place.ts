import { printable } from './printable.ts';

interface Placed {
  readonly path: string;
  /** 1-based row of the labels file, where it has one. */
  readonly row?: number;
  /** Name of that labels file, where there are several. */
  readonly file?: string;
}

/** A picture and where its row stands, for a terminal: `a.png (row 3)`, or `a.png (test.csv, row 3)` of several labels files. */
export function placedPicture({ path, row, file }: Placed): string {
  if (row === undefined) return printable(path);
  return `${printable(path)} (${file === undefined ? '' : `${printable(file)}, `}row ${row})`;
}
