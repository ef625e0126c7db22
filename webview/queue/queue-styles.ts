import { css } from 'lit';

export const queueStyles = css`
  :host {
    display: block;
    flex: 1;
    min-height: 0;
  }
  section {
    container-type: inline-size;
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  header {
    align-items: center;
    border-bottom: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
    display: flex;
    flex: none;
    gap: 8px 20px;
    padding: 10px 12px 8px;
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
  .about p {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .progress {
    display: grid;
    flex: none;
    font-variant-numeric: tabular-nums;
    gap: 3px;
    min-width: 130px;
  }
  .tools {
    align-items: center;
    display: flex;
    flex: none;
    gap: 4px;
  }
  .ranking {
    align-items: center;
    background: var(--vscode-editorWidget-background);
    display: flex;
    flex: none;
    font-variant-numeric: tabular-nums;
    gap: 12px;
    justify-content: space-between;
    padding: 6px 12px;
    position: relative;
  }
  .ranking .track {
    border: 0;
    border-radius: 0;
    height: 2px;
    inset: auto 0 0;
    position: absolute;
  }
  .body {
    display: grid;
    flex: 1;
    grid-template-columns: minmax(0, 1fr) minmax(260px, 340px);
    min-height: 0;
  }
  .stage {
    background: color-mix(in srgb, var(--vscode-foreground) 4%, transparent);
    min-width: 0;
  }
  .side {
    border-inline-start: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
    display: flex;
    flex-direction: column;
    gap: 8px;
    min-height: 0;
    overflow: auto;
    padding: 12px;
  }
  .where {
    align-items: baseline;
    display: flex;
    gap: 8px;
  }
  .where .number {
    flex: none;
    font-variant-numeric: tabular-nums;
    margin-inline-start: auto;
  }
  .state {
    align-items: center;
    display: flex;
    gap: 6px;
    overflow-wrap: anywhere;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .key {
    border: 1px solid currentcolor;
    border-radius: 3px;
    font-size: 0.8em;
    line-height: 1.3;
    margin-inline-start: 8px;
    padding: 0 4px;
  }
  .strip {
    border-top: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
    display: flex;
    flex: none;
    gap: 4px;
    list-style: none;
    margin: 0;
    overflow-x: auto;
    padding: 6px 12px 8px;
  }
  .strip li {
    flex: none;
    width: 64px;
  }
  .strip button.plain {
    border: 2px solid transparent;
    display: block;
    padding: 1px;
    text-align: center;
    width: 100%;
  }
  .strip button[aria-current='true'] {
    border-color: var(--vscode-focusBorder);
  }
  .strip img,
  .strip .blank {
    align-items: center;
    display: flex;
    height: 46px;
    justify-content: center;
    object-fit: contain;
    width: 100%;
  }
  .strip img.pixels {
    image-rendering: pixelated;
  }
  .strip .labelled img {
    opacity: 0.55;
  }
  .strip .label {
    display: block;
    font-size: 0.85em;
    min-height: 1.4em;
  }
  @container (max-width: 640px) {
    header {
      flex-wrap: wrap;
    }
    .about {
      flex-basis: 100%;
    }
    .progress {
      flex: 1;
    }
    .body {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: minmax(140px, 1fr) minmax(0, auto);
    }
    .side {
      border-inline-start: 0;
      border-top: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
      max-height: 46vh;
    }
    /* What can be done stays in sight. */
    .where,
    .state {
      order: -2;
    }
    .buttons {
      order: -1;
    }
  }
`;
