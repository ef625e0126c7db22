import { beforeEach, describe, expect, it, vi } from 'vitest';

const { workspace } = vi.hoisted(() => ({
  workspace: { isTrusted: false, workspaceFolders: undefined, textDocuments: [] },
}));
vi.mock('vscode', () => ({
  workspace,
  version: '1.100.3',
  env: { language: 'en' },
  l10n: { t: (text: string) => text },
  CancellationError: class extends Error {},
  LanguageModelTextPart: class extends Array {},
  LanguageModelToolResult: class extends Array {},
}));

const { createToolWork } = await import('../../../../src/editor/agents/agent-tools.ts');

/** Dependencies that must not be asked: whatever is read of them is noted. */
function untouched(): { readonly deps: Parameters<typeof createToolWork>[0]; readonly asked: string[] } {
  const asked: string[] = [];
  const deps = new Proxy({} as Parameters<typeof createToolWork>[0], {
    get: (_, name) => {
      // The host takes its parts when it is made.
      if (name !== 'store' && name !== 'runs' && name !== 'decisions' && name !== 'output') asked.push(String(name));
      return new Proxy({}, { get: (__, part) => void asked.push(`${String(name)}.${String(part)}`) });
    },
  });
  return { deps, asked };
}

describe('a tool in a workspace that is not trusted', () => {
  const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) };
  beforeEach(() => {
    workspace.isTrusted = false;
  });

  it.each(['run_label_audit', 'list_label_issues', 'show_label_issue', 'preview_label_fix', 'label_health'])(
    '%s refuses, and nothing is read',
    async (name) => {
      const { deps, asked } = untouched();
      const input = name.endsWith('issue') ? { issue: 1 } : name.endsWith('fix') ? { issues: [1] } : {};
      await expect(createToolWork(deps)(name, input, token)).rejects.toThrow(
        /not trusted, so nothing of it is read or run/,
      );
      expect(asked).toEqual([]);
    },
  );
});
