import { css } from 'lit';

export const sessionDialogStyles = css`
  dialog {
    background: var(--vscode-editorWidget-background);
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-editorWidget-border, transparent));
    border-radius: 6px;
    box-shadow: 0 4px 24px var(--vscode-widget-shadow, transparent);
    color: var(--vscode-editorWidget-foreground, var(--vscode-foreground));
    max-height: calc(100vh - 32px);
    max-width: min(640px, calc(100vw - 32px));
    overflow: auto;
    padding: 0;
    width: 100%;
  }
  dialog::backdrop {
    background: color-mix(in srgb, var(--vscode-editor-background) 60%, transparent);
  }
  .box {
    display: grid;
    gap: 10px;
    padding: 12px 16px 16px;
  }
  header {
    align-items: center;
    display: flex;
    gap: 8px;
  }
  header h2 {
    flex: 1;
  }
  p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  pre {
    background: var(--vscode-textCodeBlock-background);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 4px;
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 0.92em;
    margin: 6px 0 0;
    overflow-wrap: anywhere;
    padding: 8px 10px;
    user-select: text;
    white-space: pre-wrap;
  }
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
    width: 100%;
  }
  caption {
    font-weight: 600;
    padding-bottom: 4px;
    text-align: start;
  }
  th,
  td {
    border-top: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
    padding: 3px 8px 3px 0;
    text-align: end;
  }
  th {
    font-weight: normal;
  }
  th:first-child {
    text-align: start;
  }
  thead th {
    border-top: 0;
    color: var(--vscode-descriptionForeground);
  }
`;
