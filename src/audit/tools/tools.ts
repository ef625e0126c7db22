import { labelHealth } from './label-health.ts';
import { listLabelIssues } from './list-label-issues.ts';
import { previewLabelFix } from './preview-label-fix.ts';
import { runLabelAudit } from './run-label-audit.ts';
import { showLabelIssue } from './show-label-issue.ts';
import type { Tool } from './tool.ts';

/** The tools that models may call, the same in the editor and over the Model Context Protocol. */
export const TOOLS: readonly Tool[] = [runLabelAudit, listLabelIssues, showLabelIssue, previewLabelFix, labelHealth];
