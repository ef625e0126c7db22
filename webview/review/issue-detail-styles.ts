import { css } from 'lit';

export const detailStyles = css`
  :host {
    background: var(--vscode-sideBar-background);
    color: var(--vscode-sideBar-foreground, var(--vscode-foreground));
    container-type: inline-size;
    display: block;
    height: 100%;
    overflow: hidden;
  }
  section[aria-label] {
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  .body {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 14px;
    min-height: 0;
    overflow: hidden auto;
    padding: 12px 16px 20px;
  }
  /* Below what scrolls: they never leave the screen. */
  .decisions {
    border-top: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
    flex: none;
    padding: 8px 16px;
  }
  .none {
    padding: 24px 0;
    text-align: center;
  }
  .several {
    border-inline-start: 3px solid var(--vscode-focusBorder);
    display: flex;
    flex-direction: column;
    padding: 2px 10px;
  }
  .top {
    display: grid;
    gap: 12px;
  }
  .large {
    align-items: center;
    aspect-ratio: 4 / 3;
    background: var(--vscode-editor-background);
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
    border-radius: 5px;
    display: flex;
    justify-content: center;
    cursor: zoom-in;
    max-height: max(140px, 42vh);
    overflow: hidden;
    width: 100%;
  }
  .large img {
    height: 100%;
    object-fit: contain;
    width: 100%;
  }
  img.pixels {
    image-rendering: pixelated;
  }
  .gone {
    align-items: center;
    color: var(--vscode-descriptionForeground);
    display: flex;
    gap: 6px;
    padding: 12px;
  }
  .about {
    min-width: 0;
  }
  .path {
    font-size: 0.92em;
    overflow-wrap: anywhere;
  }
  dl {
    display: grid;
    gap: 2px 16px;
    grid-template-columns: max-content minmax(0, 1fr);
    margin: 8px 0 0;
  }
  dt {
    color: var(--vscode-descriptionForeground);
  }
  dt.column {
    max-width: 130px;
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .why {
    overflow-wrap: anywhere;
  }
  .links {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 14px;
  }
  .links button {
    align-items: center;
    display: flex;
    gap: 4px;
  }
  h3 {
    margin-bottom: 6px;
  }
  .compare {
    display: grid;
    gap: 14px;
  }
  .similar ul {
    display: grid;
    gap: 6px;
    grid-template-columns: repeat(3, minmax(0, 96px));
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .similar li {
    aspect-ratio: 1;
    background: var(--vscode-editor-background);
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
    border-radius: 4px;
    overflow: hidden;
  }
  .similar.neighbours ul {
    grid-template-columns: repeat(5, minmax(0, 96px));
  }
  .similar.neighbours li {
    aspect-ratio: auto;
    text-align: center;
  }
  .similar.neighbours button {
    aspect-ratio: 1;
    height: auto;
  }
  .similar.neighbours .name {
    display: block;
    font-size: 0.88em;
    padding: 1px 4px;
  }
  .similar button {
    cursor: zoom-in;
    display: block;
    height: 100%;
    width: 100%;
  }
  .similar img {
    display: block;
    height: 100%;
    object-fit: contain;
    width: 100%;
  }
  @container (min-width: 430px) {
    .top {
      grid-template-columns: minmax(150px, 46%) minmax(0, 1fr);
    }
  }
  @container (min-width: 560px) {
    .compare {
      grid-template-columns: 1fr 1fr;
    }
  }
`;
