import { parseJson } from '../../files/index.ts';
import type { LabelsFailure } from '../labels/label-rows.ts';
import { firstMistake } from './json-places.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON file as a whole, or why it is none. */
export function parsedJson(text: string): { readonly ok: true; readonly value: unknown } | LabelsFailure {
  try {
    return { ok: true, value: parseJson(text) };
  } catch (error) {
    const line = firstMistake(text);
    const reason = error instanceof Error ? error.message : String(error);
    const at = line === undefined ? '' : `, from line ${line} on`;
    return {
      ok: false,
      reason: 'syntax',
      message: `${reason}${at}; write it anew`,
      ...(line === undefined ? {} : { line }),
    };
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A key's own value: an object that was read has nothing but what was written. */
export function own(object: unknown, key: string): unknown {
  return isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
}

export function ownList(object: unknown, key: string): readonly unknown[] {
  const value = own(object, key);
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** A value as a word, trimmed; '' where there is none, or a list or object. */
export function wordOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** A text as JSON, with `\u` escapes where the file holds nothing but ASCII: so Python writes unless it is told not to. */
export function jsonString(value: string, isAscii: boolean): string {
  const written = JSON.stringify(value);
  if (!isAscii) return written;
  return written.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Whether a text holds nothing but ASCII. Python writes `\u` escapes unless it is told not to. */
export function isAsciiText(text: string): boolean {
  return !/[^\0-\x7f]/.test(text.startsWith('\ufeff') ? text.slice(1) : text);
}

/** A few labels, as a message lists them. */
export function listed(names: Iterable<string>): string {
  const all = [...names].map((name) => JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name));
  return all.length > 5 ? `${all.slice(0, 5).join(', ')} and ${all.length - 5} more` : all.join(', ');
}
