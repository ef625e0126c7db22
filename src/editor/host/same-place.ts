import type * as vscode from 'vscode';

/**
 * What is equal for two addresses of one file or folder. Drives are written large and small. On Windows and macOS names
 * differ neither by case nor by how an accent is composed; VS Code takes paths there so, too, whatever the disk is.
 */
export function placeKey(
  uri: Pick<vscode.Uri, 'scheme' | 'path'>,
  platform: NodeJS.Platform = process.platform,
): string {
  const path = uri.path.replace(/^\/[A-Z]:/, (drive) => drive.toLowerCase());
  const ignoresCase = platform === 'win32' || platform === 'darwin';
  return `${uri.scheme}:${ignoresCase ? path.normalize('NFC').toLowerCase() : path}`;
}

/** Whether a place is a folder, or within it; both as `placeKey` has them. */
export function isWithin(place: string, folder: string): boolean {
  return place === folder || place.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** The number of each of some files, by `placeKey`: every change of any text asks for it. */
export function placesOf(uris: readonly vscode.Uri[]): ReadonlyMap<string, number> {
  return new Map(uris.map((uri, i) => [placeKey(uri), i]));
}
