import { expect, describe, it, vi } from 'vitest';
import { basename } from 'node:path';
import type { Log } from '../../../../src/editor/host/output.ts';
import { pickDataset } from '../../../../src/editor/runs/dataset-picker.ts';
import { temporaryFolder } from '../../dataset/temporary-folder.ts';

const host = vi.hoisted(() => ({
  said: [] as unknown[][],
  answer: undefined as string | undefined,
  folders: [] as string[],
}));
vi.mock('vscode', () => ({
  env: { language: 'en' },
  l10n: {
    t: (text: string, ...args: unknown[]) => text.replace(/\{(\d)\}/g, (_, i: string) => String(args[Number(i)])),
  },
  ProgressLocation: { Window: 10 },
  workspace: {
    get workspaceFolders() {
      return host.folders.map((fsPath) => ({ uri: { scheme: 'file', fsPath } }));
    },
  },
  window: {
    withProgress: (_: unknown, work: () => unknown) => work(),
    showErrorMessage: (...words: unknown[]) => {
      host.said.push(words);
      return Promise.resolve(host.answer);
    },
  },
}));

/** What the log was told, and how often it was shown. */
function openLog() {
  const lines: string[] = [];
  const shown: string[] = [];
  const log = { info: (line: string) => lines.push(line), show: () => shown.push(lines.join('\n')) };
  return { lines, shown, log: log as unknown as Log };
}

describe('a workspace without a data set', () => {
  it('is told of, and the log says of every file that was looked at why it is none', async () => {
    const folder = await temporaryFolder({ 'prices.csv': 'colour,taste\nred,sweet\n', 'notes/read.me': 'hello' });
    host.folders = [folder];
    host.answer = 'Show Log';
    const { lines, shown, log } = openLog();
    expect(await pickDataset({ extensionId: 'x', output: log })).toBeUndefined();
    expect(host.said[0][0]).toMatch(/^There is no data set here\. \S/);
    expect(host.said[0]).toContain('Show Log');
    await vi.waitFor(() => {
      expect(shown).toHaveLength(1);
    });
    expect(lines[0]).toContain(basename(folder));
    expect(shown[0]).toMatch(/^prices\.csv: \S.*column/m);
    expect(shown[0]).toMatch(/^notes: /m);
  });
});
