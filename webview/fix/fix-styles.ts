import { css } from 'lit';

/** The Fix tab: the choice to the left, what it would change to the right; below each other where it is narrow. */
export const fixStyles = css`
  :host {
    container-type: inline-size;
    display: block;
    height: 100%;
    overflow: auto;
  }
  .page {
    display: grid;
    gap: 16px;
    margin: 0 auto;
    max-width: 1080px;
    padding: 16px 20px 32px;
  }
  .pictures {
    display: grid;
    gap: 8px;
    grid-template-columns: repeat(auto-fill, minmax(112px, 1fr));
    list-style: none;
    margin: 0;
    max-height: 420px;
    overflow: hidden auto;
    padding: 2px;
  }
  .pictures button.plain {
    background: var(--vscode-editorWidget-background);
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-editorWidget-border, transparent));
    border-radius: 5px;
    display: grid;
    padding-bottom: 4px;
    text-align: start;
    width: 100%;
  }
  .pictures button.plain:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .pictures .frame {
    background: var(--vscode-editor-background);
    display: block;
    height: 96px;
    margin-bottom: 4px;
  }
  .pictures img {
    height: 100%;
    object-fit: contain;
    width: 100%;
  }
  .pictures .pixels {
    image-rendering: pixelated;
  }
  .pictures .from,
  .pictures .to {
    display: flex;
    gap: 4px;
    min-width: 0;
    padding: 0 6px;
  }
  .pictures .from {
    text-decoration: line-through;
  }
  .pictures .to .name {
    flex: 0 1 auto;
    font-weight: 600;
    min-width: 0;
  }
  .pictures .to .muted {
    margin-inline-start: auto;
  }
  .columns {
    display: grid;
    gap: 24px 40px;
    grid-template-columns: minmax(0, 1fr);
  }
  @container (min-width: 720px) {
    .columns {
      grid-template-columns: 280px minmax(0, 1fr);
    }
  }
  form {
    align-content: start;
    display: grid;
    gap: 18px;
  }
  fieldset {
    border: 0;
    display: grid;
    gap: 6px;
    margin: 0;
    min-width: 0;
    padding: 0;
  }
  legend {
    font-weight: 600;
    margin-bottom: 6px;
    padding: 0;
  }
  .option {
    align-items: start;
    display: flex;
    gap: 8px;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 16px;
  }
  input {
    accent-color: var(--vscode-button-background);
    font: inherit;
    margin: 0;
  }
  input[type='radio'],
  input[type='checkbox'] {
    flex: none;
    height: 16px;
    margin-top: 1px;
    width: 16px;
  }
  input:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 2px;
  }
  input.least {
    background: var(--vscode-input-background);
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-input-border, var(--vscode-panel-border, currentcolor)));
    border-radius: 2px;
    color: var(--vscode-input-foreground);
    padding: 3px 6px;
    width: 80px;
  }
  .option:has(.least) {
    align-items: center;
  }
  .hint {
    display: block;
    font-size: 0.92em;
  }
  .slider {
    display: grid;
    gap: 4px 8px;
    grid-template-columns: 1fr auto;
    margin-top: 6px;
  }
  .slider input {
    grid-column: 1 / -1;
    width: 100%;
  }
  output {
    font-variant-numeric: tabular-nums;
  }
  output {
    font-weight: 600;
  }
  section {
    align-content: start;
    display: grid;
    gap: 16px;
  }
  .result {
    display: grid;
    gap: 6px;
  }
  .result h2 {
    font-size: 1.5em;
    font-weight: 300;
  }
  .buttons {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 6px;
  }
  .out,
  .in {
    font-weight: 600;
  }
`;
