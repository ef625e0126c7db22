import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import * as vscode from 'vscode';
import type { AuditOptions } from '../../../audit/light.ts';

/** What is said of a network of the user's. */
type TrunkOptions = Pick<AuditOptions, 'trunk' | 'trunkSize' | 'trunkScaling' | 'trunkOutput'>;

/**
 * The network that settings name, as an absolute path, and how its pictures are prepared; nothing where they name none.
 *
 * @param scope file or folder of the data set
 * @throws Error that says so where a workspace's settings name a file outside of it
 */
export function trunkOptions(
  settings: vscode.WorkspaceConfiguration,
  scope: vscode.Uri,
  given: TrunkOptions,
): TrunkOptions {
  const { trunk, trunkSize, trunkScaling, trunkOutput } = given;
  if (trunk === undefined) return {};
  return {
    trunk: pathOfSetting(settings, scope, 'trunk', trunk),
    ...(trunkSize === undefined ? {} : { trunkSize }),
    ...(trunkScaling === undefined ? {} : { trunkScaling }),
    ...(trunkOutput === undefined ? {} : { trunkOutput }),
  };
}

/**
 * The file that a setting names, as an absolute path.
 *
 * What is named is input that a runtime loads, and a workspace's settings may come from anyone. So they may name only what
 * lies in the workspace itself, which the user has trusted; any other file, on a network share too, is named by the user's
 * own settings.
 *
 * @param scope file or folder of the data set
 * @throws Error that says so where a workspace's settings name another file
 */
export function pathOfSetting(
  settings: vscode.WorkspaceConfiguration,
  scope: vscode.Uri,
  name: 'trunk' | 'features',
  value: string,
): string {
  const folder = vscode.workspace.getWorkspaceFolder(scope)?.uri.fsPath;
  const written = value.replace(/^~(?=$|[\\/])/, homedir());
  const path = isAbsolute(written) ? written : resolve(folder ?? dirname(scope.fsPath), written);
  if (!isSetByWorkspace(settings, name) || (folder !== undefined && isInside(folder, path))) return path;
  throw new Error(
    name === 'trunk'
      ? vscode.l10n.t(
          "The workspace's settings name a network outside of the workspace (labelAudit.trunk: {0}). Copy it into the workspace, or name it in your user settings.",
          value,
        )
      : vscode.l10n.t(
          "The workspace's settings name features outside of the workspace (labelAudit.features: {0}). Copy them into the workspace, or name them in your user settings.",
          value,
        ),
  );
}

/** Whether the value that holds comes from the workspace's or a folder's settings. */
function isSetByWorkspace(settings: vscode.WorkspaceConfiguration, name: string): boolean {
  const values = settings.inspect(name);
  const { workspaceValue, workspaceFolderValue } = values ?? {};
  return values === undefined || workspaceValue !== undefined || workspaceFolderValue !== undefined;
}

/** Whether a path is below a folder, links followed. The path may not be there. */
function isInside(folder: string, path: string): boolean {
  // Looked at as it is written first: a share that it names is not to be asked.
  if (!isBelow(resolve(folder), resolve(path))) return false;
  try {
    return isBelow(realpathSync(folder), realpathSync(path));
  } catch {
    // It is not there, which the audit says.
    return true;
  }
}

function isBelow(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return inside === '' || (inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside));
}
