import { css } from 'lit';

/**
 * Where on a row of bars the pointer is that drags its handle, in [0, 1]; null while nothing is dragged. A press gives the
 * handle the focus, and holds the pointer.
 */
export function draggedShare(event: PointerEvent, page: ParentNode): number | null {
  const bars = event.currentTarget as HTMLElement;
  if (event.type === 'pointerdown') {
    bars.setPointerCapture(event.pointerId);
    page.querySelector<HTMLElement>('.handle')!.focus();
  } else if (!bars.hasPointerCapture(event.pointerId)) return null;
  const { left, width } = bars.getBoundingClientRect();
  return Math.min(1, Math.max(0, (event.clientX - left) / width));
}

/** A histogram with a handle on it: `.bars` of `.bar`, those within the limit `.in`, and a `.handle`. */
export const barSliderStyles = css`
  .bars {
    align-items: flex-end;
    border-bottom: 1px solid var(--vscode-descriptionForeground);
    cursor: ew-resize;
    display: flex;
    gap: 1px;
    position: relative;
    touch-action: none;
  }
  .bar {
    background: var(--vscode-descriptionForeground);
    flex: 1;
    opacity: 0.4;
  }
  .bar.in {
    background: var(--vscode-progressBar-background);
    opacity: 1;
  }
  .handle {
    background: var(--vscode-foreground);
    border: 2px solid var(--vscode-editor-background);
    border-radius: 4px;
    bottom: -3px;
    margin-left: -4px;
    position: absolute;
    top: -2px;
    width: 8px;
  }
  .handle:focus-visible {
    outline: 2px solid var(--vscode-focusBorder);
    outline-offset: 0;
  }
`;
