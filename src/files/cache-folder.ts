import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * The user's cache folder for this program: `%LOCALAPPDATA%\label-audit` on Windows, `~/Library/Caches/label-audit` on
 * macOS, else `$XDG_CACHE_HOME/label-audit` or `~/.cache/label-audit`.
 */
export function defaultCacheFolder(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const home = homedir();
  if (platform === 'win32') return join(environment.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'label-audit');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'label-audit');
  const xdg = environment.XDG_CACHE_HOME;
  // The XDG specification says that relative paths are to be ignored.
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(home, '.cache'), 'label-audit');
}
