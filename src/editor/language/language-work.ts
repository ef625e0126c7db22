// What shows an audit in its labels file: `language-features.ts` loads it with the first audit.
export { createCodeActions } from './code-actions.ts';
export { createDiagnostics } from './diagnostics.ts';
export { createHover } from './hover.ts';
export { goToIssue } from './next-issue.ts';
export { createFixes } from './quick-fix-commands.ts';
