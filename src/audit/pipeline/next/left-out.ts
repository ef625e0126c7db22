import type { Dataset } from '../../../dataset/index.ts';
import { plural } from '../../../numbers/index.ts';
import type { MatchedRows } from '../../order/match-names.ts';
import type { Sidecar } from '../../order/sidecar.ts';

const NAMES_SHOWN = 3;

/**
 * What a file that names the rows of probabilities leaves out, in sentences: pictures without a label that have no row, and rows
 * of no such picture.
 *
 * @param waiting the pictures without a label
 */
export function leftOut(
  { missing, doubled, notAudited, unknown, ambiguous }: MatchedRows,
  { examples }: Dataset,
  { file, names }: Pick<Sidecar, 'file' | 'names'>,
): string[] {
  const stray = [...doubled.map(([row]) => row), ...notAudited, ...unknown, ...ambiguous].sort((a, b) => a - b);
  return [
    ...(missing.length === 0
      ? []
      : [
          `${plural(missing.length, 'picture')} without a label ${missing.length === 1 ? 'has' : 'have'} no row in ${file}, and ${missing.length === 1 ? 'is' : 'are'} not judged: ${listed(missing.map((i) => examples[i].path))}.`,
        ]),
    ...(stray.length === 0
      ? []
      : [
          `${plural(stray.length, 'row')} of ${file} ${stray.length === 1 ? 'names' : 'name'} no picture that waits for a label, or one that another row names, and ${stray.length === 1 ? 'was' : 'were'} passed over: ${listed(stray.map((row) => `${names[row]} (row ${row + 1})`))}.`,
        ]),
  ];
}

function listed(names: readonly string[]): string {
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  return names.slice(0, NAMES_SHOWN).join(', ') + more;
}
