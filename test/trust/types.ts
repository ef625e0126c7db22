/** One class of fault, and how the product stood up to it. One row of the table of `npm run test:trust`. */
export interface TrustRow {
  /** What was done to the product, in a few words: `labels.csv: SIGKILL during a fix`. */
  fault: string;
  /** How often it was tried. 0 is a failure: nothing was shown. */
  tried: number;
  /** How often the product ended in the state that it promises. */
  survived: number;
  /** Bytes that a user had before and has no more, over all tries. */
  bytesLost: number;
}

export interface TrustContext {
  /** Whether there is time for the long version (20 minutes for all suites on 2 cores); the short one has 2.5. */
  long: boolean;
  /** A uint32 to derive every random choice from, so that a failure can be seen again by `--seed`. */
  seed: number;
  /** Aborted when the suite's time is up or the run is interrupted. */
  signal: AbortSignal;
  /** A fresh folder of the suite's own, removed afterwards. */
  folder: string;
  /** Says how far things are, and the details of what did not survive. */
  log(line: string): void;
  /** The folder of the built product: `cli.mjs`, `engine.mjs`, `training-worker.mjs`, `extension.cjs`, `webview.js`. */
  dist: string;
}

/** `export const suite: TrustSuite` of a file in `test/trust/` takes part in `npm run test:trust`. */
export interface TrustSuite {
  /** As given to `--only`. */
  name: string;
  run(context: TrustContext): Promise<TrustRow[]>;
}
