import { finePercent } from '../../../numbers/index.ts';
import { quoted, type Naming } from '../../../sentences/index.ts';
import type { LabelIssue } from '../types.ts';

/**
 * What is missing in a set of labels, or wrong, in words: `add "dog" (93.1%), remove "cat" (88%)`.
 * @param name how classes are named; default: in quotes
 */
export function changesText(changes: NonNullable<LabelIssue['changes']>, name: Naming = quoted): string {
  if (changes.length === 0) return 'doubtful as a whole';
  return changes
    .map(
      ({ class: label, add, probability }) => `${add ? 'add' : 'remove'} ${name(label)} (${finePercent(probability)})`,
    )
    .join(', ');
}
