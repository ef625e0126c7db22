import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { roomRules } from '../../eslint.rooms.mjs';

/** What the room rules say of one import in one file. */
function complaints(file: string, imported: string): string[] {
  const config = roomRules('no-restricted-imports');
  return new Linter().verify(`import x from '${imported}';`, config, file).map(({ message }) => message);
}

describe('the rooms', () => {
  it.each([
    ['src/core/joint.ts', './types.ts'],
    ['src/training/kernels/register.ts', '../simd/simd-kernels.ts'],
    ['src/training/worker.ts', '../dataset/index.ts'],
    ['src/audit/run-audit.ts', '../core/index.ts'],
    ['src/cli/main.ts', '../audit/index.ts'],
    ['src/editor/panel.ts', 'vscode'],
    ['src/editor/panel.ts', '../protocol.ts'],
    ['src/extension.ts', './editor/index.ts'],
    ['src/protocol.ts', './message-schema.ts'],
    ['webview/panel.ts', '../src/protocol.ts'],
    ['webview/health/view.ts', '../../src/protocol/messages.ts'],
  ])('%s may import %s', (file, imported) => {
    expect(complaints(file, imported)).toEqual([]);
  });

  it.each([
    ['src/core/joint.ts', 'node:fs'],
    ['src/core/joint.ts', '../dataset/index.ts'],
    ['src/dataset/npy.ts', '../core/index.ts'],
    ['src/dataset/npy.ts', 'vscode'],
    ['src/training/kernels/register.ts', '../../audit/index.ts'],
    ['src/audit/run-audit.ts', '../editor/index.ts'],
    ['src/audit/run-audit.ts', '../cli/index.ts'],
    ['src/audit/run-audit.ts', '../dataset/npy.ts'],
    ['src/audit/run-audit.ts', '../protocol.ts'],
    ['src/cli/main.ts', '../core/index.ts'],
    ['src/cli/main.ts', '../editor/index.ts'],
    ['src/editor/panel.ts', '../dataset/index.ts'],
    ['src/editor/panel.ts', '../../webview/panel.ts'],
    ['src/extension.ts', './audit/index.ts'],
    ['src/protocol.ts', './audit/index.ts'],
    ['src/message-schema.ts', './protocol.ts'],
    ['webview/panel.ts', '../src/message-schema.ts'],
    ['webview/panel.ts', '../src/audit/index.ts'],
    ['webview/panel.ts', 'vscode'],
  ])('%s may not import %s', (file, imported) => {
    expect(complaints(file, imported)).toHaveLength(1);
  });
});
