import { css } from 'lit';

/** The map's canvas, and the box that is dragged over it. */
export const mapCanvasStyles = css`
  :host {
    display: block;
    min-height: 0;
    min-width: 0;
    overflow: hidden;
    position: relative;
  }
  canvas {
    cursor: grab;
    display: block;
    height: 100%;
    left: 0;
    position: absolute;
    top: 0;
    touch-action: none;
    width: 100%;
  }
  canvas:active {
    cursor: grabbing;
  }
  canvas.selecting,
  canvas.selecting:active {
    cursor: crosshair;
  }
  .box {
    background: color-mix(in srgb, var(--vscode-focusBorder) 18%, transparent);
    border: 1px solid var(--vscode-focusBorder);
    pointer-events: none;
    position: absolute;
  }
`;
