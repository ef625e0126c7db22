import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import { DatasetError } from '../dataset-error.ts';
import { findColumns, type ColumnNames } from '../labels/labels-columns.ts';
import type { LabelsEdit, LabelsFailure } from '../labels/label-rows.ts';
import { jsonString } from './json-file.ts';

/** How many rows are looked at to learn which keys they have. */
const PROBED = 100;

/** The keys of JSON lines under which pictures, labels and splits stand. */
export interface JsonKeys {
  readonly image: string;
  readonly label: string;
  readonly split?: string;
}

/** Finds the keys among those of the first lines. */
export function findJsonKeys(lines: Iterable<string>, options: ColumnNames): JsonKeys | LabelsFailure {
  const header = jsonKeysOf(lines);
  try {
    const { image, label, split } = findColumns(header, options, '');
    return { image: header[image], label: header[label], ...(split < 0 ? {} : { split: header[split] }) };
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    return { ok: false, reason: 'columns', message: error.message.replace(/^: /, '') };
  }
}

/** The keys of the first lines, in the order in which they are met. */
export function jsonKeysOf(lines: Iterable<string>): string[] {
  const keys = new Set<string>();
  let probed = 0;
  for (const line of lines) {
    if (probed++ === PROBED) break;
    for (const key of Object.keys(jsonObject(line) ?? {})) keys.add(key);
  }
  return [...keys];
}

/** The object of a line; undefined where it holds none. */
export function jsonObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A value as a word; '' where there is none, undefined where it is a list or an object. */
export function jsonWord(value: unknown): string | undefined {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

interface JsonSpan {
  readonly start: number;
  readonly end: number;
  readonly type: Node['type'];
}

/**
 * The span of a string in a line of the usual kind, without a parser: a hundred thousand lines are read when a file is
 * opened. No backslash in the line, the key but once in it, and no other object or list begun before it.
 */
function plainStringSpan(line: string, key: string): JsonSpan | undefined {
  const quoted = `"${key}"`;
  const at = line.indexOf(quoted);
  if (at < 0 || line.includes('\\') || line.includes(quoted, at + 1)) return undefined;
  const open = line.indexOf('{');
  const isTop = open >= 0 && open < at && !/[[{]/.test(line.slice(open + 1, at));
  const match = isTop ? /^[ \t]*:[ \t]*"[^"]*"/.exec(line.slice(at + quoted.length)) : null;
  if (match === null) return undefined;
  const start = at + quoted.length + match[0].indexOf('"');
  return { start, end: at + quoted.length + match[0].length, type: 'string' };
}

/** Where the value of a key stands in a line: offsets in UTF-16 units, its quotes included; undefined where it is not there. */
export function jsonValueSpan(line: string, key: string): JsonSpan | undefined {
  const plain = plainStringSpan(line, key);
  if (plain !== undefined) return plain;
  const node = lastValue(parseTree(line), key);
  return node && { start: node.offset, end: node.offset + node.length, type: node.type };
}

/**
 * The edit that gives a line another label.
 *
 * @param isAscii the file holds nothing but ASCII: so it stays, with `\u` escapes
 * @throws RangeError where the line has no value under the key
 */
export function relabelJsonLine(line: string, key: string, label: string, isAscii: boolean): LabelsEdit {
  const span = jsonValueSpan(line, key);
  if (span === undefined) throw new RangeError(`The line has no ${JSON.stringify(key)}.`);
  return { start: span.start, end: span.end, text: writeValue(label, span.type, isAscii) };
}

/** Of several properties with the same key the last counts, as in JSON.parse. */
function lastValue(tree: Node | undefined, key: string): Node | undefined {
  const property = tree?.children?.findLast(({ children }) => children?.[0].value === key);
  return property?.children?.[1] ?? (tree && findNodeAtLocation(tree, [key]));
}

/** A number stays a number, and a boolean a boolean, where the new label is one. */
function writeValue(label: string, type: Node['type'], isAscii: boolean): string {
  const isNumber = type === 'number' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(label) && String(Number(label)) === label;
  if (isNumber || (type === 'boolean' && (label === 'true' || label === 'false'))) return label;
  return jsonString(label, isAscii);
}
