import { AUDIT_OPTIONS, type AuditOptions } from './audit-options.ts';
import type { Allowed, Option } from './option.ts';

/**
 * The words that follow `label-audit audit` so that it audits as these options say: the target, and a flag for each option that
 * differs from its default. What the command line has no flag for is left out.
 */
export function flagsOf(options: AuditOptions): string[] {
  const { target, out, cacheFolder } = options;
  const values: Readonly<Record<string, unknown>> = { ...options };
  const flags = Object.entries<Option>(AUDIT_OPTIONS).flatMap(([name, option]) => flagOf(option, values[name]));
  if (typeof out === 'string') flags.push(`--out=${out}`);
  if (cacheFolder === null) flags.push('--no-cache');
  return [target, ...flags];
}

function flagOf({ flag, allowed, default: otherwise }: Option, value: unknown): string[] {
  const long = flag === undefined ? undefined : /^--[a-z0-9-]+/.exec(flag)?.[0];
  if (long === undefined || value === undefined || value === otherwise) return [];
  // No name at all is what an empty setting says: nothing.
  if (Array.isArray(value) && value.length === 0) return [];
  // `--no-x` says false, and `--x` says true: either is what the default is not.
  return [allowed.type === 'flag' ? long : `${long}=${textOf(allowed, value)}`];
}

function textOf({ type }: Allowed, value: unknown): string {
  if (type !== 'names') return String(value);
  return (value as readonly string[]).map((name) => `"${name.replaceAll('"', '""')}"`).join(',');
}
