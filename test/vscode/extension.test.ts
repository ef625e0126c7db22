import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';

describe('the extension', () => {
  it('is present and activates', async () => {
    const extension = vscode.extensions.getExtension('label-audit.label-audit');
    assert.ok(extension, 'label-audit.label-audit is not installed');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('sees the pictures of the workspace', async () => {
    const pictures = await vscode.workspace.findFiles('**/*.png');
    assert.equal(pictures.length, 60);
  });
});
