import * as vscode from 'vscode';
import { showFailure, type Log } from './output.ts';
import { isTrustedOrSays } from './trust.ts';

export interface CommandOptions {
  /** The command reads nothing of the workspace, so it runs before the workspace is trusted, too. */
  readonly trustedOrNot?: boolean;
}

/**
 * Registers a command of ours. The arguments are whatever a caller passed: other
 * extensions may call commands, too. One that could not do what it is for returns false.
 */
export type RegisterCommand = (
  command: string,
  run: (...args: unknown[]) => unknown,
  options?: CommandOptions,
) => vscode.Disposable;

/** What was asked for before the workspace was trusted. */
interface Refused {
  readonly command: string;
  readonly args: readonly unknown[];
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** A refused command is carried out where the workspace is trusted within this time, in milliseconds; later, the user has something else in mind. */
const PATIENCE = 5 * 60 * 1000;

/** The name of the context key that says that a command has been carried out: steps of the walkthrough are ticked by it. */
function doneKey(command: string): string {
  return `labelAudit.did.${command.slice(command.indexOf('.') + 1)}`;
}

/**
 * The one way in which commands are registered: none runs in a workspace that is not trusted, unless it may, and the one that
 * was asked for last runs once it is trusted; one that fails says why, and returns undefined.
 */
export function createRegisterCommand(
  output: Log,
  subscriptions: Pick<vscode.Disposable, 'dispose'>[],
): RegisterCommand {
  let refused: Refused | undefined;
  subscriptions.push(
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      const asked = refused;
      refused = undefined;
      if (asked && Date.now() - asked.at <= PATIENCE) void vscode.commands.executeCommand(asked.command, ...asked.args);
    }),
  );
  return (command, run, { trustedOrNot = false } = {}) =>
    vscode.commands.registerCommand(command, async (...args: unknown[]) => {
      if (!trustedOrNot && !isTrustedOrSays()) {
        refused = { command, args, at: Date.now() };
        return undefined;
      }
      try {
        const result = await run(...args);
        if (result !== false) void vscode.commands.executeCommand('setContext', doneKey(command), true);
        return result;
      } catch (error) {
        // Not awaited: the command has ended, whether or not the user reads on.
        void showFailure(output, error);
        return undefined;
      }
    });
}
