import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { IssueDetail, IssueRow, SimilarPictures } from '../../../src/protocol/index.ts';
import { percent, score } from '../../language.ts';
import { act } from '../../parts/action.ts';
import { baseStyles } from '../../parts/base-styles.ts';
import { iconButton } from '../../parts/icon-button.ts';
import type { Beside } from '../../model/beside.ts';
import { fileName } from '../../model/format.ts';
import type { ReviewSession } from '../../model/review-session.ts';
import { fitScale, panBy, WHOLE, zoomAt, type Size, type Zoom } from '../../model/zoom.ts';
import { STRINGS } from '../../strings.ts';
import { classNameStyles } from '../../parts/class-name.ts';
import { menuKey, openLoupeMenu } from '../picture-menu.ts';
import { classLegend } from '../class-legend.ts';
import { decisionButtons, decisionButtonStyles } from '../decision-buttons.ts';
import {
  besideSwitch,
  loupePaneStyles,
  noPicture,
  paneCaption,
  panesOf,
  zoomedPicture,
  type PaneView,
} from './loupe-panes.ts';
import { followDrag, pointOnStage } from './stage-pointer.ts';
import { loupeStyles } from './loupe-styles.ts';
import type { NoteField } from '../note-field.ts';

const TEXT = STRINGS.loupe;
/** One step of a key or of the wheel. */
const STEP = 1.25;
/** Pixels that a key moves an enlarged picture. */
const PAN = 60;

/** The active picture in the whole of the review's room. All keys of the review work in it. */
export class Loupe extends LitElement {
  static override properties = {
    session: { attribute: false },
    detail: { attribute: false },
    nextUri: { attribute: false },
    thumbnail: { attribute: false },
    sideBySide: { type: Boolean },
    similar: { attribute: false },
    beside: { attribute: false },
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
  declare sideBySide: boolean;
  /** Those beside it in full size; undefined until they are there. */
  declare similar: SimilarPictures | undefined;
  declare beside: Beside;
  declare zoom: Zoom;
  /** The picture's own size; null until it is there. */
  declare natural: Size | null;

  /** Sizes of the pictures beside it, by address. */
  readonly #sizes = new Map<string, Size>();
  #shown: number | undefined;
  #ahead: HTMLImageElement | undefined;
  readonly #resizes = new ResizeObserver(() => {
    this.requestUpdate();
  });

  constructor() {
    super();
    this.zoom = WHOLE;
    this.natural = null;
    this.sideBySide = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('section')?.focus({ preventScroll: true });
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
    if (menuKey(event, this.renderRoot.querySelector('[data-menu]'))) return true;
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
    else if (event.key === '.') act(this, { kind: 'layout', change: { sideBySide: !this.sideBySide } });
    else if (event.key === ',' && this.sideBySide) {
      const { given, suggested, neighbours } = this.beside;
      act(this, {
        kind: 'beside',
        change: {
          given: given + 1,
          suggested: suggested + 1,
          ...(neighbours === null ? {} : { neighbours: neighbours + 1 }),
        },
      });
    } else return false;
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
    // Lines and pages of a wheel, pixels of a touchpad.
    const distance = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY / 100 : Math.sign(event.deltaY);
    this.#enlarge(STEP ** -distance, pointOnStage(event));
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    followDrag(event, (x, y) => {
      this.#pan(x, y);
    });
  }

  /** To its own pixels, or back to all of it. */
  #double(event: MouseEvent): void {
    if (!this.natural) return;
    const own = 1 / fitScale(this.natural, this.#frame);
    if (this.zoom.scale > 1) this.zoom = WHOLE;
    else this.#enlarge(Math.max(2, own), pointOnStage(event));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('sideBySide')) this.zoom = WHOLE;
    const active = this.session.active?.id;
    if (active !== this.#shown) {
      this.#shown = active;
      this.zoom = WHOLE;
      this.natural = null;
      this.#sizes.clear();
    }
    if (changed.has('nextUri') && this.nextUri !== undefined) {
      this.#ahead = new Image();
      this.#ahead.src = this.nextUri;
    }
  }

  protected override updated(): void {
    const active = this.session.active?.id;
    if (this.sideBySide && active !== undefined && this.similar === undefined)
      act(this, { kind: 'needSimilar', id: active });
  }

  protected override firstUpdated(): void {
    // What had the focus is covered, and can't keep it.
    this.focus();
    this.#resizes.observe(this.renderRoot.querySelector('.stage')!);
  }

  #picture(issue: IssueRow): TemplateResult {
    const uri = this.detail?.uri ?? this.thumbnail;
    if (typeof uri !== 'string') {
      const text = this.detail || uri === null ? STRINGS.detail.gone : STRINGS.detail.loading;
      return html`<span class="gone muted">${text}</span>`;
    }
    return zoomedPicture({
      uri,
      alt: STRINGS.detail.picture(issue.path),
      natural: this.natural,
      frame: this.#frame,
      zoom: this.zoom,
      loaded: (size) => {
        this.natural = size;
      },
    });
  }

  /** One of those beside it: enlarged and moved as it is. */
  #pane(pane: PaneView): TemplateResult {
    const shown = pane.pictures.at(pane.at);
    const content =
      shown === undefined
        ? noPicture(this.detail ? STRINGS.detail.similarNone : STRINGS.detail.loading)
        : zoomedPicture({
            uri: shown.uri,
            alt: STRINGS.detail.example(shown.path, shown.label),
            natural: this.#sizes.get(shown.uri) ?? null,
            frame: this.#frame,
            zoom: this.zoom,
            loaded: (size) => {
              this.#sizes.set(shown.uri, size);
              this.requestUpdate();
            },
          });
    return html`<figure data-of=${pane.of}>
      <figcaption>${paneCaption(this, pane)}</figcaption>
      ${this.#stage(content)}
    </figure>`;
  }

  #stage(content: unknown): TemplateResult {
    return html`<div
      class="stage ${this.zoom.scale > 1 ? 'large' : ''}"
      @wheel=${this.#wheel}
      @pointerdown=${this.#down}
      @dblclick=${this.#double}
    >
      ${content}
    </div>`;
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
    return html`<section
      aria-label=${TEXT.region}
      tabindex="-1"
      @contextmenu=${(event: MouseEvent) => {
        openLoupeMenu(event, session);
      }}
    >
      <header>
        <span class="name truncate" title=${issue.path}>${fileName(issue.path)}</span>
        ${
          session.check === null
            ? html`<span class="labels"
                >${issue.given} <span class="muted">${percent(issue.givenProbability)}</span> →
                <strong>${issue.suggested}</strong>
                <span class="muted">${percent(issue.suggestedProbability)}</span></span
              >`
            : html`<span class="labels"
                >${issue.given}
                <span class="muted">${STRINGS.checks.title(session.check.name)} ${score(issue.quality)}</span></span
              >`
        }
        ${decision === 'open' ? nothing : html`<span class="state">${STRINGS.decision(decision)}</span>`}
        <span class="end"
          >${this.#size()}<span class="muted number">${TEXT.position(at, session.visible.length)}</span></span
        >
        ${besideSwitch(this, this.sideBySide)}
        ${iconButton(
          'close',
          TEXT.close,
          () => {
            act(this, { kind: 'closeLoupe' });
          },
          'Esc',
        )}
      </header>
      <div class="panes ${this.beside.neighbours === null ? '' : 'around'}">
        <figure data-menu>
          ${this.sideBySide ? html`<figcaption><span class="truncate" title=${issue.path}>${fileName(issue.path)}</span></figcaption>` : nothing}
          ${this.#stage(this.#picture(issue))}
        </figure>
        ${this.sideBySide ? panesOf(issue, this.detail, this.similar, this.beside).map((pane) => this.#pane(pane)) : nothing}
      </div>
      <footer>
        ${decisionButtons(this, session)}
        ${
          session.check === null
            ? html`<label-audit-note .session=${session} .revision=${this.revision}></label-audit-note>
                ${classLegend(this, issue, this.detail?.probabilities ?? [], session.keys)}`
            : nothing
        }
      </footer>
    </section>`;
  }

  static override styles = [baseStyles, classNameStyles, decisionButtonStyles, loupeStyles, loupePaneStyles];
}
