import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';

interface Provider {
  readonly provideMcpServerDefinitions: () => readonly { readonly given: readonly unknown[] }[];
}

type Listener = (event: { affectsConfiguration: (name: string) => boolean }) => void;

const { api, provided } = vi.hoisted(() => {
  const given: { id?: string; provider?: Provider; setting?: unknown; fired?: number; changed?: Listener } = {};
  const disposable = { dispose: () => undefined };
  const uri = (path: string) => ({ scheme: 'file', fsPath: path, path });
  class Disposable {
    static from = () => disposable;
    dispose = () => undefined;
  }
  return {
    provided: given,
    api: {
      version: '1.101.0',
      Disposable,
      EventEmitter: class {
        event = () => disposable;
        fire = () => (given.fired = (given.fired ?? 0) + 1);
      },
      Uri: { joinPath: ({ path }: { readonly path: string }, ...parts: string[]) => uri([path, ...parts].join('/')) },
      workspace: {
        isTrusted: true,
        workspaceFolders: [{ uri: uri('/w/my data') }, { uri: { ...uri('/x'), scheme: 'vscode-vfs' } }],
        getConfiguration: () => ({
          get: (name: string) => (name === 'labelAudit.offerMcpServer' ? given.setting : null),
        }),
        onDidChangeConfiguration: (listener: Listener) => {
          given.changed = listener;
          return disposable;
        },
        onDidGrantWorkspaceTrust: () => disposable,
        onDidChangeWorkspaceFolders: () => disposable,
      },
      lm: {},
      McpStdioServerDefinition: class {
        readonly given: readonly unknown[];
        constructor(...args: readonly unknown[]) {
          this.given = args;
        }
      },
    },
  };
});
vi.mock('vscode', () => api);

const { registerMcpServer } = await import('../../../../src/editor/agents/register-mcp.ts');
type Context = Parameters<typeof registerMcpServer>[0];

describe('registerMcpServer', () => {
  const context = { extensionUri: api.Uri.joinPath({ path: '/e' }), extension: { packageJSON: { version: '1.2.3' } } };
  beforeEach(() => {
    api.workspace.isTrusted = true;
    Object.assign(provided, { setting: true, fired: 0 });
    api.lm = {
      registerMcpServerDefinitionProvider: (id: string, provider: Provider) => {
        Object.assign(provided, { id, provider });
        return { dispose: () => undefined };
      },
    };
  });

  it('offers a read-only server for the folders of a trusted workspace', () => {
    registerMcpServer(context as unknown as Context);
    expect(provided.id).toBe('labelAudit.mcp');
    const [{ given }] = provided.provider!.provideMcpServerDefinitions();
    expect(given.slice(1)).toEqual([
      process.execPath,
      ['/e/dist/cli.mjs', 'mcp', '--quiet', '--', '/w/my data'],
      { ELECTRON_RUN_AS_NODE: '1' },
      '1.2.3',
    ]);
    api.workspace.isTrusted = false;
    expect(provided.provider!.provideMcpServerDefinitions()).toEqual([]);
  });

  it('offers none unless the user wants it: agent mode has the same tools, and would list each twice', () => {
    registerMcpServer(context as unknown as Context);
    const { provideMcpServerDefinitions } = provided.provider!;
    for (const setting of [undefined, false, 'yes', null]) {
      provided.setting = setting;
      expect(provideMcpServerDefinitions()).toEqual([]);
    }
    provided.setting = true;
    provided.changed!({ affectsConfiguration: (name) => name === 'labelAudit.seed' });
    expect(provided.fired).toBe(0);
    provided.changed!({ affectsConfiguration: (name) => 'labelAudit.offerMcpServer'.startsWith(name) });
    expect(provided.fired).toBe(1);
    expect(provideMcpServerDefinitions()).toHaveLength(1);
  });

  it('is off unless it is set, and no workspace that is not trusted turns it on', async () => {
    const { contributes, capabilities } = JSON.parse(
      await readFile(join(import.meta.dirname, '../../../../package.json'), 'utf8'),
    ) as {
      readonly contributes: { readonly configuration: { readonly properties: Record<string, { default: unknown }> } };
      readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
    };
    expect(contributes.configuration.properties['labelAudit.offerMcpServer'].default).toBe(false);
    expect(capabilities.untrustedWorkspaces.restrictedConfigurations).toContain('labelAudit.offerMcpServer');
  });

  it('does nothing in a VS Code that has no such thing', () => {
    api.lm = {};
    expect(() => registerMcpServer(context as unknown as Context)).not.toThrow();
  });
});
