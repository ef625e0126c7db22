import { formatPatch, type StructuredPatch } from 'diff';
import { applyEdits, type LabelsEdit } from '../../dataset/index.ts';

/** Unchanged lines shown before and after each change. */
const CONTEXT = 3;

/** A run of lines that edits turn into others. */
interface ChangedLines {
  readonly from: number;
  /** One past the last. */
  readonly to: number;
  readonly lines: readonly string[];
}

/**
 * What edits do to a text, as a unified diff that `patch` and `git apply` take. It is made from the edits themselves, so
 * that it takes time in proportion to them, not to what a search for common lines would.
 *
 * @param edits in the order of the text, none of them overlapping
 * @returns '' where nothing changes
 */
export function unifiedDiff(text: string, edits: readonly LabelsEdit[], names: { old: string; new: string }): string {
  const starts = lineStarts(text);
  const oldLine = (line: number): string => text.slice(starts[line], starts[line + 1]);
  const total = starts.length - 1;
  const hunks: StructuredPatch['hunks'] = [];
  let shift = 0;
  for (const group of grouped(changedLines(text, starts, edits), total)) {
    const first = Math.max(0, group[0].from - CONTEXT);
    const last = Math.min(total, group[group.length - 1].to + CONTEXT);
    const lines: string[] = [];
    const push = (sign: string, line: string): void => {
      lines.push(sign + line.replace(/\n$/, ''));
      if (!line.endsWith('\n')) lines.push('\\ No newline at end of file');
    };
    let at = first;
    let added = 0;
    for (const change of group) {
      for (; at < change.from; at++) push(' ', oldLine(at));
      for (; at < change.to; at++) push('-', oldLine(at));
      for (const line of change.lines) push('+', line);
      added += change.lines.length - (change.to - change.from);
    }
    for (; at < last; at++) push(' ', oldLine(at));
    const newLines = last - first + added;
    hunks.push({
      oldStart: first + 1,
      oldLines: last - first,
      newStart: first + shift + 1,
      newLines,
      lines,
    });
    shift += added;
  }
  if (hunks.length === 0) return '';
  const header = { oldFileName: names.old, newFileName: names.new, oldHeader: undefined, newHeader: undefined };
  // The library writes a line of `=` first, as `svn diff` does; `patch` and git have no use for it.
  return formatPatch({ ...header, hunks }).replace(/^=+\n/, '');
}

/** Where each line starts, and the end of the text. A line is what ends in LF, or the rest. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  if (starts[starts.length - 1] < text.length) starts.push(text.length);
  return starts;
}

function changedLines(text: string, starts: readonly number[], edits: readonly LabelsEdit[]): ChangedLines[] {
  const ranges: { from: number; to: number; edits: LabelsEdit[] }[] = [];
  let line = 0;
  const last = starts.length - 2;
  for (const edit of edits) {
    while (line < last && starts[line + 1] <= edit.start) line++;
    const from = line;
    let to = from + 1;
    while (to <= last && starts[to] < edit.end) to++;
    const before = ranges.at(-1);
    if (before !== undefined && from < before.to) {
      before.to = Math.max(before.to, to);
      before.edits.push(edit);
    } else ranges.push({ from, to, edits: [edit] });
  }
  return ranges.map((range) => {
    const offset = starts[range.from];
    const slice = text.slice(offset, starts[range.to]);
    const moved = range.edits.map(({ start, end, text: by }) => ({
      start: start - offset,
      end: end - offset,
      text: by,
    }));
    const after = applyEdits(slice, moved);
    return { from: range.from, to: range.to, lines: after.match(/[^\n]*\n|[^\n]+$/g) ?? [] };
  });
}

/** Changes so near to each other that their context meets make one hunk. */
function grouped(changes: readonly ChangedLines[], total: number): ChangedLines[][] {
  const groups: ChangedLines[][] = [];
  for (const change of changes) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group !== undefined && before !== undefined && change.from - before.to <= 2 * CONTEXT && total > 0) {
      group.push(change);
    } else groups.push([change]);
  }
  return groups;
}
