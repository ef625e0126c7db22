import * as vscode from 'vscode';
import { noticeText } from './plain-text.ts';

// Whatever is said to the user is said by these: names of a data set must not become links or commands.

export function sayInformation(message: string, ...actions: string[]): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(noticeText(message), ...actions);
}

export function sayWarning(message: string, ...actions: string[]): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(noticeText(message), ...actions);
}

export function sayError(message: string, ...actions: string[]): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(noticeText(message), ...actions);
}
