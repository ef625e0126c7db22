import * as vscode from 'vscode';
import { showFailure, type Log } from './output.ts';
import { isTrustedOrSays } from './trust.ts';

export interface CommandOptions {
  /** The command reads nothing of the workspace, so it runs before the workspace is trusted, too. */
  readonly trustedOrNot?: boolean;
}

/**
 * Registers a command of ours. The arguments are whatever a caller passed: other
 * extensions may call commands, too.
 */
export type RegisterCommand = (
  command: string,
  run: (...args: unknown[]) => unknown,
  options?: CommandOptions,
) => vscode.Disposable;

/**
 * The one way in which commands are registered: none runs in a workspace that is not trusted, unless it may; one that fails
 * says why, and returns undefined.
 */
export function createRegisterCommand(output: Log): RegisterCommand {
  return (command, run, { trustedOrNot = false } = {}) =>
    vscode.commands.registerCommand(command, async (...args: unknown[]) => {
      if (!trustedOrNot && !isTrustedOrSays()) return undefined;
      try {
        return await run(...args);
      } catch (error) {
        // Not awaited: the command has ended, whether or not the user reads on.
        void showFailure(output, error);
        return undefined;
      }
    });
}
