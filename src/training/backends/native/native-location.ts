import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { installedFolder, installedFolders } from '../installed-folder.ts';

/** tfjs's addon for Node.js, as the registry knows it. */
export const NATIVE_PACKAGE = '@tensorflow/tfjs-node';
/** Names the folder that holds an installation of ours; VS Code's storage, or one that the user moved. */
export const NATIVE_FOLDER_VARIABLE = 'LABEL_AUDIT_NATIVE';
/** Written last, after a training step worked: an installation without it is not used. */
export const NATIVE_RECEIPT = 'verified.json';
const NATIVE = { variable: NATIVE_FOLDER_VARIABLE, name: 'native' };

/** Folder for an installation of ours: `$LABEL_AUDIT_NATIVE`, else one in the user's cache folder. */
export function nativeFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return installedFolder(NATIVE, environment);
}

/** A place from which native TensorFlow may be loaded. */
export interface NativeCandidate {
  readonly require: NodeJS.Require;
  /** An installation of ours; null: wherever Node.js finds the package. */
  readonly folder: string | null;
}

/** A folder with native TensorFlow in its node_modules, tested or not. */
export function candidateIn(folder: string): NativeCandidate {
  return { require: createRequire(join(folder, 'package.json')), folder };
}

/** Folders where an installation of ours may be: the chosen one, then the user's cache folder's. */
export function nativeFolders(environment: NodeJS.ProcessEnv = process.env): string[] {
  return installedFolders(NATIVE, environment);
}

/** Where native TensorFlow may be, best first: what we installed and tested, then this program's own node_modules. */
export function nativeCandidates(environment: NodeJS.ProcessEnv = process.env): NativeCandidate[] {
  const tried = nativeFolders(environment).filter((folder) => existsSync(join(folder, NATIVE_RECEIPT)));
  return [...tried.map(candidateIn), { require: createRequire(import.meta.url), folder: null }];
}
