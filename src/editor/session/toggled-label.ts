import { joinSet, splitSet } from '../../dataset/index.ts';
import type { LiveSession } from './live-session.ts';

/**
 * Of several labels a picture: its labels as they are now, with one class more or less. Undefined where each picture has one
 * label, the word is no class (but a set, say), or the picture is gone.
 */
export function toggledLabel(session: LiveSession, id: number, name: string): string | undefined {
  const { multiLabel, classes } = session.report.dataset;
  const now = multiLabel === undefined || !classes.includes(name) ? undefined : session.stateOf(id)?.current?.label;
  if (multiLabel === undefined || now === undefined) return undefined;
  const { separator } = multiLabel;
  const set = splitSet(now, separator);
  return joinSet(set.includes(name) ? set.filter((one) => one !== name) : [...set, name], separator);
}
