import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { IssueDetail, IssueRow } from '../../src/protocol/index.ts';
import { percent } from '../language.ts';
import { act } from '../parts/action.ts';
import { baseStyles } from '../parts/base-styles.ts';
import { icon } from '../parts/icons.ts';
import { fileName } from '../model/format.ts';
import type { ReviewSession } from '../model/review-session.ts';
import { fitScale, panBy, WHOLE, zoomAt, type Size, type Zoom } from '../model/zoom.ts';
import { setStyle } from '../parts/set-style.ts';
import { STRINGS } from '../strings.ts';
import { classNameStyles } from '../parts/class-name.ts';
import { decisionButtons, decisionButtonStyles } from './decision-buttons.ts';
import { loupeStyles } from './loupe-styles.ts';
import type { NoteField } from './note-field.ts';
import { pickText } from './probability-list.ts';

const TEXT = STRINGS.loupe;
/** One step of a key or of the wheel. */
const STEP = 1.25;
/** Pixels that a key moves an enlarged picture. */
const PAN = 60;
/** Pictures enlarged so much show their pixels. */
const SHARP_FROM = 2;

/** The active picture in the whole of the review's room. All keys of the review work in it. */
export class Loupe extends LitElement {
  static override properties = {
    session: { attribute: false },
    detail: { attribute: false },
    nextUri: { attribute: false },
    thumbnail: { attribute: false },
    revision: { type: Number },
    zoom: { state: true },
    natural: { state: true },
  };
  declare session: ReviewSession;
  declare detail: IssueDetail | undefined;
  /** The large picture of the one that a decision leads to, to be there in time. */
  declare nextUri: string | undefined;
  declare thumbnail: string | null | undefined;
  declare revision: number;
  declare zoom: Zoom;
  /** The picture's own size; null until it is there. */
  declare natural: Size | null;

  #shown: number | undefined;
  #ahead: HTMLImageElement | undefined;
  readonly #resizes = new ResizeObserver(() => {
    this.requestUpdate();
  });

  constructor() {
    super();
    this.zoom = WHOLE;
    this.natural = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  focusNote(): void {
    this.renderRoot.querySelector<NoteField>('label-audit-note')?.focus();
  }

  get #frame(): Size {
    const stage = this.renderRoot.querySelector('.stage');
    return { width: stage?.clientWidth ?? 1, height: stage?.clientHeight ?? 1 };
  }

  /** Takes a key that only matters here; false where it is none. */
  handleKey(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey) return false;
    const pans: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [PAN, 0],
      ArrowRight: [-PAN, 0],
      ArrowUp: [0, PAN],
      ArrowDown: [0, -PAN],
    };
    if (event.altKey) {
      if (!Object.hasOwn(pans, event.key)) return false;
      const [x, y] = pans[event.key];
      this.#pan(x, y);
      return true;
    }
    if (event.key === '+' || event.key === '=') this.#enlarge(STEP, { x: 0, y: 0 });
    else if (event.key === '-') this.#enlarge(1 / STEP, { x: 0, y: 0 });
    else if (event.key === '0') this.zoom = WHOLE;
    else return false;
    return true;
  }

  #enlarge(factor: number, point: { x: number; y: number }): void {
    if (this.natural) this.zoom = zoomAt(this.zoom, factor, point, this.natural, this.#frame);
  }

  #pan(x: number, y: number): void {
    if (this.natural) this.zoom = panBy(this.zoom, x, y, this.natural, this.#frame);
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const stage = (event.currentTarget as Element).getBoundingClientRect();
    const point = {
      x: event.clientX - stage.left - stage.width / 2,
      y: event.clientY - stage.top - stage.height / 2,
    };
    // Lines and pages of a wheel, pixels of a touchpad.
    const distance = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY / 100 : Math.sign(event.deltaY);
    this.#enlarge(STEP ** -distance, point);
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const stage = event.currentTarget as HTMLElement;
    stage.setPointerCapture(event.pointerId);
    let [x, y] = [event.clientX, event.clientY];
    const move = (moved: PointerEvent): void => {
      this.#pan(moved.clientX - x, moved.clientY - y);
      [x, y] = [moved.clientX, moved.clientY];
    };
    const end = (): void => {
      stage.removeEventListener('pointermove', move);
      stage.removeEventListener('lostpointercapture', end);
    };
    stage.addEventListener('pointermove', move);
    stage.addEventListener('lostpointercapture', end);
  }

  /** To its own pixels, or back to all of it. */
  #double(event: MouseEvent): void {
    if (!this.natural) return;
    const stage = (event.currentTarget as Element).getBoundingClientRect();
    const own = 1 / fitScale(this.natural, this.#frame);
    const point = { x: event.clientX - stage.left - stage.width / 2, y: event.clientY - stage.top - stage.height / 2 };
    if (this.zoom.scale > 1) this.zoom = WHOLE;
    else this.#enlarge(Math.max(2, own), point);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const active = this.session.active?.id;
    if (active !== this.#shown) {
      this.#shown = active;
      this.zoom = WHOLE;
      this.natural = null;
    }
    if (changed.has('nextUri') && this.nextUri !== undefined) {
      this.#ahead = new Image();
      this.#ahead.src = this.nextUri;
    }
  }

  protected override firstUpdated(): void {
    this.#resizes.observe(this.renderRoot.querySelector('.stage')!);
  }

  #picture(issue: IssueRow): TemplateResult {
    const uri = this.detail?.uri ?? this.thumbnail;
    if (typeof uri !== 'string') {
      const text = this.detail || uri === null ? STRINGS.detail.gone : STRINGS.detail.loading;
      return html`<span class="gone muted">${text}</span>`;
    }
    const { natural, zoom } = this;
    const scale = natural === null ? 1 : fitScale(natural, this.#frame) * zoom.scale;
    const style = {
      height: natural === null ? '100%' : `${natural.height * scale}px`,
      width: natural === null ? '100%' : `${natural.width * scale}px`,
      transform: `translate(${zoom.x}px, ${zoom.y}px)`,
    };
    return html`<img
      class=${scale >= SHARP_FROM ? 'pixels' : ''}
      alt=${STRINGS.detail.picture(issue.path)}
      draggable="false"
      .src=${uri}
      ${setStyle(style)}
      @load=${(event: Event) => {
        const { naturalWidth, naturalHeight } = event.currentTarget as HTMLImageElement;
        if (naturalWidth > 0) this.natural = { width: naturalWidth, height: naturalHeight };
      }}
    />`;
  }

  #size(): TemplateResult | typeof nothing {
    const { natural } = this;
    if (natural === null || this.detail?.uri === undefined) return nothing;
    const shown = fitScale(natural, this.#frame) * this.zoom.scale;
    return html`<span class="muted number">${TEXT.size(natural.width, natural.height, shown)}</span>`;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this;
    const issue = session.active;
    if (!issue) return nothing;
    const at = session.visible.indexOf(issue.id) + 1;
    const decision = session.standingOf(issue.id);
    return html`<section aria-label=${TEXT.region}>
      <header>
        <span class="name truncate" title=${issue.path}>${fileName(issue.path)}</span>
        <span class="labels"
          >${issue.given} <span class="muted">${percent(issue.givenProbability)}</span> →
          <strong>${issue.suggested}</strong> <span class="muted">${percent(issue.suggestedProbability)}</span></span
        >
        ${decision === 'open' ? nothing : html`<span class="state">${STRINGS.decision(decision)}</span>`}
        <span class="end"
          >${this.#size()}<span class="muted number">${TEXT.position(at, session.visible.length)}</span></span
        >
        <vscode-button
          appearance="icon"
          aria-label=${TEXT.close}
          title=${`${TEXT.close} (Esc)`}
          @click=${() => {
            act(this, { kind: 'closeLoupe' });
          }}
          >${icon('close')}</vscode-button
        >
      </header>
      <div
        class="stage ${this.zoom.scale > 1 ? 'large' : ''}"
        @wheel=${this.#wheel}
        @pointerdown=${this.#down}
        @dblclick=${this.#double}
      >
        ${this.#picture(issue)}
      </div>
      <footer>
        ${decisionButtons(this, session)}
        <label-audit-note .session=${session} .revision=${this.revision}></label-audit-note>
        <ul class="legend" aria-label=${TEXT.legend}>
          ${(this.detail?.probabilities ?? []).slice(0, 6).map(
            ({ class: name, probability }) =>
              html`<li>
                <button
                  class="plain"
                  title=${pickText(issue, { class: name, probability })}
                  @click=${() => {
                    act(this, { kind: 'relabel', label: name });
                  }}
                >
                  ${session.keys.keyOf(name) === undefined ? nothing : html`<kbd>${session.keys.keyOf(name)}</kbd>`}
                  ${name} <span class="muted number">${percent(probability)}</span>
                </button>
              </li>`,
          )}
        </ul>
      </footer>
    </section>`;
  }

  static override styles = [baseStyles, classNameStyles, decisionButtonStyles, loupeStyles];
}
