import { css } from 'lit';

/** The Map tab. */
export const mapViewStyles = css`
  :host {
    display: block;
    height: 100%;
    min-height: 0;
  }
  .page {
    display: flex;
    flex-direction: column;
    gap: 6px;
    height: 100%;
    min-height: 0;
    padding: 8px 12px;
  }
  .tools {
    align-items: center;
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: 6px 14px;
  }
  .field {
    align-items: center;
    display: inline-flex;
    gap: 6px;
  }
  .zoom {
    display: inline-flex;
  }
  .seen {
    margin-inline-start: auto;
  }
  .stage {
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
    flex: 1;
    min-height: 160px;
    position: relative;
  }
  label-audit-map-canvas {
    height: 100%;
    inset: 0;
    position: absolute;
  }
  .legend {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: 2px 12px;
    list-style: none;
    margin: 0;
    max-height: 72px;
    overflow: auto;
    padding: 0;
  }
  .legend button {
    align-items: center;
    display: inline-flex;
    gap: 5px;
    max-width: 180px;
    padding: 0 3px;
  }
  .legend button[aria-pressed='true'] {
    background: var(--vscode-toolbar-activeBackground, var(--vscode-list-activeSelectionBackground));
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
  }
  .swatch {
    background: var(--colour);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 2px;
    flex: none;
    height: 10px;
    width: 10px;
  }
  .caption {
    flex: none;
  }
  .message {
    padding: 24px;
  }
  .tip {
    background: var(--vscode-editorHoverWidget-background, var(--vscode-editor-background));
    border: 1px solid var(--vscode-editorHoverWidget-border, var(--vscode-contrastBorder, transparent));
    border-radius: 3px;
    color: var(--vscode-editorHoverWidget-foreground, inherit);
    display: flex;
    flex-direction: column;
    gap: 2px;
    max-width: 190px;
    padding: 6px;
    pointer-events: none;
    position: absolute;
    width: max-content;
    z-index: 1;
  }
  .tip img,
  .blank {
    height: 128px;
    max-width: 176px;
    min-width: 96px;
    object-fit: contain;
  }
`;
