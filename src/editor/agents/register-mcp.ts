import * as vscode from 'vscode';
import { isVsCodeFrom } from '../host/vscode-version.ts';

/** What VS Code has of the Model Context Protocol, from 1.101 on: our types are of 1.100. */
interface McpHost {
  readonly lm: {
    readonly registerMcpServerDefinitionProvider?: (
      id: string,
      provider: {
        readonly onDidChangeMcpServerDefinitions?: vscode.Event<void>;
        readonly provideMcpServerDefinitions: () => readonly object[];
      },
    ) => vscode.Disposable;
  };
  readonly McpStdioServerDefinition?: new (
    label: string,
    command: string,
    args?: string[],
    env?: Record<string, string | number | null>,
    version?: string,
  ) => object;
}

/** Not through the table of settings: that is loaded with the first audit, and VS Code asks while it starts. */
const SETTING = 'labelAudit.offerMcpServer';

/**
 * Offers the command line's server to VS Code's agents where VS Code can take it and the user wants it: agent mode has the
 * same tools already (`register-tools.ts`), and would list each of them twice. For the folders of a trusted workspace, and
 * read-only. VS Code starts it when the user wants it, never we.
 */
export function registerMcpServer({ extensionUri, extension }: vscode.ExtensionContext): vscode.Disposable {
  const { lm, McpStdioServerDefinition: Definition } = vscode as unknown as McpHost;
  // 1.100 has a function of that name, of a draft of the protocol's support that asks for another manifest: it throws.
  if (!isVsCodeFrom(1, 101) || lm.registerMcpServerDefinitionProvider === undefined || Definition === undefined) {
    return new vscode.Disposable(() => undefined);
  }
  const changed = new vscode.EventEmitter<void>();
  const change = (): void => {
    changed.fire();
  };
  const provided = lm.registerMcpServerDefinitionProvider('labelAudit.mcp', {
    onDidChangeMcpServerDefinitions: changed.event,
    provideMcpServerDefinitions: () => {
      const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
      const isWanted = vscode.workspace.getConfiguration().get<unknown>(SETTING) === true;
      if (!isWanted || !vscode.workspace.isTrusted || folders.length === 0) return [];
      const cli = vscode.Uri.joinPath(extensionUri, 'dist', 'cli.mjs').fsPath;
      const { version } = extension.packageJSON as { readonly version: string };
      const args = [cli, 'mcp', '--quiet', '--', ...folders.map(({ uri }) => uri.fsPath)];
      // VS Code's own program is Node where it is asked to be.
      return [new Definition('Label Audit', process.execPath, args, { ELECTRON_RUN_AS_NODE: '1' }, version)];
    },
  });
  return vscode.Disposable.from(
    changed,
    provided,
    vscode.workspace.onDidGrantWorkspaceTrust(change),
    vscode.workspace.onDidChangeWorkspaceFolders(change),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTING)) change();
    }),
  );
}
