import * as vscode from 'vscode';
import type { Lines } from './scan-row.ts';

/** The open document of a file; undefined where there is none. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const wanted = uri.toString();
  return vscode.workspace.textDocuments.find((document) => !document.isClosed && document.uri.toString() === wanted);
}

export function linesOfDocument(document: vscode.TextDocument): Lines {
  return {
    get lineCount() {
      return document.lineCount;
    },
    line: (index) => document.lineAt(index).text,
  };
}

/** A file's text as an editor would hold it: without byte order mark, in lines. Throws where it can't be read. */
export async function linesOfFile(uri: vscode.Uri): Promise<Lines> {
  const bytes = await vscode.workspace.fs.readFile(uri);
  const lines = new TextDecoder().decode(bytes).split(/\r\n|\r|\n/);
  return { lineCount: lines.length, line: (index) => lines[index] };
}

/** The lines that a change of a document touches, before and after. */
export function lineChange({ range, text }: vscode.TextDocumentContentChangeEvent) {
  const lineEnds = text.match(/\r\n|\r|\n/g)?.length ?? 0;
  return { start: range.start.line, removed: range.end.line - range.start.line + 1, added: lineEnds + 1 };
}
