import { css } from 'lit';

export const cardStyles = css`
  .card {
    background: var(--vscode-editorWidget-background);
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-editorWidget-border, transparent));
    border-radius: 5px;
    cursor: pointer;
    display: flex;
    flex: 1 1 0;
    flex-direction: column;
    min-width: 0;
    overflow: hidden;
    position: relative;
    user-select: none;
  }
  .card:hover {
    background: var(--vscode-list-hoverBackground);
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
  }
  .card.selected {
    background: var(--vscode-list-activeSelectionBackground);
    border-color: var(--vscode-contrastActiveBorder, var(--vscode-list-activeSelectionBackground));
    color: var(--vscode-list-activeSelectionForeground, var(--vscode-foreground));
    outline: none;
  }
  .card.selected .muted {
    color: inherit;
  }
  /* The picture covers most of a card: the edge has to tell that it is selected. */
  .card.selected .picture {
    box-shadow: inset 0 0 0 3px var(--vscode-focusBorder);
    z-index: 0;
  }
  .card.selected img {
    height: calc(100% - 10px);
    width: calc(100% - 10px);
  }
  .card.active {
    outline: 2px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  .card .picture {
    align-items: center;
    background: var(--vscode-editor-background);
    display: flex;
    flex: 1;
    justify-content: center;
    min-height: 0;
    position: relative;
  }
  .card img {
    height: 100%;
    object-fit: contain;
    position: absolute;
    width: 100%;
  }
  .pixels {
    image-rendering: pixelated;
  }
  .card img + .missing,
  .card img.broken {
    display: none;
  }
  .card img.broken + .missing,
  .missing {
    align-items: center;
    color: var(--vscode-descriptionForeground);
    display: flex;
    flex-direction: column;
    font-size: 0.85em;
    gap: 4px;
  }
  .card.relabelled img,
  .card.kept img,
  .card.removed img,
  .card.gone img {
    opacity: 0.45;
  }
  .badge {
    align-items: center;
    background: var(--vscode-badge-background);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 10px;
    bottom: 6px;
    color: var(--vscode-badge-foreground);
    display: flex;
    font-size: 0.85em;
    gap: 4px;
    inset-inline-end: 6px;
    line-height: 18px;
    max-width: calc(100% - 12px);
    padding: 0 8px 0 6px;
    position: absolute;
  }
  .badge .name {
    min-width: 0;
  }
  .flag {
    align-items: center;
    background: var(--vscode-editorWidget-background);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 10px;
    color: var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow));
    display: flex;
    inset-inline-start: 6px;
    padding: 3px;
    position: absolute;
    top: 6px;
  }
  .flag .icon {
    height: 14px;
    width: 14px;
  }
  /* The pictures of a set stand side by side, the best first: a bar along them holds them together. */
  .card.set {
    border-top: 3px solid var(--vscode-charts-blue, var(--vscode-focusBorder));
    border-top-left-radius: 0;
    border-top-right-radius: 0;
  }
  .card.set.other::before {
    background: var(--vscode-charts-blue, var(--vscode-focusBorder));
    content: '';
    height: 3px;
    inset-inline-start: -9px;
    position: absolute;
    top: -3px;
    width: 9px;
  }
  .card.set.other {
    overflow: visible;
  }
  .card .best {
    font-weight: 600;
  }
  .card .suggested.agrees {
    font-weight: normal;
  }
  .badge .icon {
    height: 12px;
    width: 12px;
  }
  .card.pending .badge {
    border: 1px dashed var(--vscode-badge-foreground);
  }
  .card .labels {
    align-items: baseline;
    display: flex;
    gap: 4px;
    padding: 0 8px;
  }
  .card .picture + .labels {
    padding-top: 4px;
  }
  .card .given,
  .card .suggested {
    flex: 0 1 auto;
    min-width: 0;
  }
  .card .suggested {
    font-weight: 600;
  }
  .card .number {
    font-variant-numeric: tabular-nums;
    margin-inline-start: auto;
  }
  .card.removed .given {
    text-decoration: line-through;
  }
  .card .quality {
    align-items: center;
    display: flex;
    font-size: 0.88em;
    gap: 6px;
    padding: 0 8px 6px;
  }
  .card .quality .name {
    flex: 1 1 0;
    min-width: 0;
  }
`;
