import { css } from 'lit';

/** Tables as VS Code draws lists: quiet lines, numbers to the right, a heading in bold. */
export const tableStyles = css`
  /* As high as it is: a table that scrolls inside the page stops the wheel on its way down. */
  .scroll {
    overflow-x: auto;
  }
  .more {
    margin: 6px 4px;
  }
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
    width: 100%;
  }
  th {
    font-weight: inherit;
    text-align: start;
  }
  thead th {
    background: var(--vscode-editor-background);
    font-weight: 600;
    white-space: nowrap;
  }
  th,
  td {
    border-bottom: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
    padding: 4px 10px;
  }
  th:first-child,
  td:first-child {
    padding-inline-start: 4px;
  }
  /* A class may have any name, a very long one too: its numbers stay in sight. */
  tbody th {
    max-width: 320px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  tbody tr:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .number {
    text-align: end;
    white-space: nowrap;
  }
  thead button {
    align-items: center;
    display: inline-flex;
    gap: 2px;
  }
  .number > button {
    flex-direction: row-reverse;
  }
  .direction {
    display: block;
    height: 16px;
    width: 16px;
  }
`;
