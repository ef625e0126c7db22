/** One test of a suite that ran inside the extension host. */
export interface TestResult {
  readonly title: string;
  readonly file: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Milliseconds. */
  readonly duration: number;
  readonly error?: string;
}

/** What a suite writes for the harness, once it has ended. */
export interface SuiteResults {
  readonly tests: readonly TestResult[];
}

/** Names of environment variables through which the harness speaks to a suite inside the extension host. */
export const RESULTS_FILE = 'LABEL_AUDIT_TEST_RESULTS';
export const TEST_FILTER = 'LABEL_AUDIT_TEST_FILTER';

/** Begins each line that a suite prints for whoever watches; the extension host prints much else. */
export const LIVE = '[label-audit] ';
/** Begins a line with which a test asks for a key to be pressed in the window: some dialogs no command answers. */
export const PRESS = '[label-audit press] ';
