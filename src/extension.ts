/** VS Code calls this when one of the contributed commands is first used. */
export function activate(): void {
  // The manifest contributes no command yet.
}
