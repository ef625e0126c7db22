import { css } from 'lit';

export const panelStyles = css`
  :host {
    background: var(--vscode-editor-background);
    display: block;
    height: 100%;
  }
  main {
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  label-audit-phase {
    flex: 1;
    min-height: 0;
  }
  header {
    align-items: center;
    display: flex;
    gap: 8px 20px;
    padding: 10px 12px 4px;
  }
  .about {
    flex: 1;
    min-width: 0;
  }
  h1 {
    font-size: 1.15em;
    font-weight: 600;
    margin: 0;
  }
  .about .field {
    align-items: center;
    display: flex;
    gap: 8px;
  }
  .about .name {
    white-space: nowrap;
  }
  .about .field + p {
    margin-top: 3px;
  }
  .about vscode-dropdown {
    flex: 0 1 280px;
    min-width: 90px;
  }
  .notes {
    align-items: center;
    display: flex;
    flex: none;
    gap: 4px;
  }
  .notes .icon {
    color: var(--vscode-editorWarning-foreground);
  }
  .progress {
    display: grid;
    flex: none;
    font-variant-numeric: tabular-nums;
    gap: 3px;
    min-width: 150px;
  }
  .tools {
    display: flex;
    flex: none;
    gap: 2px;
  }
  .banner {
    align-items: center;
    border-bottom: 1px solid transparent;
    display: flex;
    gap: 8px;
    min-height: 36px;
    padding: 4px 12px;
  }
  .banner.running {
    background: var(--vscode-editorWidget-background);
    border-color: var(--vscode-contrastBorder, transparent);
    font-variant-numeric: tabular-nums;
    position: relative;
  }
  .banner.running .track {
    border: 0;
    border-radius: 0;
    height: 2px;
    inset: auto 0 0;
    position: absolute;
  }
  .banner .text {
    flex: 1;
    overflow-wrap: anywhere;
  }
  .banner.warning {
    background: var(--vscode-inputValidation-warningBackground);
    border-color: var(--vscode-inputValidation-warningBorder);
    color: var(--vscode-inputValidation-warningForeground, var(--vscode-foreground));
  }
  .banner.error {
    background: var(--vscode-inputValidation-errorBackground);
    border-color: var(--vscode-inputValidation-errorBorder);
    color: var(--vscode-inputValidation-errorForeground, var(--vscode-foreground));
  }
  vscode-panels {
    display: grid;
    flex: 1;
    grid-template-rows: auto minmax(0, 1fr);
    min-height: 0;
    overflow: hidden;
  }
  vscode-panels::part(tablist) {
    padding: 0 12px;
  }
  vscode-panels::part(tabpanel) {
    min-height: 0;
  }
  vscode-panel-view {
    display: block;
    height: 100%;
    min-height: 0;
    padding: 0;
  }
  vscode-panel-view[hidden] {
    display: none;
  }
  @media (max-width: 900px) {
    .about .name {
      display: none;
    }
  }
  @media (max-width: 560px) {
    .progress {
      min-width: 110px;
    }
    .notes,
    .about p {
      display: none;
    }
  }
`;
