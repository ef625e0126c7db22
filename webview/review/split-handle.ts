import { css, html, LitElement, type TemplateResult } from 'lit';
import { act } from '../parts/action.ts';
import { baseStyles } from '../parts/base-styles.ts';
import { clampShare } from '../model/layout.ts';
import { STRINGS } from '../strings.ts';

/** Step of an arrow key, as a share of the room. */
const STEP = 0.02;

/** The edge between grid and picture, which can be dragged, or moved with the arrow keys; a double click sets it back. */
export class SplitHandle extends LitElement {
  static override properties = { upright: { type: Boolean, reflect: true }, share: { type: Number } };
  /** The picture stands beside the grid, not below it. */
  declare upright: boolean;
  /** What the picture takes of the room now. */
  declare share: number;

  #set(share: number | null): void {
    const value = share === null ? null : clampShare(share);
    act(this, { kind: 'layout', change: this.upright ? { beside: value } : { below: value } });
  }

  #down(event: PointerEvent): void {
    const bar = event.currentTarget as HTMLElement;
    const room = this.parentElement!.getBoundingClientRect();
    bar.setPointerCapture(event.pointerId);
    event.preventDefault();
    bar.focus();
    const move = ({ clientX, clientY }: PointerEvent): void => {
      const rtl = getComputedStyle(this).direction === 'rtl';
      const along = rtl ? clientX - room.left : room.right - clientX;
      this.#set(this.upright ? along / room.width : (room.bottom - clientY) / room.height);
    };
    const end = (): void => {
      bar.removeEventListener('pointermove', move);
      bar.removeEventListener('lostpointercapture', end);
    };
    bar.addEventListener('pointermove', move);
    bar.addEventListener('lostpointercapture', end);
  }

  #key(event: KeyboardEvent): void {
    const [more, less] = this.upright ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    if (event.key === more) this.#set(this.share + STEP);
    else if (event.key === less) this.#set(this.share - STEP);
    else if (event.key === 'Home') this.#set(null);
    else return;
    event.preventDefault();
  }

  protected override render(): TemplateResult {
    return html`<div
      role="separator"
      tabindex="0"
      aria-label=${STRINGS.split}
      aria-orientation=${this.upright ? 'vertical' : 'horizontal'}
      aria-valuemin="20"
      aria-valuemax="80"
      aria-valuenow=${Math.round(100 * this.share)}
      title=${STRINGS.splitHint}
      @pointerdown=${this.#down}
      @dblclick=${() => {
        this.#set(null);
      }}
      @keydown=${this.#key}
    ></div>`;
  }

  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        position: relative;
        z-index: 1;
      }
      div {
        cursor: ns-resize;
        inset: -3px 0;
        position: absolute;
        touch-action: none;
      }
      :host([upright]) div {
        cursor: ew-resize;
        inset: 0 -3px;
      }
      div:hover,
      div:active,
      [tabindex]:focus-visible {
        background: var(--vscode-sash-hoverBorder, var(--vscode-focusBorder));
        outline: none;
      }
    `,
  ];
}
