import { css } from 'lit';

/** What every part of the panel shares: boxes, focus, small text, buttons that look like links, icons. */
export const baseStyles = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
    /* A name that turns the direction of writing turns no more than itself. */
    unicode-bidi: isolate;
  }
  :host {
    color: var(--vscode-foreground);
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size, 13px);
    line-height: 1.4;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  h2,
  h3,
  p {
    margin: 0;
  }
  h2 {
    font-size: 1.08em;
    font-weight: 600;
  }
  h3 {
    color: var(--vscode-foreground);
    font-size: 1em;
    font-weight: 600;
  }
  .muted {
    color: var(--vscode-descriptionForeground);
  }
  .icon {
    display: block;
    flex: none;
    height: 16px;
    width: 16px;
  }
  .truncate {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .visually-hidden {
    clip-path: inset(50%);
    height: 1px;
    overflow: hidden;
    position: absolute;
    white-space: nowrap;
    width: 1px;
  }
  button.plain {
    background: none;
    border: 1px solid transparent;
    border-radius: 3px;
    color: inherit;
    cursor: pointer;
    font: inherit;
    margin: 0;
    padding: 0;
    text-align: start;
  }
  button.link {
    color: var(--vscode-textLink-foreground);
  }
  button.link:hover {
    color: var(--vscode-textLink-activeForeground);
    text-decoration: underline;
  }
  button.plain:focus-visible,
  [tabindex]:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  kbd {
    background: var(--vscode-keybindingLabel-background);
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-keybindingLabel-border));
    border-radius: 3px;
    color: var(--vscode-keybindingLabel-foreground, inherit);
    display: inline-block;
    font-family: inherit;
    font-size: 0.85em;
    line-height: 1.4;
    min-width: 1.7em;
    padding: 0 4px;
    text-align: center;
  }
  .track {
    background: color-mix(in srgb, currentcolor 18%, transparent);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 2px;
    height: 6px;
    overflow: hidden;
  }
  .fill {
    background: var(--vscode-progressBar-background);
    height: 100%;
    width: var(--share, 0%);
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
`;
