import type * as vscode from 'vscode';
import { labelRange } from '../../labels/label-cell.ts';
import type { ScannedRow } from '../../labels/scan-row.ts';
import type { CurrentLabel } from '../types.ts';

/**
 * A label and where it stands. Rows move with every line that is typed above them: that is worked out when it is asked for.
 *
 * @param uris the labels files, by their places
 */
export function labelInRow(
  label: string,
  uris: readonly vscode.Uri[],
  rowNow: () => ScannedRow | undefined,
): CurrentLabel {
  return {
    label,
    get range() {
      const row = rowNow();
      return row && labelRange(row);
    },
    get uri() {
      const row = rowNow();
      return row && uris[row.file];
    },
  };
}
