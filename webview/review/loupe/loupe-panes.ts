import { css, html, type TemplateResult } from 'lit';
import type { IssueDetail, IssueRow, SimilarPicture, SimilarPictures } from '../../../src/protocol/index.ts';
import { act } from '../../parts/action.ts';
import { textWithName } from '../../parts/class-name.ts';
import { iconButton } from '../../parts/icon-button.ts';
import { icon } from '../../parts/icons.ts';
import { setStyle } from '../../parts/set-style.ts';
import type { Beside, BesideOf } from '../../model/beside.ts';
import { fitScale, type Size, type Zoom } from '../../model/zoom.ts';
import { STRINGS } from '../../strings.ts';

const TEXT = STRINGS.loupe;
/** Pictures enlarged so much show their pixels. */
const SHARP_FROM = 2;

export interface ZoomedPicture {
  readonly uri: string;
  readonly alt: string;
  /** The picture's own size; null until it is there. */
  readonly natural: Size | null;
  readonly frame: Size;
  readonly zoom: Zoom;
  readonly loaded: (size: Size) => void;
}

/** A picture in its frame, as large as fits, and then as the zoom says. */
export function zoomedPicture({ uri, alt, natural, frame, zoom, loaded }: ZoomedPicture): TemplateResult {
  const scale = natural === null ? 1 : fitScale(natural, frame) * zoom.scale;
  const style = {
    height: natural === null ? '100%' : `${natural.height * scale}px`,
    width: natural === null ? '100%' : `${natural.width * scale}px`,
    transform: `translate(${zoom.x}px, ${zoom.y}px)`,
  };
  return html`<img
    class=${scale >= SHARP_FROM ? 'pixels' : ''}
    alt=${alt}
    draggable="false"
    .src=${uri}
    ${setStyle(style)}
    @load=${(event: Event) => {
      const { naturalWidth, naturalHeight } = event.currentTarget as HTMLImageElement;
      if (naturalWidth > 0) loaded({ width: naturalWidth, height: naturalHeight });
    }}
  />`;
}

/** The nearest pictures of one class: those in full size once they are there. */
export interface PaneView {
  readonly of: BesideOf;
  readonly label: string;
  readonly pictures: readonly SimilarPicture[];
  /** The one that is shown. */
  readonly at: number;
}

/** What stands beside a picture: nothing of a class for which the audit names no picture. */
export function panesOf(
  issue: IssueRow,
  detail: IssueDetail | undefined,
  large: SimilarPictures | undefined,
  beside: Beside,
): PaneView[] {
  const pane = (of: 'given' | 'suggested', label: string): PaneView => {
    const pictures = large?.[of] ?? (of === 'given' ? detail?.similarGiven : detail?.similarSuggested) ?? [];
    return { of, label, pictures, at: pictures.length === 0 ? 0 : beside[of] % pictures.length };
  };
  const panes = [pane('given', issue.given)];
  if (issue.suggested !== issue.given) panes.push(pane('suggested', issue.suggested));
  const around = large?.neighbours ?? detail?.neighbours ?? [];
  const at = beside.neighbours;
  if (at !== null && around.length > 0)
    panes.push({ of: 'neighbours', label: around[at % around.length].label, pictures: around, at: at % around.length });
  return panes;
}

/** Above a pane: of which class its picture is, and the next one of it. */
export function paneCaption(from: HTMLElement, { of, label, pictures, at }: PaneView): TemplateResult {
  const text = TEXT.beside(of, label);
  if (pictures.length < 2) return html`<span class="caption" title=${text}>${textWithName(text, label)}</span>`;
  return html`<button
    class="plain link"
    title=${`${text}: ${TEXT.nextBeside} (,)`}
    @click=${() => {
      act(from, { kind: 'beside', change: { [of]: (at + 1) % pictures.length } });
    }}
  >
    <span class="caption">${textWithName(text, label)}</span>
    <span class="number">${TEXT.position(at + 1, pictures.length)}</span>${icon('refresh')}
  </button>`;
}

/** The switch between one picture and several. */
export function besideSwitch(from: HTMLElement, isOn: boolean): TemplateResult {
  const text = isOn ? TEXT.alone : TEXT.sideBySide;
  return iconButton(
    'splitHorizontal',
    text,
    () => {
      act(from, { kind: 'layout', change: { sideBySide: !isOn } });
    },
    '.',
  );
}

export const noPicture = (text: string): TemplateResult => html`<span class="gone muted">${text}</span>`;

export const loupePaneStyles = css`
  .panes {
    display: grid;
    flex: 1;
    gap: 0 8px;
    grid-auto-columns: minmax(0, 1fr);
    grid-auto-flow: column;
    min-height: 0;
  }
  figure {
    display: flex;
    flex-direction: column;
    margin: 0;
    min-height: 0;
    min-width: 0;
  }
  figcaption {
    align-items: center;
    display: flex;
    min-height: 26px;
    padding: 4px 8px;
  }
  figcaption .caption {
    min-width: 0;
  }
  figcaption button {
    align-items: center;
    display: flex;
    gap: 6px;
    min-width: 0;
  }
  figure + figure {
    border-inline-start: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
  }
  /* Pictures one above the other would each be lower than a line of thumbnails. */
  @container (max-width: 560px) {
    .around figure:not([data-menu], [data-of='neighbours']),
    figcaption .icon,
    figcaption .number {
      display: none;
    }
  }
`;
