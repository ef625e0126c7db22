import { css } from 'lit';

/** The page around the panel. */
const pageStyles = css`
  html,
  body {
    height: 100%;
    margin: 0;
    padding: 0;
  }
  body {
    background: var(--vscode-editor-background);
    overflow: hidden;
  }
  label-audit-panel {
    display: block;
    height: 100%;
  }
`;

/** As a constructed style sheet, which a CSP without `unsafe-inline` lets through. */
export function applyPageStyles(): void {
  const { styleSheet } = pageStyles;
  if (styleSheet) document.adoptedStyleSheets = [...document.adoptedStyleSheets, styleSheet];
}
