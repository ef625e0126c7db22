import * as vscode from 'vscode';
import { modelSentence, TOOLS, type ToolAnswer } from '../../audit/light.ts';
import { plainMessage } from '../host/output.ts';
import { isVsCodeFrom } from '../host/vscode-version.ts';
import { createEditorToolHost, type AgentDeps } from './editor-tool-host.ts';

// A piece of its own: see `LATER` in scripts/host-bundle.mjs.

type ImagePart = (data: Uint8Array, mimeType: string) => unknown;

/** How this VS Code makes a picture part of an answer; undefined where it can't. */
function imagePart(): ImagePart | undefined {
  const { LanguageModelDataPart: part } = vscode as unknown as {
    readonly LanguageModelDataPart?: { readonly image?: ImagePart };
  };
  // Before 1.106 a tool's answer may hold none.
  return isVsCodeFrom(1, 106) && typeof part?.image === 'function' ? part.image.bind(part) : undefined;
}

function toResult({ value, picture }: ToolAnswer): vscode.LanguageModelToolResult {
  const text = new vscode.LanguageModelTextPart(JSON.stringify(value));
  const image = picture && imagePart();
  const parts = picture && image ? [text, image(picture, 'image/webp')] : [text];
  return new vscode.LanguageModelToolResult(parts as vscode.LanguageModelTextPart[]);
}

export type ToolWork = (
  name: string,
  input: unknown,
  token: vscode.CancellationToken,
) => Promise<vscode.LanguageModelToolResult>;

/** What the tools do when a language model calls them. Errors are worded for the model: what was wrong, and what to do next. */
export function createToolWork(deps: AgentDeps): ToolWork {
  const host = createEditorToolHost(deps);
  return async (name, input, token) => {
    if (!vscode.workspace.isTrusted) {
      throw new Error(
        'This workspace is not trusted, so nothing of it is read or run. The user can trust it in VS Code.',
      );
    }
    const tool = TOOLS.find((one) => one.name === name);
    if (tool === undefined) throw new Error(`There is no tool ${name}.`);
    const stop = new AbortController();
    const cancelling = token.onCancellationRequested(() => {
      stop.abort();
    });
    try {
      // Audits of earlier windows are read while VS Code starts.
      await deps.restored();
      return toResult(await tool.call(input, host, { signal: stop.signal }));
    } catch (error) {
      if (stop.signal.aborted) throw new vscode.CancellationError();
      deps.output.warn(`${name}: ${plainMessage(error)}`);
      // Neither a stack nor more of a data set's texts than a sentence.
      throw new Error(modelSentence(plainMessage(error)), { cause: error });
    } finally {
      cancelling.dispose();
    }
  };
}
