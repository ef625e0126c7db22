import type { LabelsEdit } from '../labels/label-rows.ts';

/** An edit without what it leaves as it is, at its beginning and its end. Undefined where it changes nothing. */
export function narrowedEdit(text: string, edit: LabelsEdit): LabelsEdit | undefined {
  const old = text.slice(edit.start, edit.end);
  const most = Math.min(old.length, edit.text.length);
  let before = 0;
  while (before < most && old.charCodeAt(before) === edit.text.charCodeAt(before)) before += 1;
  // No character is cut in two.
  if (before > 0 && isHigh(old.charCodeAt(before - 1))) before -= 1;
  let after = 0;
  while (after < most - before && old.at(-1 - after) === edit.text.at(-1 - after)) after += 1;
  if (after > 0 && isLow(old.charCodeAt(old.length - after))) after -= 1;
  if (before === old.length && before === edit.text.length) return undefined;
  return {
    start: edit.start + before,
    end: edit.end - after,
    text: edit.text.slice(before, edit.text.length - after),
  };
}

const isHigh = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;
