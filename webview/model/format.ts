import { decimal, LANGUAGE } from '../language.ts';
import { STRINGS } from '../strings.ts';

/** The last part of a POSIX path. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** When an audit was made, as the page's language writes it (English as the user's locale does); as it is, if it is no date. */
export function dateTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(LANGUAGE === 'en' ? undefined : LANGUAGE, {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(date);
}

/** A file's size for people: `812 bytes`, `81 kB`, `2.4 MB`. */
export function byteSize(bytes: number): string {
  if (bytes < 1000) return STRINGS.bytes(bytes);
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${decimal(bytes / 1e6, 1)} MB`;
}
