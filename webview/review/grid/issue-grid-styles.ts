import { css } from 'lit';
import { GAP, PADDING } from './grid-measures.ts';

export const gridStyles = css`
  :host {
    display: block;
    height: 100%;
    min-height: 0;
  }
  .scroller {
    height: 100%;
    overflow: hidden auto;
    scrollbar-gutter: stable;
  }
  .scroller:focus-visible {
    outline: none;
  }
  .scroller:not(:focus-visible) .card.active {
    outline-color: var(
      --vscode-contrastActiveBorder,
      var(--vscode-list-inactiveFocusOutline, var(--vscode-focusBorder))
    );
  }
  .space {
    position: relative;
  }
  .row {
    display: grid;
    gap: ${GAP}px;
    inset-inline: ${PADDING}px;
    position: absolute;
    top: 0;
  }
`;
