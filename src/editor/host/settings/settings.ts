import * as vscode from 'vscode';
import {
  AUDIT_OPTIONS,
  COMPARE_OPTIONS,
  defaultAuditOptions,
  isAllowed,
  PLACE_OPTIONS,
  type AuditOptions,
  type Option,
  type OptionTable,
  type OptionValues,
} from '../../../audit/light.ts';
import { CLUSTER_OPTIONS } from './cluster-options.ts';
import { EDITOR_OPTIONS } from './editor-options.ts';
import { pathOfSetting, trunkOptions } from './path-settings.ts';

/** Section of all our settings. */
export const SECTION = 'labelAudit';

/**
 * The values of those of a table's options that are settings, for a file or folder. A value of settings.json may be of any
 * type: what the option does not allow counts as not set.
 */
function readSettings<T extends OptionTable>(table: T, scope?: vscode.Uri): OptionValues<T> {
  const settings = vscode.workspace.getConfiguration(SECTION, scope);
  const entries = Object.entries<Option>(table).flatMap(([name, { setting, allowed, default: otherwise }]) => {
    const written = setting && trimmed(settings.get<unknown>(setting.name ?? name));
    const value = isAllowed(allowed, written) ? written : otherwise;
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries) as OptionValues<T>;
}

const trimmed = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : value);

/**
 * The options of an audit of `target` by the user's settings for that folder.
 * @param target absolute path of a labels file or of the folder that holds the class folders
 * @param cacheFolder where decoded pictures are kept, if the user lets us keep them; null: nowhere
 * @throws Error where the workspace's settings name a file that only the user's may name
 */
export function auditOptions(target: string, cacheFolder: string | null): AuditOptions {
  const scope = vscode.Uri.file(target);
  const { cachePictures } = readSettings(PLACE_OPTIONS, scope);
  const { featuresFile, trunk, trunkSize, trunkScaling, trunkOutput, ...others } = readSettings(AUDIT_OPTIONS, scope);
  const settings = vscode.workspace.getConfiguration(SECTION, scope);
  return {
    ...defaultAuditOptions(target),
    ...others,
    ...(featuresFile === undefined ? {} : { featuresFile: pathOfSetting(settings, scope, 'features', featuresFile) }),
    ...trunkOptions(settings, scope, { trunk, trunkSize, trunkScaling, trunkOutput }),
    cacheFolder: cachePictures ? cacheFolder : null,
  };
}

/** How often each side of a comparison is trained. */
export function compareRepeats(target: string): number {
  return readSettings(COMPARE_OPTIONS, vscode.Uri.file(target)).repeats;
}

/** How labels are shown and edited. */
export function editorOptions(scope: vscode.Uri): OptionValues<typeof EDITOR_OPTIONS> {
  return readSettings(EDITOR_OPTIONS, scope);
}

type ClusterOptions = OptionValues<typeof CLUSTER_OPTIONS>;

/** What is known of the user's cluster. */
export function clusterOptions(): ClusterOptions {
  return readSettings(CLUSTER_OPTIONS);
}

/** Remembers answers about the user's cluster that differ from what the settings say. An empty one is taken out. */
export async function rememberCluster(answers: ClusterOptions): Promise<void> {
  const settings = vscode.workspace.getConfiguration(SECTION);
  const known: Readonly<Record<string, unknown>> = clusterOptions();
  for (const [name, { setting }] of Object.entries(CLUSTER_OPTIONS)) {
    const answer = (answers as Readonly<Record<string, unknown>>)[name];
    if (!(name in answers)) continue;
    const isEmpty = answer === '' || (Array.isArray(answer) && answer.length === 0);
    const value = isEmpty ? undefined : answer;
    if (JSON.stringify(value) === JSON.stringify(known[name])) continue;
    await settings.update(setting.name, value, vscode.ConfigurationTarget.Global);
  }
}
