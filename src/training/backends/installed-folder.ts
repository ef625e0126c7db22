import { join } from 'node:path';
import { defaultCacheFolder } from '../../files/index.ts';

/** Packages that the user has us install beside ours: where they lie. */
export interface Installed {
  /** Names the folder that holds them; VS Code's storage, or one that the user moved. */
  readonly variable: string;
  /** Name of their folder in the user's cache folder. */
  readonly name: string;
}

/** Folder for an installation of ours: that of the variable, else one in the user's cache folder. */
export function installedFolder({ variable, name }: Installed, environment: NodeJS.ProcessEnv): string {
  const chosen = environment[variable];
  return chosen === undefined || chosen === '' ? join(defaultCacheFolder(environment), name) : chosen;
}

/** Folders where an installation of ours may be: the chosen one, then the user's cache folder's. */
export function installedFolders(what: Installed, environment: NodeJS.ProcessEnv): string[] {
  return [
    ...new Set([installedFolder(what, environment), installedFolder(what, { ...environment, [what.variable]: '' })]),
  ];
}
