import { css } from 'lit';

/** The frame of a picture that is enlarged and moved. */
export const stageStyles = css`
  .stage {
    align-items: center;
    cursor: zoom-in;
    display: flex;
    flex: 1;
    justify-content: center;
    min-height: 0;
    overflow: hidden;
    touch-action: none;
  }
  .stage.large {
    cursor: grab;
  }
  .stage.large:active {
    cursor: grabbing;
  }
  .stage img {
    flex: none;
    object-fit: contain;
    user-select: none;
  }
  .stage img.pixels {
    image-rendering: pixelated;
  }
`;

export const loupeStyles = css`
  :host {
    background: var(--vscode-editor-background);
    display: block;
    inset: 0;
    position: absolute;
    z-index: 3;
  }
  section {
    container-type: inline-size;
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  /* It has the focus for as long as it is there: there is nothing to tell by an outline. */
  section:focus {
    outline: none;
  }
  header,
  footer {
    align-items: center;
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: 4px 14px;
    padding: 4px 12px;
  }
  header {
    border-bottom: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
    flex-wrap: nowrap;
  }
  footer {
    border-top: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
    padding: 8px 12px;
  }
  .name {
    flex: 0 1 auto;
    font-weight: 600;
  }
  .labels {
    align-items: baseline;
    display: flex;
    flex: 0 1 auto;
    gap: 4px;
    min-width: 0;
    white-space: nowrap;
  }
  .label {
    min-width: 0;
  }
  .state {
    background: var(--vscode-badge-background);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 10px;
    color: var(--vscode-badge-foreground);
    padding: 0 8px;
  }
  .end {
    display: flex;
    flex: none;
    gap: 14px;
    margin-inline-start: auto;
  }
  .number {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  label-audit-note {
    flex: 1 1 220px;
    max-width: 480px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 12px;
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .legend button:hover {
    color: var(--vscode-textLink-activeForeground);
  }
  @container (max-width: 560px) {
    .end .muted:first-child:not(:last-child),
    header .labels {
      display: none;
    }
  }
`;
