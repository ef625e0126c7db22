import { basename, extname } from 'node:path/posix';
import { isPictureName } from '../picture-names.ts';

/** Beginnings of files by which the usual kinds of pictures are told, as latin1. */
const KINDS: readonly (readonly [beginning: RegExp, ending: string])[] = [
  [/^\x89PNG\r\n/, '.png'],
  [/^\xff\xd8\xff/, '.jpg'],
  [/^GIF8/, '.gif'],
  [/^RIFF[^]{4}WEBP/, '.webp'],
  [/^(?:II\*\0|MM\0\*)/, '.tif'],
  [/^BM/, '.bmp'],
  [/^[^]{4}ftypavi[fs]/, '.avif'],
];
/** Names stay readable in lists. */
const LONGEST = 60;

/**
 * The name of the file that a row's picture is unpacked to: the row's number, counted from 1, and what can stay of the path that
 * it is stored with. It holds letters, digits, dots, hyphens and underscores alone, whatever that path is made of.
 */
export function pictureFileName(row: number, path: string, bytes: Uint8Array): string {
  const number = String(row + 1).padStart(7, '0');
  const name = basename(path.replaceAll('\\', '/'));
  const written = isPictureName(name) ? extname(name) : '';
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const ending = KINDS.find(([beginning]) => beginning.test(head))?.[1] ?? (written || '.bin').toLowerCase();
  const stem = (written === '' ? name : name.slice(0, -written.length))
    .replaceAll(/[^A-Za-z0-9._-]+/g, '_')
    .replaceAll(/^[._]+|[._]+$/g, '')
    .slice(0, LONGEST);
  return `${number}${stem === '' ? '' : `-${stem}`}${ending}`;
}

/** Whether a name is one that `pictureFileName` gives. */
export function isPictureFileName(name: string): boolean {
  return /^\d{7,}(?:-[A-Za-z0-9._-]{1,60})?\.[a-z0-9]{1,8}$/.test(name);
}
