import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { languageOf } from '../../numbers/index.ts';

/**
 * The panel's page. It may run our own script and show pictures of the folders that the panel may read, and nothing else:
 * no network, no inline code, no style of others.
 */
export function panelHtml(webview: vscode.Webview, dist: vscode.Uri): string {
  const nonce = randomBytes(18).toString('base64url');
  const script = webview.asWebviewUri(vscode.Uri.joinPath(dist, 'webview.js')).toString();
  const policy = [
    "default-src 'none'",
    `img-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${languageOf(vscode.env.language)}">
  <head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1.0">
    <title>Label Audit</title>
    <style nonce="${nonce}">
      html, body { height: 100%; margin: 0; padding: 0; overflow: hidden; }
    </style>
  </head>
  <body>
    <label-audit-panel></label-audit-panel>
    <script nonce="${nonce}" src="${script}"></script>
  </body>
</html>
`;
}
