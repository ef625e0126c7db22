import { css } from 'lit';

export const detailStyles = css`
  :host {
    background: var(--vscode-sideBar-background);
    color: var(--vscode-sideBar-foreground, var(--vscode-foreground));
    container-type: inline-size;
    display: block;
    height: 100%;
    overflow: hidden auto;
  }
  :host > section {
    display: flex;
    flex-direction: column;
    gap: 14px;
    padding: 12px 16px 20px;
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
    max-height: max(140px, 27vh);
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
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .why {
    overflow-wrap: anywhere;
  }
  .decisions {
    display: grid;
    gap: 6px;
    grid-template-columns: 1fr 1.25fr 1.1fr;
  }
  .decisions vscode-button {
    min-width: 0;
    width: 100%;
  }
  .decisions vscode-button:first-child {
    grid-column: 1 / -1;
  }
  .decisions vscode-button::part(content) {
    display: block;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .decisions vscode-button::part(control) {
    min-width: 0;
    padding: 4px 8px;
    width: 100%;
  }
  .decisions vscode-button::part(start) {
    flex: none;
  }
  .key {
    border: 1px solid currentcolor;
    border-radius: 3px;
    flex: none;
    font-size: 0.8em;
    line-height: 1.3;
    margin-inline-start: 8px;
    padding: 0 4px;
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
  .similar img {
    display: block;
    height: 100%;
    object-fit: contain;
    width: 100%;
  }
  /* Three buttons in a row need the room of their icons; the words and keys say enough. */
  @container (max-width: 350px) {
    .decisions vscode-button:not(:first-child)::part(start) {
      display: none;
    }
    .decisions .key {
      margin-inline-start: 4px;
    }
  }
  @container (min-width: 560px) {
    .top {
      grid-template-columns: 220px minmax(0, 1fr);
    }
    .compare {
      grid-template-columns: 1fr 1fr;
    }
    .decisions {
      grid-template-columns: minmax(0, 1fr) auto auto auto;
    }
    .decisions vscode-button:first-child {
      grid-column: auto;
    }
  }
`;
