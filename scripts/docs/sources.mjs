// Where the pages of docs/ find what they tell, in one place, since source files move.
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');
export const at = (...parts) => join(ROOT, ...parts);

/** Exports `program(signal)`, the command line. */
export const COMMAND_LINE = 'src/cli/run-cli.ts';
/** Exports `LabelAuditApi`, what `activate` of the extension returns; its types are looked up below `EDITOR`. */
export const EXTENSION_API = 'src/editor/index.ts';
export const EDITOR = 'src/editor/';
/** The core's door. */
export const CORE = 'src/core/index.ts';
/** A door of audit that exports the types `AuditReport` and `Comparison`. */
export const REPORTS = 'src/audit/light.ts';
/** Exports `STRINGS`, the texts of the panel. */
export const PANEL_STRINGS = 'webview/strings.ts';
/** The compiler's settings for the room that may see most of the others. */
export const TSCONFIG = 'src/editor/tsconfig.json';
