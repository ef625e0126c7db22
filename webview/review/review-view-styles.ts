import { css } from 'lit';

/** The review: filters above, the grid beside or above the selected picture. */
export const reviewViewStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100%;
    position: relative;
  }
  .split {
    border-top: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
    display: grid;
    flex: 1;
    min-height: 0;
  }
  .grid {
    min-height: 0;
    min-width: 0;
  }
  label-audit-detail {
    border-inline-start: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
    min-height: 0;
  }
  .stacked label-audit-detail {
    border-inline-start: 0;
    border-top: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
  }
  .message {
    align-items: center;
    display: flex;
    flex-direction: column;
    gap: 10px;
    justify-content: center;
    min-height: 240px;
    padding: 24px;
    text-align: center;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
    justify-content: center;
  }
  .good {
    color: var(--vscode-testing-iconPassed, var(--vscode-charts-green));
  }
  .message .good .icon {
    height: 40px;
    width: 40px;
  }
  .done {
    align-items: center;
    border-top: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
    display: flex;
    gap: 10px;
    padding: 8px 12px;
  }
  .done vscode-button {
    margin-inline-start: auto;
  }
`;
