import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createRegisterCommand } from '../../../../src/editor/host/register-command.ts';
import type { Log } from '../../../../src/editor/host/output.ts';

const host = vi.hoisted(() => ({
  trusted: false,
  commands: new Map<string, (...args: unknown[]) => Promise<unknown>>(),
  done: [] as unknown[][],
  said: [] as string[],
  granted: [] as (() => void)[],
}));
vi.mock('vscode', () => ({
  l10n: { t: (text: string) => text },
  workspace: {
    get isTrusted() {
      return host.trusted;
    },
    onDidGrantWorkspaceTrust: (listener: () => void) => {
      host.granted.push(listener);
      return { dispose: () => undefined };
    },
  },
  commands: {
    registerCommand: (name: string, run: (...args: unknown[]) => Promise<unknown>) => {
      host.commands.set(name, run);
      return { dispose: () => undefined };
    },
    executeCommand: (name: string, ...args: unknown[]) => {
      if (name === 'setContext') host.done.push(args);
      return host.commands.get(name)?.(...args);
    },
  },
  window: {
    showWarningMessage: (message: string) => {
      host.said.push(message);
      return Promise.resolve(undefined);
    },
    showErrorMessage: (message: string) => {
      host.said.push(message);
      return Promise.resolve(undefined);
    },
  },
}));

const log = { error: () => undefined, info: () => undefined, warn: () => undefined, show: () => undefined };
const grantTrust = (): void => {
  host.trusted = true;
  for (const listener of host.granted) listener();
};

describe('a command that was asked for before the workspace is trusted', () => {
  const runs: unknown[][] = [];
  beforeEach(() => {
    host.trusted = false;
    host.granted = [];
    host.done = [];
    host.said = [];
    runs.length = 0;
    host.commands.clear();
    const register = createRegisterCommand(log as unknown as Log, []);
    register('labelAudit.audit', (...args) => runs.push(args));
    register('labelAudit.declined', () => false);
    register('labelAudit.failing', () => {
      throw new Error('labels.csv is gone.');
    });
  });

  it('is refused in words, and ticks no step of the walkthrough', async () => {
    expect(await host.commands.get('labelAudit.audit')!('folder')).toBeUndefined();
    expect(host.said).toEqual([expect.stringMatching(/^Trust this workspace first/)]);
    expect(runs).toEqual([]);
    expect(host.done).toEqual([]);
  });

  it('goes on once the workspace is trusted, with what was asked, once; only then the step is ticked', async () => {
    await host.commands.get('labelAudit.audit')!('folder');
    grantTrust();
    await Promise.resolve();
    expect(runs).toEqual([['folder']]);
    await vi.waitFor(() => {
      expect(host.done).toEqual([['labelAudit.did.audit', true]]);
    });
    grantTrust();
    expect(runs).toHaveLength(1);
  });

  it('is forgotten when trust is given much later', async () => {
    vi.useFakeTimers();
    await host.commands.get('labelAudit.audit')!('folder');
    vi.advanceTimersByTime(6 * 60 * 1000);
    grantTrust();
    vi.useRealTimers();
    expect(runs).toEqual([]);
  });

  it('nor is a step ticked by a command that failed, or that the user gave up', async () => {
    host.trusted = true;
    await host.commands.get('labelAudit.declined')!();
    await host.commands.get('labelAudit.failing')!();
    expect(host.said).toEqual(['labels.csv is gone.']);
    expect(host.done).toEqual([]);
  });
});
