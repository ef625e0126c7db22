import { grown } from './csv-scanner.ts';

/** A column of few different words: each is held once. */
export interface Interned {
  /** Different words, in the order in which they came. */
  readonly words: readonly string[];
  /** Adds the next row's word; true where it is a new one. */
  add(word: string): boolean;
  readonly at: (row: number) => string;
}

export function createInterned(): Interned {
  const words: string[] = [];
  const codes = new Map<string, number>();
  let rows = new Int32Array(256);
  let count = 0;
  return {
    words,
    add(word) {
      let code = codes.get(word);
      const isNew = code === undefined;
      if (code === undefined) {
        code = words.push(word) - 1;
        codes.set(word, code);
      }
      if (count === rows.length) rows = grown(rows);
      rows[count++] = code;
      return isNew;
    },
    at: (row) => words[rows[row]],
  };
}
