import * as vscode from 'vscode';
import {
  BACKENDS,
  FILTER_BY,
  MODELS,
  PRESETS,
  RANK_BY,
  defaultAuditOptions,
  type AuditOptions,
} from '../../audit/light.ts';

/** Section of all our settings. */
export const SECTION = 'labelAudit';

/** A value of settings.json may be of any type: whatever the manifest does not allow counts as not set. */
function choice<T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T {
  return allowed.find((one) => one === value) ?? otherwise;
}

function whole(value: unknown, least: number, most: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}

function named(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/**
 * The options of an audit of `target` by the user's settings for that folder.
 * @param target absolute path of a labels file or of the folder that holds the class folders
 * @param cacheFolder where decoded pictures are kept, if the user lets us keep them
 */
export function auditOptions(target: string, cacheFolder: string): AuditOptions {
  const settings = vscode.workspace.getConfiguration(SECTION, vscode.Uri.file(target));
  const defaults = defaultAuditOptions(target);
  return {
    ...defaults,
    model: choice(settings.get('model'), MODELS, defaults.model),
    preset: choice(settings.get('preset'), PRESETS, defaults.preset ?? 'balanced'),
    folds: whole(settings.get('folds'), 2, 20) ?? defaults.folds,
    epochs: whole(settings.get('epochs'), 1, 1000),
    imageSize: whole(settings.get('imageSize'), 8, 512),
    backend: choice(settings.get('backend'), BACKENDS, defaults.backend),
    jobs: whole(settings.get('jobs'), 1, 64),
    seed: whole(settings.get('seed'), 0, 2 ** 32 - 1) ?? defaults.seed,
    filterBy: choice(settings.get('filterBy'), FILTER_BY, defaults.filterBy),
    rankBy: choice(settings.get('rankBy'), RANK_BY, defaults.rankBy),
    imageColumn: named(settings.get('imageColumn')),
    labelColumn: named(settings.get('labelColumn')),
    splitColumn: named(settings.get('splitColumn')),
    cacheFolder: settings.get('cachePictures') === false ? null : cacheFolder,
  };
}

/** How often each side of a comparison is trained. */
export function compareRepeats(target: string): number {
  const settings = vscode.workspace.getConfiguration(SECTION, vscode.Uri.file(target));
  return whole(settings.get('compareRepeats'), 1, 100) ?? 3;
}
