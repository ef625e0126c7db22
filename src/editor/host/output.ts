import * as vscode from 'vscode';
import { sayError } from './notify.ts';
import { errorText, lineOf } from './plain-text.ts';

/** What is written to the "Label Audit" channel of the Output view: one line for each text, whatever is in it. */
export interface Log {
  debug(text: string): void;
  info(text: string): void;
  warn(text: string): void;
  /** In full, with the stack. */
  error(error: unknown): void;
  show(): void;
  dispose(): void;
}

/** The "Label Audit" channel: what audits did, in full. */
export function createOutput(): Log {
  const channel = vscode.window.createOutputChannel('Label Audit', { log: true });
  return {
    debug: (text) => {
      channel.debug(lineOf(text));
    },
    info: (text) => {
      channel.info(lineOf(text));
    },
    warn: (text) => {
      channel.warn(lineOf(text));
    },
    error: (error) => {
      channel.error(errorText(error));
    },
    show: () => {
      channel.show();
    },
    dispose: () => {
      channel.dispose();
    },
  };
}

/**
 * An error's own message, for the user: never a stack. The first line only, as the rest is for the output channel.
 */
export function plainMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0].trim() || vscode.l10n.t('Something went wrong.');
}

/** What may help, as a button. */
export interface WayOut {
  readonly title: string;
  readonly run: () => unknown;
}

/**
 * Shows an error with a button that opens the output channel, where it is written in full.
 * @param wayOut what may help against it
 */
export async function showFailure(output: Log, error: unknown, wayOut?: WayOut): Promise<void> {
  output.error(error);
  const showLog = vscode.l10n.t('Show Log');
  const answer = await sayError(plainMessage(error), ...(wayOut ? [wayOut.title] : []), showLog);
  if (answer === showLog) output.show();
  else if (answer !== undefined) await wayOut?.run();
}
