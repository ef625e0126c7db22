import * as vscode from 'vscode';

/** Whether this VS Code is `major.minor` or later. */
export function isVsCodeFrom(major: number, minor: number): boolean {
  const [ownMajor, ownMinor] = vscode.version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
